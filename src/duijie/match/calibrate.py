"""Calibrate (校准): figures → the chance that a match is at least fairly strong, and its level."""

import math
from collections.abc import Mapping

from duijie.kernel.matching import Level
from duijie.match.features import CORE, SAID

# A logistic of two figures that look both ways: how much of the request's subject the record has,
# and how much of the record's title the request says. Fitted by benchmarks/quality/calibration.py;
# why these two, and what else was tried: docs/decisions/0004-fusion-and-levels.md.
INTERCEPT = -4.12
WEIGHTS: Mapping[str, float] = {CORE: 4.86, SAID: 6.03}

# From this chance on a match is called by this level.
STRONG_FROM = 0.8
FAIRLY_STRONG_FROM = 0.5
WEAK_FROM = 0.2


def probability(figures: Mapping[str, float]) -> float:
    """Return the calibrated chance that a match is at least fairly strong."""
    score = INTERCEPT + sum(w * figures.get(name, 0.0) for name, w in WEIGHTS.items())
    return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, score))))


def level_of(chance: float) -> Level:
    """Return the level (相关等级) that a chance is called by.

    >>> level_of(0.9).name
    'STRONG'
    """
    if chance >= STRONG_FROM:
        return Level.STRONG
    if chance >= FAIRLY_STRONG_FROM:
        return Level.FAIRLY_STRONG
    return Level.WEAK if chance >= WEAK_FROM else Level.NONE
