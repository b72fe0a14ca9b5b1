"""Weighing (加权): what each logged list says a ranking would have brought.

Three readings of a log, from the fewest assumptions to the most use of it:

- *list*: only lists that stand exactly as the ranking would show them count, with weight
  1 / (chance of the list). Right under every click model; needs long logs.
- *place*: a record counts where it stands exactly where the ranking would put it, with weight
  1 / (chance of standing there). Right when places do not influence each other (item-position
  model: Li, Abbasi-Yadkori, Kveton et al., *Offline Evaluation of Ranking Policies with Click
  Models*, KDD 2018).
- *examination*: every shown record counts, with weight λ(its place in the ranking) / ω, where ω is
  the chance that the logged draw had it examined, Σ_k P(at k) λ_k. Right in the position-based
  model (Joachims et al., WSDM 2017; policy-aware ω: Oosterhuis & de Rijke, SIGIR 2020).

For each list the sum Z of weighted rewards, the sum C of the weights' control variate (its
expectation is the mass Λ that the ranking gives the list) and Λ itself are kept, each with its
slopes in the parameters of the examination.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from duijie.learn.comparison.pool import Pool
from duijie.learn.feedback.examination import Examination, Floats, Ints

WEIGHT_CAP: Final = 10.0
"""Weights above this are cut (clipping): the estimate then is too low by at most the cut share."""


class Reading(StrEnum):
    """What of a log may count (读法)."""

    LIST = "list"
    PLACE = "place"
    EXAMINATION = "examination"


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the lists of a log say about one ranking (加权日志), one entry per list.

    `reward`, `control` and `mass` are Z, C and Λ; the `_slopes` their derivatives in the slopes of
    the examination, shape (lists, slopes). Λ leaves out what the logged draws could not have
    shown: that counts as bringing nothing, which never flatters the candidate. `coverage` is the
    share that is left, `cut` the share of the weights that clipping took, `effective` Kish's
    effective sample size in lists.
    """

    reward: Floats
    control: Floats
    mass: Floats
    reward_slopes: Floats
    control_slopes: Floats
    mass_slopes: Floats
    coverage: float
    cut: float
    effective: float


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of each row for one ranking, before anything is summed (权重).

    `asked` is the mass the ranking gives each row, `mass` the part of it that the log could have
    shown. `wanted` is how likely the place that the ranking gives is examined, `examined` the same
    of the place where the row stood.
    """

    weight: Floats
    control: Floats
    asked: Floats
    mass: Floats
    wanted: Floats
    examined: Floats
    slopes: Floats
    control_slopes: Floats
    mass_slopes: Floats
    wanted_slopes: Floats
    cut: float


def weights_of(
    pool: Pool, places: Ints, examination: Examination, reading: Reading, *, cap: float
) -> Weights:
    """Return the weights of all rows for the ranking that gives them these places."""
    depth = examination.depth
    places = np.where(places <= depth, places, 0)
    if reading is Reading.EXAMINATION:
        return _by_examination(pool, places, examination, cap)
    if reading is Reading.PLACE:
        fits = (pool.shown > 0) & (places == pool.shown)
        raw = np.where(fits, 1 / np.where(pool.propensity > 0, pool.propensity, 1.0), 0.0)
        weight = np.minimum(raw, cap)
        control, asked = weight, (places > 0).astype(float)
        reached = ((pool.at == places[:, None]) & (pool.chance > 0)).any(axis=1)
        mass = reached * asked * _presence(pool)
    else:
        raw = _by_list(pool, places)
        weight = np.minimum(raw, cap)
        # A list counts once: its first row carries control and mass.
        mass = np.zeros(len(places))
        mass[np.unique(pool.list_of, return_index=True)[1]] = 1.0
        control = mass * _largest_of_list(pool, weight)
        asked = mass
    none = np.zeros((len(places), 0))  # nothing here hangs on how places are examined
    return Weights(
        weight=weight,
        control=control,
        asked=asked,
        mass=mass,
        wanted=examination.chances[places],
        examined=examination.chances[np.where(pool.shown <= depth, pool.shown, 0)],
        slopes=none,
        control_slopes=none,
        mass_slopes=none,
        wanted_slopes=none,
        cut=_share_cut(raw, weight),
    )


def _by_examination(pool: Pool, places: Ints, examination: Examination, cap: float) -> Weights:
    depth, chances, basis = examination.depth, examination.chances, examination.basis
    at = np.where(pool.at <= depth, pool.at, 0)
    shown = np.where(pool.shown <= depth, pool.shown, 0)
    wanted, examined = chances[places], chances[shown]
    drawn = pool.chance * chances[at]
    omega = drawn.sum(axis=1)
    is_known = omega > 0
    safe = np.where(is_known, omega, 1.0)
    raw = np.where((shown > 0) & is_known, wanted / safe, 0.0)
    weight = np.minimum(raw, cap)
    mean = np.zeros((len(places), basis.shape[1]))
    for column in range(at.shape[1]):
        mean += (drawn[:, column] / safe)[:, None] * basis[at[:, column]]
    slope = np.where((weight < raw)[:, None], 0.0, basis[places] - mean)
    control = weight * examined
    kept = np.where(is_known, np.minimum(1.0, cap * safe / np.maximum(wanted, 1e-12)), 0.0)
    mass = wanted * kept * _presence(pool)
    return Weights(
        weight=weight,
        control=control,
        asked=wanted,
        mass=mass,
        wanted=wanted,
        examined=examined,
        slopes=weight[:, None] * slope,
        control_slopes=control[:, None] * (slope + basis[shown]),
        mass_slopes=mass[:, None] * np.where((kept < 1)[:, None], mean, basis[places]),
        wanted_slopes=wanted[:, None] * basis[places],
        cut=_share_cut(raw * examined, control),
    )


def weigh(
    pool: Pool, weights: Weights, foreseen: Floats | None = None, rows: Floats | None = None
) -> Weighed:
    """Return what each list says about a ranking.

    Args:
        pool: the log and the rankings.
        weights: what `weights_of` gave for the ranking.
        foreseen: what a reward model foresees of each row once it is examined. Z then holds the
            doubly robust sum: what is foreseen of the ranking, and what the log corrects.
        rows: 1 for the rows that count and 0 for the others, when only some records are asked for.
    """
    share = np.ones(len(weights.weight)) if rows is None else rows
    seen = np.where(pool.shown > 0, share, 0.0)
    reward = weights.weight * pool.reward * seen
    slopes = weights.slopes * (pool.reward * seen)[:, None]
    if foreseen is not None:
        reward = reward + foreseen * (
            weights.wanted * share - weights.weight * weights.examined * seen
        )
        slopes = slopes + foreseen[:, None] * (
            weights.wanted_slopes * share[:, None] - weights.control_slopes * seen[:, None]
        )
    asked = float((weights.asked * share).sum())
    known = float((weights.mass * share).sum())
    return Weighed(
        reward=pool.sums(reward),
        control=pool.sums(weights.control * share),
        mass=pool.sums(weights.mass * share),
        reward_slopes=pool.sums(slopes),
        control_slopes=pool.sums(weights.control_slopes * share[:, None]),
        mass_slopes=pool.sums(weights.mass_slopes * share[:, None]),
        coverage=min(1.0, known / asked) if asked else 0.0,
        cut=weights.cut,
        effective=_effective(pool, weights.weight),
    )


def _presence(pool: Pool) -> Floats:
    """Return 1 / chance of having been shown at all for shown rows, else 0.

    A log tells nothing of what it did not show; what it shows rarely stands for the rest.
    """
    total = pool.chance.sum(axis=1)
    return np.asarray(np.where((pool.shown > 0) & (total > 0), 1 / np.maximum(total, 1e-12), 0.0))


def _effective(pool: Pool, weight: Floats) -> float:
    """Return Kish's effective sample size (Σw)² / Σw² over shown records, counted as lists."""
    squares, rows = float((weight**2).sum()), int((pool.shown > 0).sum())
    return float(weight.sum()) ** 2 / squares * pool.lists / rows if squares else 0.0


def _by_list(pool: Pool, places: Ints) -> Floats:
    """Return 1 / chance for the rows of lists that stand exactly as the ranking has them."""
    differs = (pool.shown != places).astype(float)
    same = np.bincount(pool.list_of, differs, pool.lists) == 0
    known = pool.list_chance > 0
    of_list = np.where(same & known, 1 / np.where(known, pool.list_chance, 1.0), 0.0)
    return np.asarray(np.where(pool.shown > 0, of_list[pool.list_of], 0.0))


def _largest_of_list(pool: Pool, weight: Floats) -> Floats:
    largest = np.zeros(pool.lists)
    np.maximum.at(largest, pool.list_of, weight)
    return np.asarray(largest[pool.list_of])


def _share_cut(raw: Floats, kept: Floats) -> float:
    total = float(raw.sum())
    return float((raw - kept).sum()) / total if total else 0.0
