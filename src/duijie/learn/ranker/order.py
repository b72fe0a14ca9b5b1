"""The order of lists: trees by lambdarank, how many of them chosen on requests held out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duijie.kernel.matching import Level
from duijie.learn.ranker.adapters.boosting import Grown, Lesson, Shape, grow_order
from duijie.learn.ranker.judged import IS_GOOD, Judged
from duijie.learn.ranker.lists import Rows
from duijie.learn.ranker.options import RankerOptions
from duijie.match.ranking import NAMES

_FEW_REQUESTS = 200
_DEPTH = 10
_STEPS = (20, 40, 60, 80, 100, 125, 150, 175, 200, 250, 300, 400)


@dataclass(frozen=True, slots=True)
class Order:
    """What ranks (排序树), the rounds kept, and its scores on requests it had not seen."""

    grown: Grown
    rounds: int
    held_out: NDArray[np.float64]

    @property
    def text(self) -> str:
        """Return the trees as text."""
        return self.grown.text(self.rounds)


def shape_of(rows: Rows, requests: int, options: RankerOptions) -> Shape:
    """Return how trees are grown: smaller ones with fewer requests."""
    is_few = requests < _FEW_REQUESTS
    return Shape(
        seed=options.seed,
        learning_rate=options.learning_rate,
        leaves=min(options.leaves, 7) if is_few else options.leaves,
        least_in_leaf=int(np.clip(len(rows.level) // 200, 5, 50)),
    )


def learn_order(
    rows: Rows, judged: Judged, folds: NDArray[np.intp], shape: Shape, options: RankerOptions
) -> Order:
    """Return trees grown on all requests, and how those grown without a request rank it."""
    parts = int(folds.max()) + 1
    steps = [n for n in _STEPS if n < options.rounds] + [options.rounds]
    staged = np.zeros((len(steps), len(rows.level)))
    of = folds[rows.request]
    for part in range(parts):
        grown = _grown(rows, of != part, shape, options.rounds)
        if grown is None:
            continue
        for place, rounds in enumerate(steps):
            staged[place, of == part] = grown.scores(rows.table[of == part, : len(NAMES)], rounds)
    quality = [float(ndcg(rows, judged, scores).mean()) for scores in staged]
    best = int(np.argmax(np.round(quality, 4)))
    grown = _grown(rows, np.ones(len(of), np.bool_), shape, steps[best])
    if grown is None:
        raise ValueError("no list has both a good record and another one")
    return Order(grown, steps[best], staged[best])


def ndcg(rows: Rows, judged: Judged, scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return nDCG@10 of each request that has a good record, over all that was judged for it.

    Among equal scores the record that comes first by id counts first.
    """
    found: list[float] = []
    starts = np.searchsorted(rows.request, np.arange(len(judged.names) + 1))
    for place, levels in enumerate(judged.levels):
        if max(levels.values()) < IS_GOOD:
            continue
        inside = np.arange(starts[place], starts[place + 1])
        inside = inside[rows.told[inside]]
        names = np.array([rows.records[n] for n in inside], dtype=object)
        order = np.lexsort((names, -scores[inside])) if len(inside) else inside
        best = _dcg(np.sort(np.array([int(level) for level in levels.values()]))[::-1])
        found.append(_dcg(rows.level[inside][order]) / best if best else 0.0)
    return np.array(found)


def _dcg(levels: NDArray[np.int64]) -> float:
    first = levels[:_DEPTH]
    return float(((2.0 ** (first - 1) - 1) / np.log2(np.arange(len(first)) + 2)).sum())


def _grown(rows: Rows, kept: NDArray[np.bool_], shape: Shape, rounds: int) -> Grown | None:
    """Return trees grown on some rows; lists in which nothing is better than another teach none."""
    kept = kept & rows.told
    tells = np.zeros(int(rows.request.max(initial=0)) + 1, np.bool_)
    lowest = np.full(len(tells), int(Level.STRONG) + 1)
    highest = np.zeros(len(tells), np.int64)
    np.minimum.at(lowest, rows.request[kept], rows.level[kept])
    np.maximum.at(highest, rows.request[kept], rows.level[kept])
    tells = highest > lowest
    kept = kept & tells[rows.request]
    if not kept.any():
        return None
    _, lists = np.unique(rows.request[kept], return_counts=True)
    lesson = Lesson(rows.table[kept, : len(NAMES)], rows.level[kept] - 1, rows.weight[kept], NAMES)
    return grow_order(lesson, lists.tolist(), shape=shape, rounds=rounds)
