"""Foresight (收益模型): what a record brings once it is examined, for the doubly robust estimate.

A ridge regression, cross-fitted: what a list is foreseen to bring is learned from the lists of
other requests only (Chernozhukov et al., *Double/debiased machine learning*, 2018), so that the
estimate keeps its right interval whatever the model is.
"""

from typing import Final

import numpy as np

from duijie.learn.comparison.pool import Pool
from duijie.learn.feedback.examination import Examination, Floats, Ints

FOLDS: Final = 5
_RIDGE: Final = 1.0


def foresee(pool: Pool, examination: Examination, *, folds: int = FOLDS) -> Floats:
    """Return what each row of a pool is foreseen to bring when its place is examined.

    The regression is of the reward on λ(place) x: the slope is what an examined record brings.
    """
    depth = examination.depth
    examined = examination.chances[np.where(pool.shown <= depth, pool.shown, 0)]
    fold_of = pool.cluster_of[pool.list_of] % folds
    foreseen = np.zeros(len(pool.shown))
    for fold in range(folds):
        learns = (pool.shown > 0) & (fold_of != fold)
        if not learns.any():
            continue
        x = pool.features[learns] * examined[learns][:, None]
        gram = x.T @ x + _RIDGE * np.eye(x.shape[1])
        slopes = np.linalg.solve(gram, x.T @ pool.reward[learns])
        here = fold_of == fold
        foreseen[here] = pool.features[here] @ slopes
    return np.clip(foreseen, 0.0, None)


def features_of(candidate: Ints, live: Ints, scores: Floats) -> Floats:
    """Return what a reward model may know of each row: where two rankings put it and its scores.

    Args:
        candidate: the rank the candidate gives, 0 for none.
        live: the rank the live release gives, 0 for none.
        scores: the standardised scores of both, shape (rows, 2).
    """
    first, second = scores[:, 0], scores[:, 1]
    columns = [
        np.ones(len(candidate)),
        first,
        second,
        first * second,
        first**2,
        second**2,
        np.where(candidate > 0, 1 / np.maximum(candidate, 1), 0.0),
        np.where(live > 0, 1 / np.maximum(live, 1), 0.0),
    ]
    return np.stack(columns, axis=1)
