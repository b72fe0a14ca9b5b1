"""A `Filter` → conditions on coded columns: one plan for the row mask and for the text query."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duijie.index.backends.embedded.batches import clipped, ordinal
from duijie.index.backends.embedded.layout import MISSING
from duijie.index.backends.embedded.rows import RowView
from duijie.kernel.filters import Filter

Mask = NDArray[np.bool_]
_MASKS_KEPT = 32  # 0.8 MB each at 800,000 rows
GREATEST = int(np.iinfo(np.int32).max)


@dataclass(frozen=True, slots=True)
class HasCode:
    """One of these columns has one of its codes; `excluded` turns the meaning round."""

    codes: tuple[tuple[str, tuple[int, ...]], ...]
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Between:
    """A number column lies within bounds, both included; `missing_passes` lets none pass too."""

    column: str
    lowest: int = MISSING + 1
    highest: int = GREATEST
    missing_passes: bool = False


@dataclass(frozen=True, slots=True)
class InRows:
    """The row is one of these; `excluded` turns the meaning round."""

    rows: tuple[int, ...]
    excluded: bool = False


Condition = HasCode | Between | InRows


@dataclass(frozen=True, slots=True)
class Plan:
    """A filter worked out: the conditions a row must all meet, the live rows that do.

    `leading` are the conditions that each keep less than half of the rows; `led` live rows meet
    all of those.
    """

    conditions: tuple[Condition, ...]
    mask: Mask
    allowed: int
    leading: tuple[Condition, ...] = ()
    led: int = 0


class Planner:
    """Works filters out for one view (筛选计划), remembering the masks of common conditions."""

    def __init__(self, view: RowView) -> None:
        self._view = view
        self._masks: dict[Condition, Mask] = {}

    def work_out(self, where: Filter) -> Plan:
        """Return a filter worked out."""
        view = self._view
        wanted = (*_codes(where, view), *_owners(where, view), *_ranges(where), *_ids(where, view))
        mask, led = view.alive.copy(), view.alive.copy()
        leading: list[Condition] = []
        for condition in wanted:
            met = self._mask(condition)
            mask &= met
            if np.count_nonzero(met) < view.count / 2:
                led &= met
                leading.append(condition)
        return Plan(wanted, mask, int(mask.sum()), tuple(leading), int(led.sum()))

    def _mask(self, condition: Condition) -> Mask:
        if isinstance(condition, InRows) or (isinstance(condition, HasCode) and condition.excluded):
            return _meets(condition, self._view)  # of one request: not worth remembering
        mask = self._masks.pop(condition, None)
        if mask is None:
            mask = _meets(condition, self._view)
        self._masks[condition] = mask
        while len(self._masks) > _MASKS_KEPT:
            del self._masks[next(iter(self._masks))]
        return mask


def _one_of(view: RowView, column: str, values: Iterable[str]) -> tuple[int, ...]:
    known = view.codes(column)
    return tuple(sorted(known[value] for value in set(values) if value in known))


def _starting(view: RowView, column: str, prefixes: tuple[str, ...]) -> tuple[int, ...]:
    codes = view.codes(column).items()
    return tuple(code for value, code in codes if value.startswith(prefixes))


def _codes(where: Filter, view: RowView) -> Iterator[Condition]:
    exact = {"kind": where.kinds, "visibility": where.visibilities}
    for column, wanted in exact.items():
        if wanted:
            yield HasCode(((column, _one_of(view, column, wanted)),))
    prefixes = {
        "region_code": where.regions,
        "industry_code": where.industries,
        "ipc": where.ipc,
    }
    for column, starts in prefixes.items():
        if starts:
            yield HasCode(((column, _starting(view, column, starts)),))


def _owners(where: Filter, view: RowView) -> Iterator[Condition]:
    for names, excluded in ((where.organizations, False), (where.without_organizations, True)):
        if names:
            wanted = frozenset(names) - {""}
            columns = ("organization", "organization_id")
            codes = tuple((column, _one_of(view, column, wanted)) for column in columns)
            yield HasCode(codes, excluded)


def _ranges(where: Filter) -> Iterator[Condition]:
    pairs = (
        ("trl", where.trl_from, where.trl_to),
        ("dated_on", ordinal(where.dated_from), ordinal(where.dated_to)),
    )
    for column, lowest, highest in pairs:
        if lowest is not None or highest is not None:
            yield Between(
                column,
                MISSING + 1 if lowest is None else clipped(lowest),
                GREATEST if highest is None else clipped(highest),
            )
    if where.valid_on is not None:
        yield Between("valid_until", where.valid_on.toordinal(), missing_passes=True)


def _ids(where: Filter, view: RowView) -> Iterator[Condition]:
    for ids, excluded in ((where.record_ids, False), (where.without_record_ids, True)):
        if ids:
            rows = tuple(row for row in view.live_rows(ids) if row is not None)
            yield InRows(rows, excluded)


def _meets(condition: Condition, view: RowView) -> Mask:
    if isinstance(condition, Between):
        numbers = view.column(f"{condition.column}.int")
        within = (numbers >= condition.lowest) & (numbers <= condition.highest)
        return within | (numbers == MISSING) if condition.missing_passes else within
    mask = np.zeros(view.count, np.bool_)
    if isinstance(condition, InRows):
        mask[list(condition.rows)] = True
    else:
        for column, codes in condition.codes:
            mask |= _has_code(column, codes, view)
    return ~mask if condition.excluded else mask


def _has_code(column: str, codes: tuple[int, ...], view: RowView) -> Mask:
    entries = view.column("ipc.codes" if column == "ipc" else f"{column}.code")
    if not codes or not len(entries):
        return np.zeros(view.count, np.bool_)
    met: Mask
    if len(codes) == 1:
        met = entries == codes[0]
    else:
        wanted = np.zeros(len(view.codes(column)), np.bool_)
        wanted[list(codes)] = True
        met = wanted[entries]
    if column != "ipc":
        return met
    mask = np.zeros(view.count, np.bool_)
    mask[np.searchsorted(view.column("ipc.end"), np.flatnonzero(met), side="right")] = True
    return mask
