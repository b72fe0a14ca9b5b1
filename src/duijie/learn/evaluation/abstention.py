"""Abstention (弃权): how much less often an engine errs when it answers only what it is sure of."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from duijie.learn.evaluation.intervals import Floats

HALF: Final = 0.5
POINTS: Final = 100


@dataclass(frozen=True, slots=True)
class AbstentionPoint:
    """The mean error of the surest share (弃权曲线上的点)."""

    coverage: float
    risk: float


@dataclass(frozen=True, slots=True)
class Abstention:
    """What answering only the surest part is worth (弃权曲线).

    `at_full` and `at_half` are the mean errors of all and of the surer half, `ratio` the second
    over the first (NaN without any error); `area` is the mean error over all coverages (AURC).
    """

    at_full: float
    at_half: float
    ratio: float
    area: float


def decision_errors(chances: Floats, outcomes: Floats) -> Floats:
    """Return 1 where calling a chance of at least one half *yes* is wrong, else 0."""
    return np.asarray((chances >= HALF) != (outcomes > HALF), dtype=np.float64)


def certainty(chances: Floats) -> Floats:
    """Return how sure a yes or no by these chances is: the greater of the two."""
    return np.maximum(chances, 1 - chances)


def risks(errors: Floats, sureness: Floats) -> Floats:
    """Return the mean error of the surest 1, 2, … n; equally sure ones count as their mean.

    >>> risks(np.array([0.0, 1.0]), np.array([0.9, 0.6])).tolist()
    [0.0, 0.5]
    """
    order = np.argsort(-sureness, kind="stable")
    _, groups = np.unique(-sureness[order], return_inverse=True)
    sizes = np.bincount(groups)
    means = np.bincount(groups, weights=errors[order]) / np.maximum(sizes, 1)
    sums = np.cumsum(means[groups])
    return np.asarray(sums / np.arange(1, len(errors) + 1), dtype=np.float64)


def abstention(errors: Floats, sureness: Floats) -> Abstention:
    """Return the figures of the abstention curve; NaN of nothing."""
    if not len(errors):
        return Abstention(*(float("nan"),) * 4)
    curve = risks(errors, sureness)
    full, half = float(curve[-1]), float(curve[(len(curve) + 1) // 2 - 1])
    ratio = half / full if full else float("nan")
    return Abstention(full, half, ratio, float(curve.mean()))


def abstention_curve(errors: Floats, sureness: Floats) -> list[AbstentionPoint]:
    """Return at most a hundred points of coverage → mean error, equally far apart."""
    if not len(errors):
        return []
    curve = risks(errors, sureness)
    count = min(POINTS, len(curve))
    places = np.unique(np.ceil(np.arange(1, count + 1) * len(curve) / count).astype(np.intp)) - 1
    return [AbstentionPoint(float((n + 1) / len(curve)), float(curve[n])) for n in places]
