"""Examination (查看概率): how likely a place of a list is looked at, relative to the first.

In the position-based model a record is clicked when its place is examined and it attracts:
P(click at k) = λ_k θ. Where a record could have stood at several places with known chances, θ
cancels: given that it was clicked, it stood at place m with probability

    p_m λ_m / Σ_j p_j λ_j,

a conditional logit in log λ. This uses every known draw at once: swaps of neighbours (Joachims,
Swaminathan & Schnabel, *Unbiased Learning-to-Rank with Biased Feedback*, WSDM 2017) are the case
of two places with equal chances (intervention harvesting: Agarwal et al., WSDM 2019).
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LOWEST: Final = 0.01
"""A place is taken to be examined at least this often relative to the first (clipping)."""

_ROUNDS: Final = 50
_SMOOTH: Final = 5.0
"""How alike neighbouring steps of log λ are taken to be beforehand (they differ by 0.45 or so)."""

_PRIOR: Final = 0.05
"""How much λ_k = 1/k is believed beforehand: it decides only what the log says nothing about."""


@dataclass(frozen=True, slots=True)
class Examination:
    """The chance that each place is examined, relative to the first (查看概率).

    `chances[k]` belongs to place k; `chances[0]` is 0: what is not shown is not examined. `slopes`
    are the steps of log λ from place to place, `influence` says what each cluster (request) did to
    them, so that their uncertainty reaches every interval; both are empty where the chances were
    given.
    """

    chances: Floats
    slopes: Floats = field(default_factory=lambda: np.zeros(0))
    influence: Floats = field(default_factory=lambda: np.zeros((0, 0)))

    @property
    def depth(self) -> int:
        """Return the last place that has a chance."""
        return len(self.chances) - 1

    @property
    def basis(self) -> Floats:
        """Return d log λ_k / d slope for each place (place 0: zeros), shape (depth + 1, slopes)."""
        return steps_of(self.depth)[:, : len(self.slopes)]


@dataclass(frozen=True, slots=True)
class Draws:
    """Shown records and where chance could have put them (随机摆放记录), as columns.

    `at` and `chance` list the places of each row with their chances, padded with place 0;
    `shown` is the place where the row stood, `clicked` how much it was clicked, `cluster` the
    request.
    """

    at: Ints
    chance: Floats
    shown: Ints
    clicked: Floats
    cluster: Ints


def given(chances: Floats) -> Examination:
    """Return the examination of known chances, the first place's first.

    >>> given(np.array([1.0, 0.5])).chances.tolist()
    [0.0, 1.0, 0.5]
    """
    return Examination(np.concatenate([[0.0], np.maximum(chances, LOWEST)]))


def steps_of(depth: int) -> Floats:
    """Return which steps lead to each place from 0 to `depth`: log λ_k sums the first k - 1.

    >>> steps_of(3).tolist()
    [[0.0, 0.0], [0.0, 0.0], [1.0, 0.0], [1.0, 1.0]]
    """
    return (np.arange(depth + 1)[:, None] > np.arange(1, depth)[None, :]).astype(float)


def estimate_examination(draws: Draws, *, depth: int, clusters: int) -> Examination | None:
    """Return the examination that explains the clicks best, or None when chance moved nothing.

    Args:
        draws: the shown places.
        depth: how many places a list has.
        clusters: how many requests there are.
    """
    uses = (draws.clicked > 0) & (np.count_nonzero(draws.chance > 0, axis=1) > 1)
    uses &= draws.shown <= depth
    if depth < 2 or not uses.any():
        return None
    at, shown = np.minimum(draws.at[uses], depth), draws.shown[uses]
    weight, basis = draws.clicked[uses], steps_of(depth)
    chance = np.where(draws.at[uses] <= depth, draws.chance[uses], 0.0)
    features = basis[at]
    believed = -np.diff(np.log(np.arange(1, depth + 1)))
    bends = np.diff(np.eye(depth - 1), axis=0)
    smooth, prior = _SMOOTH * bends.T @ bends, _PRIOR * np.eye(depth - 1)
    slopes = believed.copy()
    for _ in range(_ROUNDS):
        scores, curvature = _derivatives(features, chance, basis[shown], weight, slopes)
        pull = scores.sum(axis=0) - smooth @ slopes - prior @ (slopes - believed)
        step = np.linalg.solve(curvature + smooth + prior, pull)
        slopes = slopes + step * min(1.0, 2.0 / max(1e-9, float(np.abs(step).max())))
        if float(np.abs(step).max()) < 1e-8:
            break
    scores, curvature = _derivatives(features, chance, basis[shown], weight, slopes)
    moved = np.linalg.solve(curvature + smooth + prior, scores.T).T
    influence = np.zeros((clusters, depth - 1))
    np.add.at(influence, draws.cluster[uses], moved)
    logs = np.clip(basis @ slopes, np.log(LOWEST), np.log(1 / LOWEST))
    chances = np.exp(logs)
    chances[0] = 0.0
    return Examination(chances, slopes, influence)


def _derivatives(
    features: Floats, chance: Floats, of_shown: Floats, weight: Floats, slopes: Floats
) -> tuple[Floats, Floats]:
    """Return each row's score and the information of the conditional logit."""
    odds = chance * np.exp(np.clip(features @ slopes, -30, 30))
    odds /= odds.sum(axis=1, keepdims=True)
    mean = np.einsum("rm,rmp->rp", odds, features)
    scores = (of_shown - mean) * weight[:, None]
    around = features - mean[:, None, :]
    curvature = np.einsum("r,rm,rmp,rmq->pq", weight, odds, around, around, optimize=True)
    return scores, curvature
