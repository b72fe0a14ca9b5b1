"""The chances of the levels: trees for each threshold, calibrated on requests held out."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duijie.kernel.matching import Level
from duijie.learn.ranker.adapters.boosting import Grown, Lesson, Shape, grow_threshold
from duijie.learn.ranker.adapters.isotonic import calibrated_steps
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


def learn_heads(
    rows: Rows,
    folds: NDArray[np.intp],
    shape: Shape,
    *,
    graded: bool,
    near: NDArray[np.bool_],
) -> Heads:
    """Return one head for good or not, or for each of the three thresholds of four levels.

    `near` are the rows that stand high enough in their lists to be shown. The calibration is
    fitted on them: of two records with the same score by these trees, the one that the order put
    high is more often good.
    """
    of = folds[rows.request]
    fitted = rows.told & near
    heads: dict[int, LevelHead] = {}
    held_out = np.zeros(len(of))
    for level in (2, 3, 4) if graded else (_GOOD,):
        scores = _scores_held_out(rows, of, shape, level)
        outcomes = (rows.level >= level).astype(np.float64)
        steps = calibrated_steps(scores[fitted], outcomes[fitted], rows.weight[fitted])
        trees = _grown(rows, np.ones(len(of), np.bool_), shape, level).text(_ROUNDS)
        heads[level] = LevelHead(trees, *steps)
        if level == _GOOD:
            held_out = _cross_fitted(rows.weight, of, scores, outcomes, fitted)
    return Heads(heads, held_out)


def _scores_held_out(rows: Rows, of: NDArray[np.intp], shape: Shape, level: int) -> Floats:
    scores = np.zeros(len(of))
    for part in range(int(of.max(initial=0)) + 1):
        grown = _grown(rows, of != part, shape, level)
        scores[of == part] = grown.scores(rows.table[of == part], _ROUNDS)
    return scores


def _cross_fitted(
    weights: Floats,
    of: NDArray[np.intp],
    scores: Floats,
    outcomes: Floats,
    fitted: NDArray[np.bool_],
) -> Floats:
    """Return chances by a calibration that was fitted on the other parts."""
    chances = np.zeros(len(of))
    for part in range(int(of.max(initial=0)) + 1):
        others = (of != part) & fitted
        x, y = calibrated_steps(scores[others], outcomes[others], weights[others])
        chances[of == part] = np.interp(scores[of == part], x, y)
    return chances


def _grown(rows: Rows, kept: NDArray[np.bool_], shape: Shape, level: int) -> Grown:
    kept = kept & rows.told
    target = (rows.level[kept] >= level).astype(np.int64)
    lesson = Lesson(rows.table[kept], target, rows.weight[kept], READ_NAMES)
    return grow_threshold(lesson, shape=shape, rounds=_ROUNDS)
