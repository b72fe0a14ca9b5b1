"""Krippendorff's α (一致性系数): agreement beyond chance, any number of judges, gaps allowed.

After K. Krippendorff, *Computing Krippendorff's Alpha-Reliability*, University of Pennsylvania,
2011 (repository.upenn.edu/asc_papers/43). Every item u that m_u ≥ 2 judges rated gives each
ordered pair of its ratings (c, k) to the coincidence matrix with the weight 1 / (m_u − 1):

    o_ck = Σ_u (pairs c–k in u) / (m_u − 1),   n_c = Σ_k o_ck,   n = Σ_c n_c
    α    = 1 − (n − 1) · Σ_c Σ_k o_ck δ²_ck / Σ_c Σ_k n_c n_k δ²_ck

with δ²_ck = 0 or 1 for nominal values, and for ordinal ones
    δ²_ck = ( Σ_{g=c..k} n_g − (n_c + n_k) / 2 )².

His worked examples are the tests: 0.095 (A), 0.692 (B), and with four observers and gaps (C) 0.743
nominal, 0.815 ordinal.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Ratings = Sequence[Sequence[int | None]]
"""One row per item, one column per judge; None where a judge gave none."""

DRAWS = 2000
_BLOCK = 256  # draws at once: 256 × 371 needs × 16 cells are 12 MB


class Metric(StrEnum):
    """What counts as a difference (差异度量): any other level, or how far apart they are."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"


@dataclass(frozen=True, slots=True)
class Alpha:
    """α with its interval (α 及置信区间), and how many items at least two judges rated.

    `value` is None when α says nothing: no item was rated twice, or all ratings are the same.
    `low` and `high` are None when fewer than two groups can be drawn from.
    """

    value: float | None
    low: float | None
    high: float | None
    items: int


def krippendorff_alpha(ratings: Ratings, *, metric: Metric) -> float | None:
    """Return Krippendorff's α, None where it is not defined.

    >>> krippendorff_alpha([(1, 1), (2, 2), (4, 4)], metric=Metric.ORDINAL)
    1.0
    """
    if not ratings:
        return None
    return _defined(_alpha(_coincidences(ratings).sum(axis=0)[None], metric)[0])


def alpha_with_interval(
    ratings: Ratings,
    groups: Sequence[Hashable],
    *,
    metric: Metric,
    seed: int,
    draws: int = DRAWS,
) -> Alpha:
    """Return α with its 95 % interval by bootstrap over groups.

    Items of one need are no independent witnesses: whole groups (needs) are drawn, not items.

    Args:
        ratings: one row per item, one column per judge.
        groups: which group each item belongs to.
        metric: nominal or ordinal.
        seed: makes the draws the same each time.
        draws: how many bootstrap samples.
    """
    rated = [n for n, row in enumerate(ratings) if sum(level is not None for level in row) > 1]
    if not rated:
        return Alpha(None, None, None, 0)
    cells = _coincidences([ratings[n] for n in rated])
    names = {group: n for n, group in enumerate(dict.fromkeys(groups[n] for n in rated))}
    each = np.zeros((len(names), *cells.shape[1:]))
    np.add.at(each, [names[groups[n]] for n in rated], cells)
    value = _defined(_alpha(each.sum(axis=0)[None], metric)[0])
    if len(names) < 2 or value is None:
        return Alpha(value, None, None, len(rated))
    drawn = np.concatenate(list(_drawn(each, metric, seed, draws)))
    drawn = drawn[np.isfinite(drawn)]
    if not len(drawn):
        return Alpha(value, None, None, len(rated))
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Alpha(value, float(low), float(high), len(rated))


def _drawn(each: Array, metric: Metric, seed: int, draws: int) -> "list[Array]":
    rng = np.random.default_rng(seed)
    groups, found = len(each), []
    for start in range(0, draws, _BLOCK):
        size = min(_BLOCK, draws - start)
        weights = rng.multinomial(groups, np.full(groups, 1 / groups), size=size)
        found.append(_alpha(np.tensordot(weights.astype(np.float64), each, axes=1), metric))
    return found


def _coincidences(ratings: Ratings) -> Array:
    """Return the coincidences that each item gives, (items, values, values)."""
    values = sorted({level for row in ratings for level in row if level is not None})
    place = {level: n for n, level in enumerate(values)}
    counts = np.zeros((len(ratings), len(values)))
    for n, row in enumerate(ratings):
        for level in row:
            if level is not None:
                counts[n, place[level]] += 1
    rated = counts.sum(axis=1)
    pairs = counts[:, :, None] * counts[:, None, :]
    diagonal = np.arange(len(values))
    pairs[:, diagonal, diagonal] -= counts
    pairs[rated < 2] = 0
    scaled: Array = pairs / np.maximum(rated - 1, 1)[:, None, None]
    return scaled


def _alpha(coincidences: Array, metric: Metric) -> Array:
    """Return α of each coincidence matrix, (matrices, values, values) → (matrices); nan: none."""
    totals = coincidences.sum(axis=2)
    n = totals.sum(axis=1)
    values = totals.shape[1]
    if metric is Metric.NOMINAL:
        distance = np.broadcast_to(1.0 - np.eye(values), coincidences.shape)
    else:
        # The sum from c to k, both included, less half of both ends: the difference of the
        # middles of c and k on the line of all ratings put in order.
        middles = np.cumsum(totals, axis=1) - totals / 2
        distance = (middles[:, :, None] - middles[:, None, :]) ** 2
    observed = (coincidences * distance).sum(axis=(1, 2))
    expected = (totals[:, :, None] * totals[:, None, :] * distance).sum(axis=(1, 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        alpha: Array = np.where(expected > 0, 1 - (n - 1) * observed / expected, np.nan)
    return alpha


def _defined(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
