"""LightGBM: figures of pairs → chances that a level is reached, by trees."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from duijie.kernel.words import N_
from duijie.learn.pairs.terms import Floats
from duijie.match.ranking import load_lightgbm

_FEATURE: Final = N_("Learning levels from judged pairs")
ROUNDS: Final = 160
_OPTIONS: Final[Mapping[str, Any]] = {
    "objective": "binary",
    "learning_rate": 0.03,
    "num_leaves": 5,
    "min_data_in_leaf": 60,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "max_bin": 63,
    "num_threads": 1,
    "deterministic": True,
    "force_col_wise": True,
    "verbose": -1,
}


class Trees:
    """Trees for one question (决策树), kept as LightGBM's own text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._booster = load_lightgbm(_FEATURE).Booster(model_str=text)

    def chances(self, figures: Floats) -> Floats:
        """Return the chance of *yes* for each row."""
        return np.asarray(self._booster.predict(figures, num_threads=1), dtype=np.float32)


def grow_trees(figures: Floats, answers: np.ndarray, *, seed: int) -> Trees:
    """Return trees that answer a yes-or-no question."""
    lightgbm = load_lightgbm(_FEATURE)
    rows = lightgbm.Dataset(
        np.ascontiguousarray(figures, dtype=np.float64), answers.astype(np.float64)
    )
    booster = lightgbm.train({**_OPTIONS, "seed": seed}, rows, num_boost_round=ROUNDS)
    return Trees(booster.model_to_string())
