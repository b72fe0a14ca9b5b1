"""A district (模拟区域) whose truth is known: needs, pools of achievements, how people look.

Nothing here is measured on real people. Sizes: 4,000 needs, 600 of them shown in a month in about
2,000 lists of ten, that is 20,000 impressions. Attraction and satisfaction by level, and how far
people read, are round figures; the gate and the estimators know none of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from duijie.learn.feedback.exploration import Draw, ExplorationOptions, draw_of, marginals

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
ClickModel = Literal["pbm", "cascade"]

LENGTH: Final = 10
POOL: Final = 15
FOUND: Final = 40
NEEDS: Final = 4_000
NEEDS_A_MONTH: Final = 600
LISTS_PER_NEED: Final = 2.33  # beyond the first, on average
LEVELS: Final = (0.60, 0.23, 0.12, 0.05)
ATTRACTION: Final = np.array([0.06, 0.18, 0.42, 0.62])
SATISFACTION: Final = np.array([0.08, 0.25, 0.60, 0.80])
# No power of the place: a fold after the fourth, as people scroll.
EXAMINED: Final = np.array([1.0, 0.82, 0.66, 0.55, 0.36, 0.31, 0.27, 0.23, 0.21, 0.19])
GOES_ON: Final = 0.93  # cascade: after a record that was passed over
GOES_ON_SATISFIED, GOES_ON_UNSATISFIED = 0.35, 0.80
SCORE_NOISE: Final = 1.5
HOLDERS: Final = 400
SLICES: Final = {
    "industry": (
        ("C26", 0.30),
        ("C35", 0.24),
        ("C39", 0.18),
        ("A01", 0.12),
        ("M73", 0.09),
        ("N77", 0.07),
    ),
    "region": (("330402", 0.35), ("330411", 0.30), ("330421", 0.20), ("330482", 0.15)),
    "language": (("zh", 0.88), ("en", 0.12)),
    "length": (("short", 0.40), ("long", 0.60)),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class District:
    """Needs with their pools, best of the live ranking first (模拟区域): shape (needs, POOL).

    `attraction` and `satisfaction` say how likely a record is clicked once it is examined and how
    likely a click ends well; `score` and `probability` are what the live release says.
    """

    level: Ints
    attraction: Floats
    satisfaction: Floats
    bait: Floats
    score: Floats
    probability: Floats
    holder: Ints
    is_new: NDArray[np.bool_]
    slices: dict[str, NDArray[np.object_]]
    chances: Floats  # (needs, POOL, LENGTH): of each record at each place
    offers: tuple[NDArray[np.bool_], NDArray[np.bool_]]  # which pair may swap, by offset
    lifts: NDArray[np.bool_]
    options: ExplorationOptions
    draws: tuple[Draw, ...]

    @property
    def needs(self) -> int:
        """Return how many needs there are."""
        return len(self.level)


def make_district(
    seed: int, *, needs: int = NEEDS, options: ExplorationOptions | None = None
) -> District:
    """Return a district; the same seed gives the same one."""
    random = np.random.default_rng(seed)
    explored = options or ExplorationOptions(bound=0.2, floor=0.05)
    luck = random.normal(0, 0.5, (needs, 1))  # some needs meet little, some much
    cuts = np.cumsum(LEVELS)[:-1]
    shade = random.normal(0, 1, (needs, FOUND)) + luck
    level = 1 + np.searchsorted(cuts, _normal_share(shade / np.sqrt(1.25)))
    is_new = random.random((needs, FOUND)) < 0.2
    score = level + random.normal(0, SCORE_NOISE, level.shape) - 0.3 * is_new
    order = np.argsort(-score, axis=1, kind="stable")[:, :POOL]
    level, score, is_new = (np.take_along_axis(a, order, 1) for a in (level, score, is_new))
    bait = random.normal(0, 1, level.shape)
    probability = _calibrated(score, level)
    known = _zipf(random, HOLDERS - HOLDERS // 4, level.shape)
    new = HOLDERS - HOLDERS // 4 + random.integers(0, HOLDERS // 4, level.shape)
    draws = tuple(draw_of(row, LENGTH, explored) for row in probability)
    offers, lifts, chances = _exploration(draws)
    return District(
        level=level,
        attraction=_shifted(ATTRACTION[level - 1], 0.5 * bait),
        satisfaction=_shifted(SATISFACTION[level - 1], -0.8 * bait),
        bait=bait,
        score=score,
        probability=probability,
        holder=np.where(is_new, new, known),
        is_new=is_new,
        slices={name: _drawn(random, values, needs) for name, values in SLICES.items()},
        chances=chances,
        offers=offers,
        lifts=lifts,
        options=explored,
        draws=draws,
    )  # fmt: skip


def places_of(scores: Floats) -> Ints:
    """Return the place of each record of each pool by its score; 0 beyond the list."""
    order = np.argsort(-scores, axis=1, kind="stable")
    places = np.empty_like(order)
    np.put_along_axis(places, order, np.arange(1, scores.shape[1] + 1)[None, :], 1)
    return np.where(places <= LENGTH, places, 0)


def values_of(district: District, places: Ints, model: ClickModel = "pbm") -> Floats:
    """Return what a ranking truly brings for each need: satisfied clicks per list."""
    return good_by_record(district, places, model).sum(axis=1)


def good_by_record(district: District, places: Ints, model: ClickModel = "pbm") -> Floats:
    """Return the chance of a satisfied click for each record where a ranking puts it."""
    return examined_at(district, places, model) * district.attraction * district.satisfaction


def examined_at(district: District, places: Ints, model: ClickModel) -> Floats:
    """Return how likely each record is examined where a ranking puts it (exactly)."""
    if model == "pbm":
        return np.concatenate([[0.0], EXAMINED])[places]
    order = np.argsort(np.where(places > 0, places, LENGTH + 1), axis=1, kind="stable")[:, :LENGTH]
    clicked = np.take_along_axis(district.attraction, order, 1)
    well = np.take_along_axis(district.satisfaction, order, 1)
    after = (1 - clicked) * GOES_ON
    after = after + clicked * (well * GOES_ON_SATISFIED + (1 - well) * GOES_ON_UNSATISFIED)
    reached = np.cumprod(np.concatenate([np.ones((len(after), 1)), after[:, :-1]], axis=1), axis=1)
    spread = np.zeros(places.shape)
    np.put_along_axis(spread, order, reached, 1)
    return np.where(places > 0, spread, 0.0)


def _exploration(
    draws: tuple[Draw, ...],
) -> tuple[tuple[NDArray[np.bool_], NDArray[np.bool_]], NDArray[np.bool_], Floats]:
    """Return, from the product's own rules, what may be drawn for each need and the chances."""
    needs = len(draws)
    offers = (np.zeros((needs, LENGTH - 1), bool), np.zeros((needs, LENGTH - 1), bool))
    lifts = np.zeros((needs, POOL), bool)
    chances = np.zeros((needs, POOL, LENGTH))
    for need, draw in enumerate(draws):
        for offset, pairs in enumerate(draw.pairs):
            offers[offset][need, list(pairs)] = True
        lifts[need, list(draw.lifts)] = True
        chances[need] = marginals(draw, POOL, LENGTH)
    return offers, lifts, chances


def _drawn(
    random: np.random.Generator, values: tuple[tuple[str, float], ...], needs: int
) -> NDArray[np.object_]:
    names, shares = [name for name, _ in values], [share for _, share in values]
    return random.choice(names, needs, p=shares).astype(object)


def _calibrated(score: Floats, level: Ints) -> Floats:
    """Return the chance of level 3 or more by score, as a release fits it on judgements."""
    edges = np.quantile(score, np.linspace(0, 1, 41)[1:-1])
    bins = np.searchsorted(edges, score)
    strong = np.bincount(bins.ravel(), (level >= 3).ravel(), 40)
    share = np.maximum.accumulate(strong / np.maximum(1, np.bincount(bins.ravel(), minlength=40)))
    return np.asarray(share[bins])


def _zipf(random: np.random.Generator, holders: int, shape: tuple[int, ...]) -> Ints:
    weights = 1 / (10 + np.arange(holders))
    return random.choice(holders, shape, p=weights / weights.sum())


def _shifted(chance: Floats, by: Floats) -> Floats:
    """Return chances moved by a step on the logistic scale."""
    return 1 / (1 + np.exp(-(np.log(chance / (1 - chance)) + by)))


def _normal_share(values: Floats) -> Floats:
    from scipy import stats

    return np.asarray(stats.norm.cdf(values))
