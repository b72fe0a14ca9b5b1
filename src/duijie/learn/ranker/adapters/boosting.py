"""Boosted trees of LightGBM (提升树): trained for the order of lists or for one threshold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from duijie.kernel.words import N_
from duijie.match.ranking import load_lightgbm

Table = NDArray[np.float64]
_GAINS: Final = (0, 1, 3, 7)  # 2^grade - 1, as nDCG counts


@dataclass(frozen=True, slots=True)
class Shape:
    """How trees are grown (树的形状); the same data and seed give the same trees."""

    seed: int
    learning_rate: float
    leaves: int
    least_in_leaf: int

    def parameters(self) -> dict[str, Any]:
        """Return what the library is told."""
        return {
            "learning_rate": self.learning_rate,
            "num_leaves": self.leaves,
            "min_data_in_leaf": self.least_in_leaf,
            "lambda_l2": 5.0,
            "feature_fraction": 0.6,
            "bagging_fraction": 0.7,
            "bagging_freq": 1,
            "verbose": -1,
            "num_threads": 1,
            "seed": self.seed,
            "deterministic": True,
            "force_row_wise": True,
        }


@dataclass(frozen=True, slots=True)
class Lesson:
    """Rows to learn from (训练样本): figures, what is to be told from them, how much each counts.

    The target is a grade from 0 to 3 for lists, 0 or 1 for a threshold.
    """

    table: Table
    target: NDArray[np.int64]
    weights: NDArray[np.float64]
    names: Sequence[str]


class Grown:
    """Trees that were grown, to be asked for scores after fewer rounds than there are."""

    def __init__(self, booster: Any) -> None:
        self._booster = booster

    def scores(self, table: Table, rounds: int) -> Table:
        """Return one raw score per row after so many rounds."""
        if not len(table):
            return np.zeros(0)
        found = self._booster.predict(table, raw_score=True, num_iteration=rounds, num_threads=1)
        return np.asarray(found, dtype=np.float64)

    def text(self, rounds: int) -> str:
        """Return the trees of so many rounds as text."""
        return str(self._booster.model_to_string(num_iteration=rounds))

    def importances(self, rounds: int) -> Mapping[str, float]:
        """Return how much each figure lowered the loss, as a share of all."""
        gains = self._booster.feature_importance("gain", iteration=rounds)
        total = float(gains.sum()) or 1.0
        names = self._booster.feature_name()
        shares = {name: round(float(g) / total, 4) for name, g in zip(names, gains, strict=True)}
        return dict(sorted(shares.items(), key=lambda entry: (-entry[1], entry[0])))


def grow_order(lesson: Lesson, lists: Sequence[int], *, shape: Shape, rounds: int) -> Grown:
    """Return trees for the order of lists (lambdarank); `lists` tells how long each one is."""
    told = {
        **shape.parameters(),
        "objective": "lambdarank",
        "label_gain": list(_GAINS),
        "lambdarank_truncation_level": 20,
    }
    return _grown(lesson, told, rounds, list(lists))


def grow_threshold(lesson: Lesson, *, shape: Shape, rounds: int) -> Grown:
    """Return trees for the chance that a row is above one threshold of the levels."""
    return _grown(lesson, {**shape.parameters(), "objective": "binary"}, rounds, None)


def _grown(lesson: Lesson, told: Mapping[str, Any], rounds: int, lists: list[int] | None) -> Grown:
    lightgbm = load_lightgbm(N_("Training a ranker"))
    learned = lightgbm.Dataset(
        lesson.table,
        lesson.target,
        weight=lesson.weights,
        group=lists,
        feature_name=list(lesson.names),
    )
    return Grown(lightgbm.train(dict(told), learned, num_boost_round=rounds))
