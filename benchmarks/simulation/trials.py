"""Trials (估计试验): does the interval of an estimate hold the known truth?

Three settings, each with estimates that are right in it:

- *position*: people look by place (PBM); any reordering of what was shown; examination estimated
  from the same log.
- *cascade*: people read downwards and may stop when satisfied; no model of that is used: only lists
  that stand exactly as the candidate has them count.
- *deals*: the reward is a contract within a year of being shown; most are still open, and how long
  deals take is estimated from the same log.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from benchmarks.simulation.district import (
    LENGTH,
    NEEDS_A_MONTH,
    POOL,
    ClickModel,
    District,
    Floats,
    Ints,
    good_by_record,
    places_of,
)
from benchmarks.simulation.months import Log, pool_of, show_month
from duijie.learn.comparison import CompareOptions, Method, Pool, Reading, compare_pool
from duijie.learn.comparison.comparing import examination_of
from duijie.learn.feedback.exploration import order_chance
from duijie.learn.feedback.survival import deal_rewards, kaplan_meier

METHODS: Final = (Method.SNIPS, Method.DR)
UNBOUNDED: Final = 1e9
DAYS: Final = 365.0
INTRODUCED: Final = 0.25
DEALS: Final = np.array([0.02, 0.05, 0.18, 0.35])
DELAY_SHAPE, DELAY_DAYS = 2.0, 70.0  # gamma: 140 days on average


@dataclass(frozen=True, slots=True)
class Trial:
    """One estimate against the truth (单次试验): of the difference, and of the candidate's value.

    All are shares of the live value.
    """

    method: Method
    truth: float
    estimate: float
    error: float
    holds_difference: bool
    holds_value: bool


def try_position(
    district: District,
    random: np.random.Generator,
    model: ClickModel = "pbm",
    reading: Reading = Reading.EXAMINATION,
) -> list[Trial]:
    """Return the estimates of one month for a candidate that reorders the ten that are shown."""
    scores = _reordering(district, random)
    log = show_month(district, random, model=model)
    pool = pool_of(district, log, places_of(scores), scores).pool
    truths = [good_by_record(district, p, model) for p in (places_of(scores), _base(district))]
    return _trials(pool, truths, reading)


def try_cascade(district: District, random: np.random.Generator) -> list[Trial]:
    """Return the estimates of three months of cascades for a candidate within the exploration."""
    wanted = places_of(_reordering(district, random))
    places = _nearest_drawn(district, wanted)
    scores = np.where(places > 0, -places, -POOL).astype(float)
    log = show_month(district, random, needs=3 * NEEDS_A_MONTH, model="cascade")
    pool = pool_of(district, log, places, scores).pool
    pool = replace(pool, list_chance=_list_chances(district, log))
    truths = [good_by_record(district, p, "cascade") for p in (places, _base(district))]
    return _trials(pool, truths, Reading.LIST)


def try_deals(district: District, random: np.random.Generator) -> list[Trial]:
    """Return the estimates of deals from 10,000 lists of a year: a district has 24,000."""
    scores = _reordering(district, random)
    log = show_month(district, random, needs=5 * NEEDS_A_MONTH)
    age = random.uniform(0, DAYS, len(log.need))[:, None] * np.ones((1, POOL))
    level = district.level[log.need]
    introduced = log.satisfied & (random.random(log.shown.shape) < INTRODUCED)
    comes = introduced & (random.random(log.shown.shape) < DEALS[level - 1])
    delay = random.gamma(DELAY_SHAPE, DELAY_DAYS, log.shown.shape)
    signed = comes & (delay <= age)
    curve = kaplan_meier(
        np.where(signed, delay, age)[introduced].tolist(), signed[introduced].tolist(), horizon=DAYS
    )
    reward = deal_rewards(age, signed.astype(float), curve) if signed.any() else age * 0
    old = ~np.isnan(reward).any(axis=1)
    log = Log(log.need[old], log.shown[old], log.clicked[old], log.satisfied[old])
    pool = pool_of(district, log, places_of(scores), scores, reward[old]).pool
    share = INTRODUCED * DEALS[district.level - 1] * _within_year()
    truths = [good_by_record(district, p) * share for p in (places_of(scores), _base(district))]
    return _trials(pool, truths, Reading.EXAMINATION)


def _trials(pool: Pool, truths: list[Floats], reading: Reading) -> list[Trial]:
    candidate, live = (float(truth.sum(axis=1).mean()) for truth in truths)
    found = []
    seen = examination_of(pool, LENGTH)
    for method in METHODS:
        options = CompareOptions(method=method, reading=reading, cap=UNBOUNDED)
        told = compare_pool(pool, options, examination=seen)
        gain, value = told.difference, told.candidate
        found.append(
            Trial(
                method=method,
                truth=(candidate - live) / live,
                estimate=gain.value / live,
                error=gain.error / live,
                holds_difference=gain.low() <= candidate - live <= gain.high(),
                holds_value=value.low() <= candidate <= value.high(),
            )
        )
    return found


def _reordering(district: District, random: np.random.Generator) -> Floats:
    """Return scores that reorder the ten shown records, for better or worse."""
    strength, noise = random.uniform(-0.5, 0.8), random.uniform(0.1, 0.6)
    scores = district.score + strength * district.level
    scores = scores + random.normal(0, noise, district.score.shape)
    scores[:, LENGTH:] = -99
    return np.asarray(scores)


def _base(district: District) -> Ints:
    return places_of(district.score)


def _nearest_drawn(district: District, wanted: Ints) -> Ints:
    """Return, for each need, a list the exploration can draw that goes the candidate's way."""
    base = np.where(np.arange(POOL) < LENGTH, np.arange(1, POOL + 1), 0)
    places = np.tile(base, (len(wanted), 1))
    wished = np.where(wanted > 0, wanted, POOL)
    gains = wished[:, : LENGTH - 1] - wished[:, 1:LENGTH]
    for need, draw in enumerate(district.draws):
        pairs = max(draw.pairs, key=lambda pairs: sum(max(0, gains[need, n]) for n in pairs))
        best = sorted((n for n in pairs if gains[need, n] > 0), key=lambda n: -gains[need, n])
        for first in best[: draw.swaps]:
            places[need, first], places[need, first + 1] = first + 2, first + 1
    return places


def _list_chances(district: District, log: Log) -> Floats:
    order = np.argsort(np.where(log.shown > 0, log.shown, POOL + 1), axis=1, kind="stable")
    known: dict[tuple[int, bytes], float] = {}
    chances = np.zeros(len(log.need))
    for n, need in enumerate(log.need.tolist()):
        row = order[n, :LENGTH]
        key = (need, row.tobytes())
        if key not in known:
            known[key] = order_chance(district.draws[need], row.tolist(), LENGTH)
        chances[n] = known[key]
    return chances


def _within_year() -> float:
    from scipy import stats

    return float(stats.gamma.cdf(DAYS, DELAY_SHAPE, scale=DELAY_DAYS))
