"""Months of a district (模拟月份): lists drawn by the exploration policy, clicks, pools."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.simulation.district import (
    EXAMINED,
    GOES_ON,
    GOES_ON_SATISFIED,
    GOES_ON_UNSATISFIED,
    LENGTH,
    LISTS_PER_NEED,
    NEEDS_A_MONTH,
    POOL,
    ClickModel,
    District,
    Floats,
    Ints,
)
from duijie.learn.comparison import Pool, Slices
from duijie.learn.comparison.foresight import features_of

Marks = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Log:
    """Shown lists and what became of them (模拟日志): shape (lists, POOL), base order.

    `shown` is the place of each record, 0 where it was not shown.
    """

    need: Ints
    shown: Ints
    clicked: Marks
    satisfied: Marks

    def plus(self, other: Log) -> Log:
        """Return this log and another after it."""
        return Log(
            np.concatenate([self.need, other.need]),
            np.concatenate([self.shown, other.shown]),
            np.concatenate([self.clicked, other.clicked]),
            np.concatenate([self.satisfied, other.satisfied]),
        )


def show_month(
    district: District,
    random: np.random.Generator,
    *,
    needs: int = NEEDS_A_MONTH,
    model: ClickModel = "pbm",
    places: Ints | None = None,
    eagerness: float = 1.0,
) -> Log:
    """Return a month of lists: of the explored live ranking, or of `places` without exploring.

    `eagerness` multiplies how likely anything is clicked: months differ in who is looking.
    """
    drawn = random.choice(district.needs, min(needs, district.needs), replace=False)
    need = np.repeat(drawn, 1 + random.poisson(LISTS_PER_NEED, len(drawn)))
    shown = draw_places(district, need, random) if places is None else places[need]
    attraction = np.clip(district.attraction[need] * eagerness, 0, 1)
    satisfaction = district.satisfaction[need]
    attracts = random.random(shown.shape) < attraction
    ends_well = random.random(shown.shape) < satisfaction
    if model == "pbm":
        seen = random.random(shown.shape) < np.concatenate([[0.0], EXAMINED])[shown]
        clicked = attracts & seen
    else:
        clicked = _cascade(shown, attracts, ends_well, random)
    return Log(need, shown, clicked, clicked & ends_well)


def draw_places(district: District, need: Ints, random: np.random.Generator) -> Ints:
    """Return where each record stands in each list, as the product's exploration draws it."""
    lists, options = len(need), district.options
    shown = np.tile(np.where(np.arange(POOL) < LENGTH, np.arange(1, POOL + 1), 0), (lists, 1))
    can_lift = district.lifts[need]
    lifted = (random.random(lists) < options.lift_share) & can_lift.any(axis=1)
    key = np.where(can_lift, random.random(can_lift.shape), -1)
    which = key.argmax(axis=1)
    shown[lifted, LENGTH - 1] = 0
    shown[np.flatnonzero(lifted), which[lifted]] = LENGTH
    offset = random.integers(0, 2, lists)
    offers = np.where((offset == 0)[:, None], district.offers[0][need], district.offers[1][need])
    keys = np.where(offers, random.random(offers.shape), 2.0)
    rank = keys.argsort(axis=1).argsort(axis=1)
    picked = offers & (rank < options.places // 2) & ~lifted[:, None]
    swapped = picked & (random.random(offers.shape) < options.swap_share)
    rows, firsts = np.nonzero(swapped)
    shown[rows, firsts], shown[rows, firsts + 1] = firsts + 2, firsts + 1
    return shown


def _cascade(shown: Ints, attracts: Marks, ends_well: Marks, random: np.random.Generator) -> Marks:
    order = np.argsort(np.where(shown > 0, shown, LENGTH + 1), axis=1, kind="stable")[:, :LENGTH]
    attracted = np.take_along_axis(attracts, order, 1)
    well = np.take_along_axis(ends_well, order, 1)
    going = np.where(attracted, np.where(well, GOES_ON_SATISFIED, GOES_ON_UNSATISFIED), GOES_ON)
    goes_on = random.random(going.shape) < going
    reached = np.cumprod(
        np.concatenate([np.ones((len(going), 1), bool), goes_on[:, :-1]], axis=1), axis=1
    ).astype(bool)
    clicked = np.zeros(shown.shape, bool)
    np.put_along_axis(clicked, order, attracted & reached, 1)
    return clicked


@dataclass(frozen=True, slots=True)
class Pooled:
    """A pool with the slices of its lists and rows."""

    pool: Pool
    slices: Slices


def pool_of(
    district: District, log: Log, candidate: Ints, scores: Floats, reward: Floats | None = None
) -> Pooled:
    """Return the pool of a log for a candidate's places, against the live ranking's own.

    Args:
        district: the district.
        log: what was shown.
        candidate: the candidate's places, shape (needs, POOL).
        scores: the candidate's scores, for the reward model.
        reward: what each shown record brought, where that is not the satisfied click.
    """
    base = np.where(np.arange(POOL) < LENGTH, np.arange(1, POOL + 1), 0)
    wanted = candidate[log.need]
    list_of, record = np.nonzero((log.shown > 0) | (wanted > 0) | (base > 0)[None, :])
    need, shown = log.need[list_of], log.shown[list_of, record]
    is_shown = shown > 0
    at = np.stack([record, record + 1, record + 2], axis=1)
    at[record >= LENGTH] = (LENGTH, 0, 0)
    at[at > LENGTH] = 0
    chance = district.chances[need[:, None], record[:, None], np.maximum(at, 1) - 1]
    chance = np.where((at > 0) & is_shown[:, None], chance, 0.0)
    gained = log.satisfied.astype(float) if reward is None else reward
    scored = [_standard(s)[need, record] for s in (scores, district.score)]
    ranks = (wanted[list_of, record], base[record])
    pool = Pool(
        list_of=list_of,
        cluster_of=np.unique(log.need, return_inverse=True)[1],
        shown=shown,
        reward=gained[list_of, record] * is_shown,
        clicked=log.clicked[list_of, record] * is_shown * 1.0,
        at=at,
        chance=chance,
        propensity=np.where((at == shown[:, None]) & is_shown[:, None], chance, 0.0).sum(axis=1),
        candidate=ranks[0],
        live=ranks[1],
        features=features_of(*ranks, np.stack(scored, axis=1)),
        list_chance=np.zeros(len(log.need)),
    )
    of_lists = {name: values[log.need] for name, values in district.slices.items()}
    new = np.where(district.is_new[need, record], "new", "known").astype(object)
    return Pooled(pool, Slices(of_lists, {"holder": new}))


def _standard(scores: Floats) -> Floats:
    spread = scores.std(axis=1, keepdims=True)
    return np.asarray((scores - scores.mean(axis=1, keepdims=True)) / np.maximum(spread, 1e-9))
