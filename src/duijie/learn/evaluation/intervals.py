"""Intervals and tests (置信区间与检验): how sure a figure is, and whether two systems differ.

Bootstrap percentiles at 95 %; what is drawn anew is the request, since the judgements of one
request stand and fall together. The same values and seed give the same interval.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

CONFIDENCE: Final = 0.95
DRAWS: Final = 2000
CLUSTER_DRAWS: Final = 1000
SWAPS: Final = 10_000
SEED: Final = 20260101
_CHUNK: Final = 500
_PICKED_AT_ONCE: Final = 4_000_000

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its interval (带区间的估计值).

    `n` counts what was drawn anew: requests, or pairs where each stands alone. Without two of
    them there is no interval, without any there is no figure.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int


NOTHING: Final = Estimate(None, None, None, 0)


@dataclass(frozen=True, slots=True)
class PairedTest:
    """A paired comparison (配对检验): first minus second on the same requests.

    `p` is two-sided, of a randomisation test; `low` and `high` bound the mean difference.
    """

    difference: float
    low: float | None
    high: float | None
    p: float
    n: int

    @property
    def is_better(self) -> bool:
        """Tell whether the first is better by more than chance (5 %)."""
        return self.difference > 0 and self.p < 1 - CONFIDENCE

    @property
    def is_worse(self) -> bool:
        """Tell whether the first is worse by more than chance (5 %)."""
        return self.difference < 0 and self.p < 1 - CONFIDENCE


def mean_estimate(values: Floats, *, draws: int = DRAWS, seed: int = SEED) -> Estimate:
    """Return a mean over requests with its bootstrap interval.

    >>> mean_estimate(np.array([0.5, 0.5, 0.5]))
    Estimate(value=0.5, low=0.5, high=0.5, n=3)
    """
    if len(values) == 0:
        return NOTHING
    mean = float(values.mean())
    if len(values) == 1:
        return Estimate(mean, None, None, 1)
    random = np.random.default_rng(seed)
    at_once = max(1, _PICKED_AT_ONCE // len(values))
    means = [
        values[random.integers(0, len(values), (min(at_once, draws - n), len(values)))].mean(axis=1)
        for n in range(0, draws, at_once)
    ]
    return _bounded(mean, np.concatenate(means), len(values))


def clustered_estimate(
    statistic: Callable[[Rows], float],
    clusters: Sequence[str],
    *,
    draws: int = CLUSTER_DRAWS,
    seed: int = SEED,
) -> Estimate:
    """Return a statistic of rows with its interval, whole clusters (requests) drawn anew.

    Args:
        statistic: the figure of some rows, named by their places; NaN where there is none.
        clusters: to which request each row belongs.
        draws: how many times the requests are drawn.
        seed: of the draws.
    """
    found = clustered_estimates(
        lambda rows: [statistic(rows)], clusters, draws=draws, seed=seed, size=1
    )
    return found[0]


def clustered_estimates(
    statistics: Callable[[Rows], Sequence[float]],
    clusters: Sequence[str],
    *,
    size: int,
    draws: int = CLUSTER_DRAWS,
    seed: int = SEED,
) -> list[Estimate]:
    """Return several statistics (`size` of them) of the same rows, from the same draws."""
    return clustered_draws(statistics, clusters, size=size, draws=draws, seed=seed).estimates()


@dataclass(frozen=True, slots=True)
class Draws:
    """Statistics of all rows (`values`) and of each draw (抽样结果): draws × statistics."""

    values: Floats
    drawn: Floats
    n: int

    def estimates(self) -> list[Estimate]:
        """Return each statistic with its percentile interval."""
        if not self.n:
            return [NOTHING] * len(self.values)
        if not len(self.drawn):
            return [Estimate(_figure(value), None, None, self.n) for value in self.values]
        return [_kept(value, self.drawn[:, n], self.n) for n, value in enumerate(self.values)]

    def bias(self, place: int) -> float:
        """Return by how much the draws of a statistic lie above its value on average."""
        kept = self.drawn[:, place] if len(self.drawn) else np.array([self.values[place]])
        kept = kept[~np.isnan(kept)]
        return float(kept.mean() - self.values[place]) if len(kept) else 0.0


def clustered_draws(
    statistics: Callable[[Rows], Sequence[float]],
    clusters: Sequence[str],
    *,
    size: int,
    draws: int = CLUSTER_DRAWS,
    seed: int = SEED,
) -> Draws:
    """Return `size` statistics of all rows, and of rows whose clusters were drawn anew."""
    nothing = np.zeros((0, size))
    if not len(clusters):
        return Draws(np.full(size, np.nan), nothing, 0)
    members = _members(clusters)
    values = np.asarray(statistics(np.arange(len(clusters))), dtype=np.float64)
    if len(members) == 1:
        return Draws(values, nothing, 1)
    random = np.random.default_rng(seed)
    drawn = np.array(
        [
            statistics(np.concatenate([members[n] for n in picks]))
            for picks in (random.integers(0, len(members), len(members)) for _ in range(draws))
        ]
    )
    return Draws(values, drawn, len(members))


def paired_test(first: Floats, second: Floats, *, seed: int = SEED) -> PairedTest:
    """Return whether two systems differ on the same requests by more than swapping them would.

    >>> paired_test(np.ones(20), np.zeros(20)).is_better
    True
    """
    differences = first - second
    mean = mean_estimate(differences, seed=seed)
    if mean.value is None:
        return PairedTest(0.0, None, None, 1.0, 0)
    random = np.random.default_rng(seed)
    extreme, observed = 0, abs(differences.sum())
    for _ in range(SWAPS // _CHUNK):
        signs = random.integers(0, 2, (_CHUNK, len(differences)), dtype=np.int8) * 2.0 - 1.0
        extreme += int((np.abs(signs @ differences) >= observed - 1e-12).sum())
    p = (extreme + 1) / (SWAPS + 1)
    return PairedTest(mean.value, mean.low, mean.high, p, mean.n)


def _members(clusters: Sequence[str]) -> list[Rows]:
    """Return the rows of each cluster, the clusters in the order of their names."""
    _, numbers = np.unique(np.asarray(clusters, dtype=object).astype(str), return_inverse=True)
    order = np.argsort(numbers, kind="stable")
    starts = np.flatnonzero(np.diff(numbers[order])) + 1
    return np.split(order, starts)


def _kept(value: float, drawn: Floats, n: int) -> Estimate:
    kept = drawn[~np.isnan(drawn)]
    if np.isnan(value) or len(kept) < len(drawn) / 2:
        # The figure does not exist in most draws: there is no interval to speak of.
        return Estimate(_figure(value), None, None, n)
    return _bounded(float(value), kept, n)


def _figure(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _bounded(value: float, drawn: Floats, n: int) -> Estimate:
    outside = (1 - CONFIDENCE) / 2 * 100
    low, high = np.percentile(drawn, (outside, 100 - outside))
    return Estimate(value, float(low), float(high), n)
