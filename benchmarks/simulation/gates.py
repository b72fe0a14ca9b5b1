"""Updates through the gate (模拟发布), month by month, by the proof and by naive averages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from benchmarks.simulation.district import (
    LENGTH,
    NEEDS_A_MONTH,
    ClickModel,
    District,
    Floats,
    places_of,
)
from benchmarks.simulation.months import Log, pool_of, show_month
from benchmarks.simulation.updates import Update, exposure_shares
from duijie.learn.comparison import (
    CompareOptions,
    Comparison,
    Decision,
    GatePolicy,
    Method,
    Proposal,
    Reading,
    Ruling,
    ValueEstimate,
    compare_pool,
    decide,
)
from duijie.learn.comparison.comparing import SliceComparison
from duijie.learn.comparison.estimates import Influence


class Proof(StrEnum):
    """What the gate is told (证据)."""

    SNIPS = "snips"
    DR = "dr"
    NAIVE_REPLAY = "naive replay"
    NAIVE_BEFORE_AFTER = "naive before and after"


@dataclass(frozen=True, slots=True)
class Passage:
    """How an update fared at the gate (发布经过)."""

    went_live: bool
    looks: int
    stopped_by: str


def pass_gate(
    district: District,
    update: Update,
    proof: Proof,
    random: np.random.Generator,
    *,
    policy: GatePolicy,
    needs: int = NEEDS_A_MONTH,
    model: ClickModel = "pbm",
) -> Passage:
    """Return how an update fares: one look a month at the log so far, until it goes or stops."""
    log: Log | None = None
    after: Log | None = None
    shares = exposure_shares(district, update.places)
    live_shares = exposure_shares(district, places_of(district.score))
    decision: Decision | None = None
    for look in range(1, policy.looks + 1):
        month = show_month(district, random, needs=needs, model=model, eagerness=_eagerness(random))
        log = month if log is None else log.plus(month)
        if proof is Proof.NAIVE_BEFORE_AFTER:
            pilot = show_month(
                district, random, needs=needs, places=update.places, eagerness=_eagerness(random)
            )
            after = pilot if after is None else after.plus(pilot)
            comparison = before_after(district, log, after)
        else:
            comparison = compared(district, log, update, proof)
        decision = decide(
            Proposal(
                "candidate", "live", "shadow", "live", comparison, shares, live_shares, None, look
            ),
            policy,
        )
        if decision.ruling is not Ruling.WAIT:
            break
    assert decision is not None
    broken = [c for c in decision.conditions if c.verdict.value != "met" and c.is_binding]
    return Passage(decision.is_go, look, broken[0].reason.code if broken else "")


def compared(district: District, log: Log, update: Update, proof: Proof) -> Comparison:
    """Return the comparison of an update on a log."""
    pooled = pool_of(district, log, update.places, update.scores)
    if proof is Proof.NAIVE_REPLAY:
        return replayed(district, log, update)
    method = Method.DR if proof is Proof.DR else Method.SNIPS
    return compare_pool(pooled.pool, CompareOptions(method=method), slices=pooled.slices)


def replayed(district: District, log: Log, update: Update) -> Comparison:
    """Return a naive replay: clicks as they came, counted by where each ranking puts them."""
    discount = np.concatenate([[0.0], 1 / np.log2(np.arange(2, LENGTH + 2))])
    clicks = log.clicked.astype(float)
    cluster = np.unique(log.need, return_inverse=True)[1]
    candidate, live = (
        clicks * discount[places[log.need]] for places in (update.places, places_of(district.score))
    )
    return _naive(district, log, candidate, live, cluster)


def _naive(
    district: District, log: Log, candidate: Floats, live: Floats, cluster: np.ndarray
) -> Comparison:
    def influence(values: Floats, lists: np.ndarray) -> Influence:
        per_list = values.sum(axis=1)
        mean = per_list[lists].mean()
        parts = np.bincount(
            cluster[lists], (per_list[lists] - mean) / lists.sum(), cluster.max() + 1
        )
        return Influence(float(mean), parts, len(np.unique(cluster[lists])))

    everything = np.ones(len(log.need), bool)
    first, second = influence(candidate, everything), influence(live, everything)
    slices = []
    for name, of_need in district.slices.items():
        marks = of_need[log.need]
        for value in sorted(set(marks.tolist())):
            here = marks == value
            a, b = influence(candidate, here), influence(live, here)
            slices.append(
                SliceComparison(
                    name, value, int(here.sum()), a.requests, b.value, a.minus(b).estimate()
                )
            )
    return Comparison(
        Method.IPS,
        Reading.EXAMINATION,
        len(log.need),
        first.requests,
        first.estimate(),
        second.estimate(),
        first.minus(second).estimate(),
        tuple(slices),
        effective=float(len(log.need)),
    )


def before_after(district: District, before: Log, after: Log) -> Comparison:
    """Return a naive comparison of shown lists: clicks per list before and after a switch."""

    def estimate(log: Log, lists: np.ndarray) -> ValueEstimate:
        clicks = log.clicked.sum(axis=1)[lists].astype(float)
        error = clicks.std(ddof=1) / np.sqrt(len(clicks)) if len(clicks) > 1 else float("inf")
        return ValueEstimate(float(clicks.mean()), float(error), max(1, len(clicks) - 1))

    def difference(new: ValueEstimate, old: ValueEstimate) -> ValueEstimate:
        error = float(np.hypot(new.error, old.error))
        return ValueEstimate(new.value - old.value, error, new.degrees + old.degrees)

    whole = [estimate(log, np.ones(len(log.need), bool)) for log in (after, before)]
    slices = []
    for name, of_need in district.slices.items():
        for value in sorted(set(of_need.tolist())):
            new, old = (estimate(log, of_need[log.need] == value) for log in (after, before))
            slices.append(
                SliceComparison(
                    name, value, old.degrees, old.degrees, old.value, difference(new, old)
                )
            )
    lists = len(before.need)
    return Comparison(
        Method.IPS,
        Reading.EXAMINATION,
        lists,
        lists,
        whole[0],
        whole[1],
        difference(*whole),
        tuple(slices),
        effective=float(lists),
    )


def _eagerness(random: np.random.Generator) -> float:
    """Return how eager a month is: months differ by about 8 % in who looks and how."""
    return float(np.exp(random.normal(0, 0.08)))
