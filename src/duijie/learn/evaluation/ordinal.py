"""Ordinal figures (序数指标): how near predicted levels come to judged ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from duijie.kernel.matching import Level
from duijie.learn.evaluation.intervals import Floats

Probabilities = tuple[float, float, float, float]
Levels = NDArray[np.int64]
LEVELS: Final = len(Level)


@dataclass(frozen=True, slots=True)
class PairPrediction:
    """What is predicted of one pair of a need and an achievement (配对预测).

    `level` is what people judged, None where the file does not say. `probabilities` are those of
    the levels 1 to 4 in this order and sum to 1; `predicted` is the level that is given out, which
    need not be the most probable one. `score` orders the achievements of one need, best highest.
    `title` is the achievement's title as the file has it: equal (need, title) pairs are repeats.
    """

    need_id: str
    achievement_id: str
    level: Level | None
    predicted: Level
    probabilities: Probabilities
    score: float
    title: str = ""

    @property
    def chance(self) -> float:
        """Return the probability that the pair is at least fairly strong."""
        return self.probabilities[2] + self.probabilities[3]


def levels_of(levels: Sequence[int]) -> Levels:
    """Return levels 1 to 4 as an array."""
    return np.array([int(level) for level in levels], dtype=np.int64)


def mae_of(judged: Levels, predicted: Levels) -> float:
    """Return the mean absolute error in levels; NaN of nothing."""
    return float(np.abs(judged - predicted).mean()) if len(judged) else float("nan")


def mae_score(judged: Levels, predicted: Levels) -> float:
    """Return 1 / (1 + mean absolute error): 1 when every level is right.

    >>> mae_score(levels_of([1, 4]), levels_of([1, 2]))
    0.5
    """
    return 1.0 / (1.0 + mae_of(judged, predicted))


def accuracy(judged: Levels, predicted: Levels) -> float:
    """Return the share of levels that are exactly right; NaN of nothing."""
    return float((judged == predicted).mean()) if len(judged) else float("nan")


def confusion(judged: Levels, predicted: Levels) -> Levels:
    """Return how many pairs of each judged level (row) are given each level (column)."""
    places = (judged - 1) * LEVELS + (predicted - 1)
    return np.bincount(places, minlength=LEVELS * LEVELS).reshape(LEVELS, LEVELS)


def quadratic_kappa(judged: Levels, predicted: Levels) -> float:
    """Return Cohen's kappa with quadratic weights: 1 is full agreement, 0 is chance.

    NaN where all levels are one and the same.

    A few lines of our own: it is computed a thousand times for one interval, and a general
    library checks its input anew each time. A test compares it with scikit-learn.
    """
    table = confusion(judged, predicted).astype(np.float64)
    steps = np.arange(LEVELS)
    weights = (steps[:, None] - steps[None, :]) ** 2
    chance = np.outer(table.sum(axis=1), table.sum(axis=0)) / max(table.sum(), 1.0)
    expected = float((weights * chance).sum())
    return 1.0 - float((weights * table).sum()) / expected if expected else float("nan")


def expected_errors(probabilities: Floats, predicted: Levels) -> Floats:
    """Return the absolute error in levels that each prediction expects of itself.

    Args:
        probabilities: one row per pair, the levels 1 to 4 as columns.
        predicted: the levels given out.
    """
    steps = np.arange(1, LEVELS + 1)
    distances = np.abs(steps[None, :] - predicted[:, None])
    return np.asarray((probabilities * distances).sum(axis=1), dtype=np.float64)
