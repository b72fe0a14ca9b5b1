"""Estimates (估计): the value of a ranking from a log, with bounds at any level.

- IPS, the inverse propensity score: the mean of Z (Horvitz & Thompson 1952).
- SNIPS, self-normalised: Λ ΣZ / ΣC (Swaminathan & Joachims, *The Self-Normalized Estimator for
  Counterfactual Learning*, NeurIPS 2015). A hair of bias, of order 1/n, for less variance.
- DR, doubly robust: what a reward model foresees, corrected by the log (Dudík, Langford & Li,
  *Doubly Robust Policy Evaluation and Learning*, ICML 2011). Right when either the propensities
  or the model are.

Intervals are linearised: each list's influence on the figure, that of the estimated examination
included, is summed within its request; the quantile is Student's t. A few
deals that came from low places make the figure skewed; the bounds allow for that by a monotone
cubic transformation (Hall, *On the Removal of Skewness by Transformation*, JRSS B 1992).
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from duijie.learn.comparison.weighing import Weighed
from duijie.learn.feedback.examination import Examination, Floats, Ints

Marks = NDArray[np.bool_]


class Method(StrEnum):
    """How a value is estimated (估计方法)."""

    IPS = "ips"
    SNIPS = "snips"
    DR = "dr"


@dataclass(frozen=True, slots=True)
class ValueEstimate:
    """What a ranking brings per list, or how much more than another (价值估计).

    `error` is the standard error, `degrees` the degrees of freedom: one less than the number of
    requests that it hangs on; `skew` the skewness of the estimate itself.
    """

    value: float
    error: float
    degrees: int
    skew: float = 0.0

    def low(self, alpha: float = 0.025) -> float:
        """Return the bound that the true value is below with probability `alpha` at most."""
        return self.value - self._distance(self._quantile(alpha)) * self.error

    def high(self, alpha: float = 0.025) -> float:
        """Return the bound that the true value is above with probability `alpha` at most."""
        return self.value - self._distance(-self._quantile(alpha)) * self.error

    def _distance(self, quantile: float) -> float:
        """Return how many standard errors lie between the value and the bound."""
        if abs(self.skew) < 1e-6 or not np.isfinite(quantile):
            return quantile
        inner = 1 + self.skew * (quantile - self.skew / 6)
        return float(3 / self.skew * (np.cbrt(inner) - 1))

    def _quantile(self, alpha: float) -> float:
        if self.degrees < 1:
            return float("inf")
        return float(stats.t.ppf(1 - alpha, self.degrees))


@dataclass(frozen=True, slots=True)
class Influence:
    """A value and what each request did to it (影响函数): differences are made of these.

    `parts` has one entry per request of the log; `requests` says how many of them count.
    """

    value: float
    parts: Floats
    requests: int

    def estimate(self) -> ValueEstimate:
        """Return the value with its standard error."""
        scale = self.requests / (self.requests - 1) if self.requests > 1 else 1.0
        squares = float((self.parts**2).sum())
        if not squares:
            return ValueEstimate(self.value, 0.0, self.requests - 1)
        skew = float((self.parts**3).sum()) / squares**1.5
        # The error itself is only as sure as the requests it hangs on are many (Satterthwaite).
        spread = float((self.parts**4).sum()) / squares**2 - 1 / max(self.requests, 1)
        carriers = 2 / spread if spread > 0 else self.requests
        degrees = max(1, round(min(self.requests, carriers)) - 1)
        return ValueEstimate(self.value, float(np.sqrt(scale * squares)), degrees, skew)

    def minus(self, other: "Influence") -> "Influence":
        """Return how much larger this value is than another of the same log."""
        return Influence(self.value - other.value, self.parts - other.parts, self.requests)


def influence_of(
    weighed: Weighed,
    method: Method,
    examination: Examination,
    cluster_of: Ints,
    lists: Marks | None = None,
) -> Influence:
    """Return the value of a ranking per list and each request's influence on it.

    Args:
        weighed: what the lists say of the ranking.
        method: how the value is estimated.
        examination: how places are examined, with its own uncertainty.
        cluster_of: the request of each list.
        lists: which lists count; all where None.
    """
    counts = np.ones(len(cluster_of)) if lists is None else lists.astype(float)
    clusters = int(cluster_of.max(initial=-1)) + 1
    n = float(counts.sum())
    if n == 0:
        return Influence(0.0, np.zeros(clusters), 0)
    reward = weighed.reward @ counts / n
    slope = counts @ weighed.reward_slopes / n
    if method is Method.SNIPS:
        control, mass = weighed.control @ counts / n, weighed.mass @ counts / n
        if control == 0:
            return Influence(0.0, np.zeros(clusters), 0)
        ratio = reward / control
        value = mass * ratio
        moved = mass / control * (weighed.reward - ratio * weighed.control)
        moved = moved + ratio * (weighed.mass - mass)
        slope = mass / control * (slope - ratio * (counts @ weighed.control_slopes / n))
        slope = slope + ratio * (counts @ weighed.mass_slopes / n)
        # A request that carries much of all weight pulls the ratio to itself and looks too close
        # to it; leaving it out once (jackknife) gives its true distance.
        pull = np.bincount(cluster_of, weighed.control * counts, clusters) / (n * control)
        moved = moved / np.maximum(1 - pull, 0.1)[cluster_of]
    else:
        value, moved = reward, weighed.reward - reward
    parts: Floats = np.asarray(np.bincount(cluster_of, moved * counts / n, clusters), dtype=float)
    if len(examination.influence) and slope.size:
        parts = parts + examination.influence @ slope
    requests = int(np.count_nonzero(np.bincount(cluster_of, counts, clusters)))
    return Influence(float(value), parts, requests)
