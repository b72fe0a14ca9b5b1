"""Ordinal heads (序数输出头): is level 2, 3, 4 reached, as true chances, and the level to give out.

For each of the three questions the regression's answer and that of trees over all figures are
joined by a logistic that was fitted on pairs neither had seen, so the chances are calibrated.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from duijie.kernel.ports import Progress
from duijie.learn.pairs.adapters.lightgbm import Trees, grow_trees
from duijie.learn.pairs.terms import Floats, Integers

Reals = NDArray[np.float64]

QUESTIONS: Final = (2, 3, 4)
FOLDS: Final = 4
_ENOUGH = 15  # answers of either kind that trees need
_LEAST_CHANCE = 0.004
_HOLD = 2.0  # answers that hold the logistic at the plain mean of the two
_NEWTON_STEPS = 30


@dataclass(frozen=True, slots=True)
class Head:
    """The answer to one question (单个输出头): trees, if there were enough answers, and weights.

    `weights` are those of a constant, of the regression's log odds and of the trees'.
    """

    trees: Trees | None
    weights: tuple[float, float, float]

    def chances(self, said: Floats, figures: Floats) -> Reals:
        """Return the chances from what the regression said and from the figures."""
        by_trees = said if self.trees is None else self.trees.chances(figures)
        return _sigmoid(_columns(said, by_trees) @ np.array(self.weights))


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads of all questions (输出头)."""

    heads: tuple[Head, ...]

    def chances(self, said: Floats, figures: Floats) -> Reals:
        """Return pairs × questions: chances that never rise with the level."""
        joined = np.hstack([figures, said])
        found = [head.chances(said[:, n], joined) for n, head in enumerate(self.heads)]
        return np.minimum.accumulate(np.stack(found, axis=1), axis=1)


@dataclass(frozen=True, slots=True)
class Lesson:
    """What heads are fitted on (输出头样本).

    Attributes:
        said: what the regression says of each pair when it has not seen it.
        figures: the scaled figures.
        levels: judged levels, 1 to 4.
        groups: pairs that must not be parted between what is learned from and what is tried on.
    """

    said: Floats
    figures: Floats
    levels: Integers
    groups: Integers


def fit_heads(lesson: Lesson, *, seed: int, progress: Progress, stage: str) -> Heads:
    """Return heads fitted on pairs, the chances calibrated on pairs left out."""
    joined = np.hstack([lesson.figures, lesson.said])
    folds = folds_of(lesson.groups, FOLDS, np.random.default_rng(seed))
    heads = []
    for n, question in enumerate(QUESTIONS):
        answers = lesson.levels >= question
        said = lesson.said[:, n]
        trees, by_trees = None, said
        if min(answers.sum(), (~answers).sum()) >= _ENOUGH:
            by_trees = _held_out(joined, answers, folds, seed=seed)
            trees = grow_trees(joined, answers, seed=seed)
        heads.append(Head(trees, joining_weights(said, by_trees, answers)))
        progress(stage, n + 1, len(QUESTIONS))
    return Heads(tuple(heads))


def folds_of(groups: Integers, count: int, random: np.random.Generator) -> Integers:
    """Return a fold for each row; rows of one group share theirs."""
    distinct, of = np.unique(groups, return_inverse=True)
    return np.asarray(random.permutation(np.arange(len(distinct)) % count)[of], dtype=np.int64)


def joining_weights(
    said: Floats, by_trees: Floats, answers: NDArray[np.bool_]
) -> tuple[float, float, float]:
    """Return the logistic that joins two opinions, held near their plain mean."""
    columns, truth = _columns(said, by_trees), answers.astype(np.float64)
    middle = np.array([0.0, 0.5, 0.5])
    weights, hold = middle.copy(), np.array([0.1, _HOLD, _HOLD])
    for _ in range(_NEWTON_STEPS):
        chances = _sigmoid(columns @ weights)
        slope = columns.T @ (chances - truth) + hold * (weights - middle)
        bend = (columns * (chances * (1 - chances))[:, None]).T @ columns + np.diag(hold)
        step = np.linalg.solve(bend, slope)
        weights = weights - np.clip(step, -1, 1)
        if np.abs(step).max() < 1e-6:
            break
    return float(weights[0]), float(weights[1]), float(weights[2])


def level_probabilities(chances: Reals) -> Reals:
    """Return pairs × levels 1 to 4 from the chances that levels 2, 3, 4 are reached.

    >>> level_probabilities(np.array([[0.5, 0.25, 0.0]])).tolist()
    [[0.5, 0.25, 0.25, 0.0]]
    """
    ends = np.hstack([np.ones((len(chances), 1)), chances, np.zeros((len(chances), 1))])
    return np.asarray(ends[:, :-1] - ends[:, 1:], dtype=np.float64)


def likeliest_middle(chances: Reals) -> Integers:
    """Return the median level: no other has a smaller expected error.

    >>> likeliest_middle(np.array([[0.9, 0.6, 0.2], [0.4, 0.3, 0.2]])).tolist()
    [3, 1]
    """
    return np.asarray(1 + (chances > 0.5).sum(axis=1), dtype=np.int64)


def expected_gain(chances: Reals) -> Reals:
    """Return the expectation of 2^(level-1) - 1, by which achievements are ordered.

    >>> expected_gain(np.array([[1.0, 1.0, 0.5]])).tolist()
    [5.0]
    """
    return np.asarray(chances @ np.array([1.0, 2.0, 4.0]), dtype=np.float64)


def _held_out(figures: Floats, answers: NDArray[np.bool_], folds: Integers, *, seed: int) -> Floats:
    """Return for each row what trees grown without its fold say."""
    found = np.full(len(figures), answers.mean(), dtype=np.float32)
    for fold in np.unique(folds):
        inside = folds == fold
        outside = answers[~inside]
        if 0 < outside.sum() < len(outside):
            found[inside] = grow_trees(figures[~inside], outside, seed=seed).chances(
                figures[inside]
            )
    return found


def _columns(said: Floats, by_trees: Floats) -> Reals:
    ones = np.ones(len(said))
    return np.stack([ones, _log_odds(said), _log_odds(by_trees)], axis=1)


def _log_odds(chances: Floats) -> Reals:
    inside = np.clip(chances.astype(np.float64), _LEAST_CHANCE, 1 - _LEAST_CHANCE)
    return np.asarray(np.log(inside / (1 - inside)))


def _sigmoid(values: Reals) -> Reals:
    return np.asarray(1 / (1 + np.exp(-values)), dtype=np.float64)


def question_targets(levels: Sequence[int] | Integers) -> Floats:
    """Return pairs × questions: 1 where a level is reached.

    >>> question_targets([1, 3]).tolist()
    [[0.0, 0.0, 0.0], [1.0, 1.0, 0.0]]
    """
    return np.asarray(np.array(levels)[:, None] >= np.array(QUESTIONS), dtype=np.float32)
