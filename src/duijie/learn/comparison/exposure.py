"""Exposure (曝光分布): how much of what is looked at goes to whom."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from duijie.learn.feedback.examination import Floats


@dataclass(frozen=True, slots=True)
class ExposureShares:
    """How exposure falls on holders (曝光份额).

    `largest` is the share of the holder most shown, `largest_holder` its name; `gini` is 0 when
    all get the same and near 1 when one gets nearly all. `groups` are the shares of groups of
    holders, such as new and known ones. Records without a known holder count in no share of one.
    """

    largest: float
    largest_holder: str
    gini: float
    holders: int
    groups: Mapping[str, float]


def exposure_of(
    lists: Sequence[Sequence[str]],
    holders: Mapping[str, str],
    *,
    chances: Sequence[float],
    groups: Mapping[str, str] | None = None,
) -> ExposureShares:
    """Return how the exposure of shown lists falls on holders.

    Args:
        lists: record ids of each list, first place first.
        holders: the holder of each record; a record that is absent here has none.
        chances: how likely each place is examined; later places get none.
        groups: the group of each holder (`new`, `known`); a holder that is absent has none.
    """
    given: defaultdict[str, float] = defaultdict(float)
    total = 0.0
    for records in lists:
        for record_id, chance in zip(records, chances, strict=False):
            total += chance
            if holder := holders.get(record_id, ""):
                given[holder] += chance
    if not total or not given:
        return ExposureShares(0.0, "", 0.0, 0, {})
    largest = min(given, key=lambda holder: (-given[holder], holder))
    of_group: defaultdict[str, float] = defaultdict(float)
    for holder, amount in given.items():
        if group := (groups or {}).get(holder, ""):
            of_group[group] += amount / total
    return ExposureShares(
        largest=given[largest] / total,
        largest_holder=largest,
        gini=gini(np.array(list(given.values()))),
        holders=len(given),
        groups=dict(sorted(of_group.items())),
    )


def gini(amounts: Floats) -> float:
    """Return the Gini coefficient (基尼系数) of amounts that are not negative.

    >>> gini(np.array([1.0, 1.0])), round(gini(np.array([0.0, 0.0, 0.0, 1.0])), 2)
    (0.0, 0.75)
    """
    total = float(amounts.sum())
    if not len(amounts) or total <= 0:
        return 0.0
    ordered = np.sort(amounts)
    ranks = np.arange(1, len(ordered) + 1)
    return float((2 * ranks - len(ordered) - 1) @ ordered / (len(ordered) * total))
