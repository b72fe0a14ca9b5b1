"""The chances of the levels: trees for each threshold, calibrated on requests held out."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duijie.kernel.matching import Level
from duijie.learn.ranker.adapters.boosting import Grown, Lesson, Shape, grow_threshold
from duijie.learn.ranker.adapters.isotonic import isotonic_steps
from duijie.learn.ranker.lists import Rows
from duijie.match.ranking import READ_NAMES, LevelHead

Floats = NDArray[np.float64]
_ROUNDS = 100
_GOOD = int(Level.FAIRLY_STRONG)


@dataclass(frozen=True, slots=True)
class Heads:
    """What tells the chances (等级概率模型).

    `held_out` are calibrated chances of requests that neither the trees nor the calibration had
    seen.
    """

    heads: Mapping[int, LevelHead]
    held_out: Floats


def learn_heads(rows: Rows, folds: NDArray[np.intp], shape: Shape, *, graded: bool) -> Heads:
    """Return one head for good or not, or for each of the three thresholds of four levels."""
    of = folds[rows.request]
    heads: dict[int, LevelHead] = {}
    held_out = np.zeros(len(of))
    for level in (2, 3, 4) if graded else (_GOOD,):
        scores = _scores_held_out(rows, of, shape, level)
        outcomes = (rows.level >= level).astype(np.float64)
        everything = np.flatnonzero(rows.told)
        steps = isotonic_steps(scores[everything], outcomes[everything], rows.weight[everything])
        trees = _grown(rows, np.ones(len(of), np.bool_), shape, level).text(_ROUNDS)
        heads[level] = LevelHead(trees, *steps)
        if level == _GOOD:
            held_out = _cross_fitted(rows, of, scores, outcomes)
    return Heads(heads, held_out)


def _scores_held_out(rows: Rows, of: NDArray[np.intp], shape: Shape, level: int) -> Floats:
    scores = np.zeros(len(of))
    for part in range(int(of.max(initial=0)) + 1):
        grown = _grown(rows, of != part, shape, level)
        scores[of == part] = grown.scores(rows.table[of == part], _ROUNDS)
    return scores


def _cross_fitted(rows: Rows, of: NDArray[np.intp], scores: Floats, outcomes: Floats) -> Floats:
    """Return chances by a calibration that was fitted on the other parts."""
    chances = np.zeros(len(of))
    for part in range(int(of.max(initial=0)) + 1):
        others = (of != part) & rows.told
        x, y = isotonic_steps(scores[others], outcomes[others], rows.weight[others])
        chances[of == part] = np.interp(scores[of == part], x, y)
    return chances


def _grown(rows: Rows, kept: NDArray[np.bool_], shape: Shape, level: int) -> Grown:
    kept = kept & rows.told
    target = (rows.level[kept] >= level).astype(np.int64)
    lesson = Lesson(rows.table[kept], target, rows.weight[kept], READ_NAMES)
    return grow_threshold(lesson, shape=shape, rounds=_ROUNDS)
