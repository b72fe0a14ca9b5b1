"""Trust (可信度): no account, however busy or hostile, decides what a record is worth.

Each actor's evidence is multiplied by how far the others agree with it where they speak of the
same pairs, and capped: over everything, and again on each pair (winsorised sums).
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

import numpy as np

from duijie.learn.feedback.examination import Floats
from duijie.learn.feedback.grading import GradingOptions, Opinion

Pair = tuple[str, str]
Opinions = Mapping[Pair, Mapping[str, Opinion]]

_BENEFIT: Final = 2.0
"""How many agreements an unknown actor is given beforehand, and as many disagreements."""

_FEWEST: Final = 4
"""On a pair with fewer actors there is no majority that could outvote one."""


def trust_of(opinions: Opinions) -> dict[str, float]:
    """Return how far each actor is believed, from 0 to 1: 1 where nobody contradicts it.

    On each pair that others speak of too, the actor's leaning at each threshold is held against
    the sum of theirs.
    """
    agrees: defaultdict[str, float] = defaultdict(float)
    differs: defaultdict[str, float] = defaultdict(float)
    for actors in opinions.values():
        total = sum((o.pro - o.con for o in actors.values()), np.zeros(3))
        for actor, opinion in actors.items():
            own = opinion.pro - opinion.con
            others = total - own
            product = np.sign(own) * np.sign(others)
            weight = min(opinion.amount, 1.0)
            agrees[actor] += weight * float((product > 0).sum()) / len(product)
            differs[actor] += weight * float((product < 0).sum()) / len(product)
    return {
        actor: min(1.0, 2 * (agree + _BENEFIT) / (agree + differs[actor] + 2 * _BENEFIT))
        for actor, agree in agrees.items()
    }


def scales_of(opinions: Opinions, options: GradingOptions) -> dict[str, float]:
    """Return the factor of each actor's evidence: its trust, and its cap over everything."""
    amounts: defaultdict[str, float] = defaultdict(float)
    for actors in opinions.values():
        for actor, opinion in actors.items():
            amounts[actor] += opinion.amount
    if not amounts:
        return {}
    share = max(options.actor_share, 2 / len(amounts))
    cap = min(
        share * sum(amounts.values()),
        options.actor_median * float(np.median(list(amounts.values()))),
    )
    cap = max(cap, options.signed)
    trust = trust_of(opinions)
    return {
        actor: trust[actor] * (min(1.0, cap / amount) if amount else 1.0)
        for actor, amount in amounts.items()
    }


def summed(
    actors: Mapping[str, Opinion], scales: Mapping[str, float], options: GradingOptions
) -> tuple[Floats, Floats]:
    """Return the evidence for and against each threshold that the actors of one pair give."""
    sizes = {actor: scales[actor] * opinion.amount for actor, opinion in actors.items()}
    cap = float("inf")
    if len(actors) >= _FEWEST:
        cap = options.pair_median * float(np.median(list(sizes.values())))
    pro, con = np.zeros(3), np.zeros(3)
    for actor in sorted(actors):
        opinion, size = actors[actor], sizes[actor]
        factor = scales[actor] * (min(1.0, cap / size) if size else 1.0)
        pro += factor * opinion.pro
        con += factor * opinion.con
    return pro, con
