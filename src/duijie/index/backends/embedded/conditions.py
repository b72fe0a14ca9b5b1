"""A `Filter` → conditions on coded columns: one plan for the row mask and for the text query."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duijie.index.backends.embedded.batches import clipped, ordinal
from duijie.index.backends.embedded.layout import MISSING
from duijie.index.backends.embedded.rows import RowView
from duijie.kernel.filters import Filter

Mask = NDArray[np.bool_]
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
    """A filter worked out: the conditions a row must all meet, the live rows that do."""

    conditions: tuple[Condition, ...]
    mask: Mask
    allowed: int


def work_out(where: Filter, view: RowView) -> Plan:
    """Return a filter worked out for the rows of a view."""
    wanted = (*_codes(where, view), *_owners(where, view), *_ranges(where), *_ids(where, view))
    mask = view.alive.copy()
    for condition in wanted:
        mask &= _meets(condition, view)
    return Plan(wanted, mask, int(mask.sum()))


def _matching(view: RowView, column: str, passes: Callable[[str], bool]) -> tuple[int, ...]:
    return tuple(code for code, value in enumerate(view.values(column)) if passes(value))


def _codes(where: Filter, view: RowView) -> Iterator[Condition]:
    exact = {"kind": where.kinds, "visibility": where.visibilities}
    for column, wanted in exact.items():
        if wanted:
            yield HasCode(((column, _matching(view, column, frozenset(wanted).__contains__)),))
    prefixes = {
        "region_code": where.regions,
        "industry_code": where.industries,
        "ipc": where.ipc,
    }
    for column, starts in prefixes.items():
        if starts:
            codes = _matching(view, column, lambda value, s=starts: value.startswith(s))  # type: ignore[misc]
            yield HasCode(((column, codes),))


def _owners(where: Filter, view: RowView) -> Iterator[Condition]:
    for names, excluded in ((where.organizations, False), (where.without_organizations, True)):
        if names:
            wanted = frozenset(names) - {""}
            yield HasCode(
                tuple(
                    (column, _matching(view, column, wanted.__contains__))
                    for column in ("organization", "organization_id")
                ),
                excluded,
            )


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
    wanted = np.zeros(max(int(entries.max()), *codes) + 1, np.bool_)
    wanted[list(codes)] = True
    met: Mask = wanted[entries]
    if column != "ipc":
        return met
    ends = view.column("ipc.end")
    mask = np.zeros(view.count, np.bool_)
    mask[np.searchsorted(ends, np.flatnonzero(met), side="right")] = True
    return mask
