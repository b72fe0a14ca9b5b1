"""Simulated updates (模拟更新): releases that help or harm by a known amount.

An update changes the live scores. Its strength is found by bisection, so that its true effect on
the satisfied clicks of the whole district is the one that was drawn for it.

Harmful is what a district would not want, whatever its figures look like: no better overall (not
above 0), or a slice (an industry, region, language, length; known or new holders) that falls by
more than the floor of the gate, or a holder with more of the exposure than the cap.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from benchmarks.simulation.district import (
    EXAMINED,
    LENGTH,
    District,
    Floats,
    Ints,
    good_by_record,
    places_of,
)
from duijie.learn.comparison import ExposureShares, GatePolicy
from duijie.learn.comparison.exposure import gini

HELPFUL_EFFECTS: Final = (0.03, 0.20)
WORSE_EFFECTS: Final = (-0.20, -0.005)
SLICE_EFFECTS: Final = (-0.40, -0.07)


class Kind(StrEnum):
    """What an update does (更新类别)."""

    HELPFUL = "helpful"
    WORSE = "worse"
    NO_BETTER = "no better"
    HARMS_A_SLICE = "helps overall, harms a slice"
    CLICKBAIT = "wins clicks, loses satisfaction"
    CONCENTRATES = "sends too much to one holder"


@dataclass(frozen=True, slots=True)
class Truth:
    """What an update truly does (真实效果): relative changes of satisfied clicks."""

    effect: float
    slices: dict[str, float]
    clicks: float
    largest_holder: float

    @property
    def worst_slice(self) -> float:
        """Return the change of the slice that loses most."""
        return min(self.slices.values())


@dataclass(frozen=True, slots=True)
class Update:
    """A candidate release (候选版本): its scores and places, what it is and what it truly does."""

    kind: Kind
    scores: Floats
    places: Ints
    truth: Truth


def is_harmful(truth: Truth, policy: GatePolicy) -> bool:
    """Tell whether a district would not want an update that does this."""
    too_much = truth.largest_holder > policy.holder_cap
    return truth.effect <= 0 or truth.worst_slice < -policy.slice_floor or too_much


def make_update(district: District, kind: Kind, random: np.random.Generator) -> Update:
    """Return an update of a kind whose true effect is of that kind."""
    for _ in range(40):
        scores = _scores(district, kind, random)
        places = places_of(scores)
        update = Update(kind, scores, places, truth_of(district, places))
        if _fits(update, GatePolicy()):
            return update
    raise RuntimeError(kind)


def _fits(update: Update, policy: GatePolicy) -> bool:
    truth = update.truth
    if update.kind is Kind.HELPFUL:
        return truth.effect > 0 and truth.worst_slice >= 0 and not is_harmful(truth, policy)
    return is_harmful(truth, policy)


def _scores(district: District, kind: Kind, random: np.random.Generator) -> Floats:
    noise = random.normal(0, 1, district.score.shape) * random.uniform(0.05, 0.5)
    relevance = district.level - district.level.mean(axis=1, keepdims=True)
    live = district.score

    def towards(direction: Floats) -> Callable[[float], Floats]:
        return lambda strength: live + noise + strength * direction

    if kind is Kind.HELPFUL:
        low, high = HELPFUL_EFFECTS
        effect = float(np.exp(random.uniform(np.log(low), np.log(high))))
        return _solved(district, towards(relevance), effect)
    if kind is Kind.WORSE:
        effect = random.uniform(*WORSE_EFFECTS)
        return _solved(district, towards(relevance), effect)
    if kind is Kind.NO_BETTER:
        return _solved(district, towards(relevance), random.uniform(-0.005, 0.0))
    if kind is Kind.CLICKBAIT:
        return _solved(
            district, towards(district.bait - 0.25 * relevance), -random.uniform(0.01, 0.1)
        )
    if kind is Kind.CONCENTRATES:
        bonus = np.where(district.holder == 0, random.uniform(3, 6), 0.0)
        return live + noise + 0.3 * relevance + bonus
    name = str(random.choice(sorted(district.slices)))
    value = str(random.choice(sorted(set(district.slices[name].tolist()))))
    harmed = district.slices[name] == value
    if harmed.mean() > 0.5:
        harmed = ~harmed
    better = live + noise + random.uniform(0.3, 0.8) * relevance
    worse = random.uniform(*SLICE_EFFECTS)
    harming = _solved(district, towards(relevance), worse, needs=harmed)
    return np.where(harmed[:, None], harming, better)


def _solved(
    district: District,
    scores_at: Callable[[float], Floats],
    effect: float,
    needs: np.ndarray | None = None,
) -> Floats:
    """Return the scores whose true effect (on some needs) is nearest to the one asked for."""
    chosen = np.ones(district.needs, bool) if needs is None else needs
    live = good_by_record(district, places_of(district.score))[chosen].sum()

    def effect_at(strength: float) -> float:
        return good_by_record(district, places_of(scores_at(strength)))[chosen].sum() / live - 1

    low, high = -3.0, 3.0
    rises = effect_at(high) > effect_at(low)
    for _ in range(22):
        middle = (low + high) / 2
        if (effect_at(middle) < effect) == rises:
            low = middle
        else:
            high = middle
    return scores_at((low + high) / 2)


def truth_of(district: District, places: Ints) -> Truth:
    """Return what a ranking truly does to the district, against the live one."""
    base = places_of(district.score)
    before, after = good_by_record(district, base), good_by_record(district, places)
    changes = {}
    for name, values in district.slices.items():
        for value in sorted(set(values.tolist())):
            here = values == value
            changes[f"{name} {value}"] = float(after[here].sum() / before[here].sum() - 1)
    for group, marks in (("new", district.is_new), ("known", ~district.is_new)):
        changes[f"holder {group}"] = float(after[marks].sum() / before[marks].sum() - 1)
    clicks = [(good / district.satisfaction).sum() for good in (before, after)]
    return Truth(
        effect=float(after.sum() / before.sum() - 1),
        slices=changes,
        clicks=float(clicks[1] / clicks[0] - 1),
        largest_holder=exposure_shares(district, places).largest,
    )


def exposure_shares(district: District, places: Ints) -> ExposureShares:
    """Return how a ranking's exposure falls on holders and on new and known ones."""
    chance = np.concatenate([[0.0], EXAMINED])[np.minimum(places, LENGTH)]
    of_holder = np.bincount(district.holder.ravel(), chance.ravel())
    total, of_new = float(chance.sum()), float(chance[district.is_new].sum())
    return ExposureShares(
        largest=float(of_holder.max() / total),
        largest_holder=f"holder {int(of_holder.argmax())}",
        gini=gini(of_holder),
        holders=int((of_holder > 0).sum()),
        groups={"known": 1 - of_new / total, "new": of_new / total},
    )
