"""Comparing (对比): a candidate against the live release, over all lists and slice by slice."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from duijie.learn.comparison.estimates import Influence, Marks, Method, ValueEstimate, influence_of
from duijie.learn.comparison.foresight import foresee
from duijie.learn.comparison.pool import Pool
from duijie.learn.comparison.rewards import RewardKind
from duijie.learn.comparison.weighing import WEIGHT_CAP, Reading, Weighed, weigh, weights_of
from duijie.learn.feedback.examination import Examination, estimate_examination, given

Names = NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class CompareOptions:
    """How a log is read (对比选项).

    `depth` is how many places a list has; `cap` the largest weight; `reward` what counts as a good
    place, where the rewards are still to be read from events.
    """

    method: Method = Method.SNIPS
    reading: Reading = Reading.EXAMINATION
    depth: int = 10
    cap: float = WEIGHT_CAP
    reward: RewardKind = RewardKind.SATISFIED


@dataclass(frozen=True, slots=True)
class SliceComparison:
    """The comparison within one slice (切片对比), such as one industry or new holders."""

    name: str
    value: str
    lists: int
    requests: int
    live: float
    difference: ValueEstimate


@dataclass(frozen=True, slots=True)
class Comparison:
    """A candidate against the live release on one log (离线对比).

    Values are rewards per shown list. `coverage` is the share of what the candidate would show
    that the log could have shown, weighted by how places are examined; `cut` the share of its
    weights that clipping took, which bounds how much too low it may be; `effective` the effective
    number of lists behind the candidate's value.
    """

    method: Method
    reading: Reading
    lists: int
    requests: int
    candidate: ValueEstimate
    live: ValueEstimate
    difference: ValueEstimate
    slices: tuple[SliceComparison, ...] = ()
    coverage: float = 1.0
    cut: float = 0.0
    effective: float = 0.0
    examination: tuple[float, ...] = ()

    @property
    def relative(self) -> float:
        """Return the difference as a share of the live value; 0 where that is 0."""
        return self.difference.value / self.live.value if self.live.value else 0.0


@dataclass(frozen=True, slots=True)
class Slices:
    """Which lists and rows belong to which slices (切片): name → value of each, "" for none."""

    of_lists: Mapping[str, Names] = field(default_factory=dict)
    of_rows: Mapping[str, Names] = field(default_factory=dict)


def compare_pool(
    pool: Pool,
    options: CompareOptions | None = None,
    *,
    slices: Slices | None = None,
    examination: Examination | None = None,
) -> Comparison:
    """Return how the candidate ranking of a pool compares with the live one.

    Without `examination` it is estimated from the log itself; where chance moved nothing in it,
    every place is taken to be examined like 1/k.
    """
    chosen, asked = options or CompareOptions(), slices or Slices()
    seen = examination or examination_of(pool, chosen.depth)
    foreseen = foresee(pool, seen) if chosen.method is Method.DR else None
    weights = tuple(
        weights_of(pool, places, seen, chosen.reading, cap=chosen.cap)
        for places in (pool.candidate, pool.live)
    )
    whole = _Both(pool, chosen.method, seen, tuple(weigh(pool, w, foreseen) for w in weights))
    found = []
    for name, marks in asked.of_lists.items():
        found += [
            whole.slice_of(name, value, marks == value)
            for value in sorted(set(marks.tolist()) - {""})
        ]
    for name, marks in asked.of_rows.items():
        for value in values_in(marks):
            rows = (marks == value).astype(float)
            parts = tuple(weigh(pool, w, foreseen, rows) for w in weights)
            found.append(_Both(pool, chosen.method, seen, parts).slice_of(name, value))
    candidate, live = whole.values()
    first = whole.weighed[0]
    return Comparison(
        method=chosen.method,
        reading=chosen.reading,
        lists=pool.lists,
        requests=candidate.requests,
        candidate=candidate.estimate(),
        live=live.estimate(),
        difference=candidate.minus(live).estimate(),
        slices=tuple(found),
        coverage=first.coverage,
        cut=first.cut,
        effective=first.effective,
        examination=tuple(float(chance) for chance in seen.chances[1:]),
    )


def values_in(names: Names) -> list[str]:
    """Return the values that slices have, in order, without that of none."""
    return sorted(set(names.tolist()) - {""})


def examination_of(pool: Pool, depth: int) -> Examination:
    """Return the examination that the draws of a pool tell, or 1/k where they tell nothing."""
    found = estimate_examination(pool.draws(), depth=depth, clusters=pool.clusters)
    if found is not None:
        return found
    return given(1 / np.arange(1, depth + 1))


@dataclass(frozen=True, slots=True)
class _Both:
    """What a log says of candidate and live, in this order."""

    pool: Pool
    method: Method
    examination: Examination
    weighed: tuple[Weighed, ...]

    def values(self, lists: Marks | None = None) -> tuple[Influence, Influence]:
        """Return both values over some lists."""
        first, second = (
            influence_of(w, self.method, self.examination, self.pool.cluster_of, lists)
            for w in self.weighed
        )
        return first, second

    def slice_of(self, name: str, value: str, lists: Marks | None = None) -> SliceComparison:
        """Return the comparison of some lists as one slice."""
        candidate, live = self.values(lists)
        return SliceComparison(
            name=name,
            value=value,
            lists=self.pool.lists if lists is None else int(lists.sum()),
            requests=candidate.requests,
            live=live.value,
            difference=candidate.minus(live).estimate(),
        )
