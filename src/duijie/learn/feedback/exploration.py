"""Exploration (探索): a little chance in what is shown, bounded, with its chances logged.

A ranking that always shows the same teaches nothing about what it hides. Here neighbours change
places now and then (FairPairs: Radlinski & Joachims, *Minimally Invasive Randomization*, AAAI
2006), and seldom the last place goes to a record from just below the list. Only records whose
probability lies within a bound of each other change places, none below the credible floor is
promoted, and only so many places change. Every chance is computed exactly, never estimated.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from duijie.learn.feedback.examination import Floats

_OFFSETS = 2


@dataclass(frozen=True, slots=True)
class ExplorationOptions:
    """How much chance there may be (探索选项).

    `bound` is how far the probabilities of two records that change places may lie apart; `floor`
    the probability below which nothing is promoted; `places` the most places that change;
    `lift_share` how often the last place goes to one of the next `lift_depth` records.
    """

    bound: float = 0.15
    floor: float = 0.3
    places: int = 6
    swap_share: float = 0.5
    lift_share: float = 0.1
    lift_depth: int = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """One place of an explored list (探索后的位置), ready to be logged.

    `base_rank` is where the ranking itself has the record, `places` every rank it could have had
    with the chances, `propensity` that of its rank now.
    """

    record_id: str
    rank: int
    base_rank: int
    propensity: float
    places: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class ExploredList:
    """An explored list (探索后的清单); `chance` is that of exactly this order."""

    shown: tuple[Shown, ...]
    chance: float


@dataclass(frozen=True, slots=True)
class Draw:
    """What could be drawn: the pairs of each offset that may swap, and the records to lift."""

    pairs: tuple[tuple[int, ...], ...]
    lifts: tuple[int, ...]
    swaps: int
    swap_share: float
    lift_share: float


def explore(
    record_ids: Sequence[str],
    probabilities: Sequence[float],
    *,
    length: int,
    seed: int,
    list_id: str,
    options: ExplorationOptions | None = None,
) -> ExploredList:
    """Return the list that is shown and the chance of every place of it.

    The same seed and list id give the same list. Give the showing's own id: with that of the
    request alone, whoever asks again sees the same draw, and the log learns nothing new.

    Args:
        record_ids: the ranking, best first, longer than the list where it may be lifted from.
        probabilities: the calibrated probability of each record.
        length: how many places are shown.
        seed: of the release or the platform.
        list_id: of this showing.
        options: how much chance there may be.
    """
    chosen = options or ExplorationOptions()
    length = min(length, len(record_ids))
    draw = draw_of(np.array(probabilities, dtype=float), length, chosen)
    digest = hashlib.sha256(f"{seed}\x1f{list_id}".encode()).digest()
    random = np.random.default_rng(list(digest[:16]))
    order, chance = _drawn(draw, length, random)
    table = marginals(draw, len(record_ids), length)
    shown = []
    for place, number in enumerate(order):
        places = tuple(
            (int(rank) + 1, float(table[number, rank]))
            for rank in np.flatnonzero(table[number] > 0)
        )
        propensity = float(table[number, place])
        shown.append(Shown(record_ids[number], place + 1, number + 1, propensity, places))
    return ExploredList(tuple(shown), chance)


def draw_of(probabilities: Floats, length: int, options: ExplorationOptions) -> Draw:
    """Return which neighbours may swap and which records may be lifted."""

    def may(upper: int, lower: int) -> bool:
        near = abs(probabilities[upper] - probabilities[lower]) <= options.bound
        return bool(near and probabilities[lower] >= options.floor)

    pairs = tuple(
        tuple(first for first in range(offset, length - 1, 2) if may(first, first + 1))
        for offset in range(_OFFSETS)
    )
    below = range(length, min(length + options.lift_depth, len(probabilities)))
    lifts = tuple(n for n in below if may(length - 1, n)) if options.places > 0 else ()
    return Draw(
        pairs,
        lifts,
        max(0, options.places // 2),
        options.swap_share,
        options.lift_share if lifts else 0.0,
    )


def _drawn(draw: Draw, length: int, random: np.random.Generator) -> tuple[list[int], float]:
    """Return a drawn order of base places and the chance of exactly this order."""
    order = list(range(length))
    if random.random() < draw.lift_share:
        order[-1] = draw.lifts[int(random.integers(len(draw.lifts)))]
        return order, draw.lift_share / len(draw.lifts)
    pairs = draw.pairs[int(random.integers(_OFFSETS))]
    asked = min(draw.swaps, len(pairs))
    picked = sorted(random.choice(len(pairs), asked, replace=False).tolist()) if asked else []
    swapped = [pairs[n] for n in picked if random.random() < draw.swap_share]
    for first in swapped:
        order[first], order[first + 1] = order[first + 1], order[first]
    return order, (1 - draw.lift_share) * _chance_of_swaps(draw, swapped)


def order_chance(draw: Draw, order: Sequence[int], length: int) -> float:
    """Return the chance of exactly one order of base places (from 0); 0 for one never drawn.

    >>> draw = draw_of(np.array([0.5, 0.5]), 2, ExplorationOptions(places=2))
    >>> order_chance(draw, [1, 0], 2), order_chance(draw, [0, 1], 2)
    (0.25, 0.75)
    """
    shown = list(order)
    if shown[:-1] == list(range(length - 1)) and shown[-1] in draw.lifts:
        return draw.lift_share / len(draw.lifts)
    swapped = [n for n in range(length - 1) if shown[n] == n + 1 and shown[n + 1] == n]
    undone = list(range(length))
    for first in swapped:
        undone[first], undone[first + 1] = first + 1, first
    return (1 - draw.lift_share) * _chance_of_swaps(draw, swapped) if undone == shown else 0.0


def _chance_of_swaps(draw: Draw, swapped: Sequence[int]) -> float:
    """Return the chance that exactly these pairs swap, over both offsets."""
    total = 0.0
    for pairs in draw.pairs:
        if set(swapped) <= set(pairs):
            total += _chance_in(pairs, len(swapped), draw.swaps, draw.swap_share) / _OFFSETS
    return total


def _chance_in(pairs: Sequence[int], swapped: int, swaps: int, share: float) -> float:
    """Return the chance that `swapped` given ones of the pairs swap and no other does."""
    asked = min(swaps, len(pairs))
    if swapped > asked:
        return 0.0
    picked = 1.0  # the given pairs are all among those picked
    for n in range(swapped):
        picked *= (asked - n) / (len(pairs) - n)
    return picked * share**swapped * (1 - share) ** (asked - swapped)


def marginals(draw: Draw, records: int, length: int) -> Floats:
    """Return the chance of each record (rows) to stand at each place (columns)."""
    table = np.zeros((records, length))
    stays = np.ones(length)
    for pairs in draw.pairs:
        chance = _swap_chance(pairs, draw) / _OFFSETS * (1 - draw.lift_share)
        for first in pairs:
            table[first, first + 1] += chance
            table[first + 1, first] += chance
            stays[first] -= chance
            stays[first + 1] -= chance
    stays[-1:] -= draw.lift_share  # of an empty list nothing is lifted
    table[np.arange(length), np.arange(length)] = stays
    for record in draw.lifts:
        table[record, length - 1] += draw.lift_share / len(draw.lifts)
    return table


def _swap_chance(pairs: Sequence[int], draw: Draw) -> float:
    """Return how likely one of the pairs swaps once its offset was drawn."""
    return min(draw.swaps, len(pairs)) / len(pairs) * draw.swap_share if pairs else 0.0
