"""Counting (计数): which rows a selection keeps, and how many have each value of each facet."""

from collections import Counter, OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np

from duijie.app.libraries.columns import Columns, Mask
from duijie.app.libraries.facets import (
    MOST_VALUES,
    TRL,
    VISIBILITY,
    Facet,
    facets_of,
    level_below,
)
from duijie.app.libraries.selection import Selection

# With more values than these only the most frequent are named: organisations, above all.
_MANY_VALUES = 200
Counts = Mapping[str, Sequence[tuple[str, int]]]


@dataclass(frozen=True, slots=True)
class Counted:
    """The rows that a selection keeps, and the counts of every facet (分面计数).

    A facet is counted over what all *other* facets keep, so that a further value of it can be
    chosen; regions and industries beneath the one chosen are counted within it.
    """

    kept: Mask
    total: int
    facets: Counts


def count(columns: Columns, selection: Selection, seen: Mask, *, is_member: bool) -> Counted:
    """Return the rows that the selection keeps of those seen, with the counts of the facets."""
    facets = [
        facet
        for facet in facets_of(columns.kind)
        if facet.is_open(is_member=is_member, is_mine=selection.is_mine)
    ]
    met = {
        facet.name: _having(columns, facet, selection.chosen[facet.name])
        for facet in facets
        if selection.chosen.get(facet.name)
    }
    kept = _all_of(seen, met)
    counts: dict[str, list[tuple[str, int]]] = {}
    for facet in facets:
        others = {name: mask for name, mask in met.items() if name != facet.name}
        over = kept if facet.name not in met or facet.levels else _all_of(seen, others)
        counts[facet.name] = _counts(columns, facet, selection.chosen.get(facet.name, ()), over)
    return Counted(kept, int(np.count_nonzero(kept)), counts)


def _all_of(seen: Mask, masks: Mapping[str, Mask]) -> Mask:
    kept = seen
    for mask in masks.values():
        kept = kept & mask
    return kept


def _having(columns: Columns, facet: Facet, chosen: Sequence[str]) -> Mask:
    vocabulary = columns.vocabularies[facet.name]
    values = list(vocabulary)  # as of now: another request may be adding to it
    wanted = np.zeros(len(values), np.bool_)
    if facet.levels:
        starts = tuple(chosen)
        wanted[[n for n, value in enumerate(values) if str(value).startswith(starts)]] = True
    else:
        codes = (vocabulary.get(value) for code in chosen for value in _stored(facet, code))
        wanted[[code for code in codes if code is not None and code < len(values)]] = True
    if not values:
        return np.zeros(len(columns), np.bool_)
    mask: Mask = wanted[columns.codes[facet.name]]
    return mask


def _counts(
    columns: Columns, facet: Facet, chosen: Sequence[str], over: Mask
) -> list[tuple[str, int]]:
    vocabulary = columns.vocabularies[facet.name]
    values = list(vocabulary)
    codes = columns.codes[facet.name]
    # A mask that keeps everything is not applied: copying 800,000 codes takes longer than counting.
    some = codes if over.all() else codes[over]
    numbers = np.bincount(some, minlength=len(values))
    there = np.flatnonzero(numbers)
    if not facet.levels and len(there) > _MANY_VALUES:
        most = np.argpartition(-numbers[there], MOST_VALUES + 1)[: MOST_VALUES + 1]
        named = [vocabulary.get(value) for value in chosen]
        also = [code for code in named if code is not None and numbers[code]]
        there = np.union1d(there[most], np.array(also, np.int64))
    level = level_below(facet, chosen) if facet.levels else None
    counted: Counter[str] = Counter()
    for code, number in zip(there.tolist(), numbers[there].tolist(), strict=True):
        written = _written(facet, values[code])
        if written:
            counted[written[:level]] += number
    return list(counted.items())


def _stored(facet: Facet, code: str) -> tuple[object, ...]:
    """Return how a value may stand in the table: numbers as such, public also as nothing."""
    if facet.name == TRL:
        return (int(code),)
    return (code, "") if facet.name == VISIBILITY and code == "public" else (code,)


def _written(facet: Facet, value: object) -> str:
    if value is None or value == "":
        return "public" if facet.name == VISIBILITY else ""
    return str(value)


class CountCache:
    """Counts that were asked a moment ago (计数缓存): the first page of a library is asked most."""

    def __init__(self, most: int = 64) -> None:
        self._most = most
        self._lock = Lock()
        self._known: OrderedDict[object, Counted] = OrderedDict()

    def get(self, key: object) -> Counted | None:
        """Return what was counted, if it is remembered."""
        with self._lock:
            counted = self._known.get(key)
            if counted is not None:
                self._known.move_to_end(key)
            return counted

    def put(self, key: object, counted: Counted) -> None:
        """Remember what was counted, and forget the oldest."""
        with self._lock:
            self._known[key] = counted
            while len(self._known) > self._most:
                self._known.popitem(last=False)
