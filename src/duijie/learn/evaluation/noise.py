"""The label-noise ceiling (标注噪声上限): how far the judges of equal pairs agree themselves."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from duijie.learn.evaluation.intervals import NOTHING, Estimate, clustered_estimate
from duijie.learn.evaluation.ordinal import Levels, accuracy, levels_of, mae_score

Labelled = tuple[str, str, int]
Statistic = Callable[[Levels, Levels], float]


@dataclass(frozen=True, slots=True)
class NoiseCeiling:
    """What exact repeats of a (need, title) pair tell about the labels (标注噪声上限).

    `by_others` is the MAE score of predicting each repeat by the median of the others, which is
    what one more judgement would reach. `at_most` is that of the best single answer for each group
    of repeats, chosen with its labels known: on these repeats no predictor that gives equal pairs
    equal levels can score more. `agreement` is how often a repeat equals the median of the others.
    """

    groups: int
    pairs: int
    by_others: Estimate
    at_most: Estimate
    agreement: Estimate


def noise_ceiling(labelled: Iterable[Labelled]) -> NoiseCeiling:
    """Return the ceiling from (need, title, level) rows; only those that repeat are looked at.

    Of two middle labels the lower is the median. Intervals draw needs anew.
    """
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for need, title, level in labelled:
        if title.strip():
            groups[need, title].append(int(level))
    repeated = {key: levels for key, levels in sorted(groups.items()) if len(levels) > 1}
    if not repeated:
        return NoiseCeiling(0, 0, NOTHING, NOTHING, NOTHING)
    needs = [need for (need, _), levels in repeated.items() for _ in levels]
    judged = levels_of([level for levels in repeated.values() for level in levels])
    others = levels_of([guess for levels in repeated.values() for guess in _by_others(levels)])
    best = levels_of([_median(levels) for levels in repeated.values() for _ in levels])

    def figure(statistic: Statistic, guesses: Levels) -> Estimate:
        return clustered_estimate(lambda rows: statistic(judged[rows], guesses[rows]), needs)

    return NoiseCeiling(
        groups=len(repeated),
        pairs=len(judged),
        by_others=figure(mae_score, others),
        at_most=figure(mae_score, best),
        agreement=figure(accuracy, others),
    )


def _by_others(levels: Sequence[int]) -> list[int]:
    return [_median([*levels[:n], *levels[n + 1 :]]) for n in range(len(levels))]


def _median(levels: Sequence[int]) -> int:
    return int(np.sort(levels)[(len(levels) - 1) // 2])
