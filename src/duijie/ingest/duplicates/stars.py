"""Stars (星形分组): texts that hang together by pairs → groups in which all are like the first."""

from collections.abc import Generator, Iterator

import numpy as np
from numpy.typing import NDArray

from duijie.ingest.duplicates.signatures import (
    BINS,
    SIMILAR_ENOUGH,
    Signatures,
    similarities,
)

Places = NDArray[np.int64]

# Rows that are alike enough differ in so many of their numbers at most: cut into one part more,
# they agree in a whole part. So only rows with a part in common need to be compared.
_DIFFERING = int(BINS * (1 - SIMILAR_ENOUGH))
_PARTS = np.array_split(np.arange(BINS), _DIFFERING + 1)
_FEW = 200  # up to so many, comparing with all is quicker than sorting by parts
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


def stars(
    rows: Signatures, places: list[int], *, few: int = _FEW
) -> Iterator[tuple[list[int], float]]:
    """Yield groups in which every member is like the first, and the least similarity.

    The first of the places takes all that are like it, then the first of the rest, and so on.
    """
    rest = np.array(places, dtype=np.int64)
    while len(rest) > few:
        # Sorted anew when half of them are in groups: what is taken must not be passed by again.
        rest = yield from _first_half(rows, rest)
    while len(rest) > 1:
        alike, least = _like_first(rows, rest)
        if alike.sum() > 1:
            yield rest[alike].tolist(), least
        rest = rest[~alike]


def _first_half(rows: Signatures, rest: Places) -> Generator[tuple[list[int], float], None, Places]:
    """Yield groups until half of the places are taken; return the others."""
    parts = _Parts(rows[rest])
    is_left = np.ones(len(rest), dtype=np.bool_)
    left = len(rest)
    for first in range(len(rest)):
        if not is_left[first]:
            continue
        near = parts.near(first)
        near = near[is_left[near] & (near >= first)]
        alike, least = _like_first(rows, rest[near])
        if alike.sum() > 1:
            yield rest[near[alike]].tolist(), least
        is_left[near[alike]] = False
        left -= int(alike.sum())
        if left <= len(rest) // 2:
            break
    return rest[is_left]


class _Parts:
    """Which rows agree in a whole part (分段索引)."""

    def __init__(self, rows: Signatures) -> None:
        self._orders: list[NDArray[np.int32]] = []
        self._runs: list[NDArray[np.int32]] = []
        self._bounds: list[NDArray[np.int32]] = []
        for part in _PARTS:
            keys = np.zeros(len(rows), dtype=np.uint64)
            for column in part:
                keys = (keys ^ (keys >> np.uint64(29))) * _MULTIPLIER + rows[:, column]
            order = np.argsort(keys, kind="stable")
            is_first = np.ones(len(rows), dtype=np.bool_)
            is_first[1:] = keys[order[1:]] != keys[order[:-1]]
            runs = np.empty(len(rows), dtype=np.int32)
            runs[order] = np.cumsum(is_first) - 1
            self._orders.append(order.astype(np.int32))
            self._runs.append(runs)
            self._bounds.append(np.append(np.flatnonzero(is_first), len(rows)).astype(np.int32))

    def near(self, row: int) -> NDArray[np.int32]:
        """Return the rows that agree with one in a whole part, itself included, in order."""
        agreeing = []
        for order, runs, bounds in zip(self._orders, self._runs, self._bounds, strict=True):
            run = runs[row]
            agreeing.append(order[bounds[run] : bounds[run + 1]])
        near: NDArray[np.int32] = np.unique(np.concatenate(agreeing))
        return near


def _like_first(rows: Signatures, places: Places) -> tuple[NDArray[np.bool_], float]:
    """Return which places are like the first of them, and the least similarity among these."""
    shares = similarities(rows, np.full(len(places), places[0]), places)
    alike = shares >= SIMILAR_ENOUGH
    return alike, float(shares[alike].min())
