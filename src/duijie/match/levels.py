"""Levels (相关等级) that agree with the evidence: a card bounds what its match is called."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from duijie.kernel.explanations import Check, ExplanationCard, Reason, Verdict
from duijie.kernel.frames import Element, Quantity
from duijie.kernel.matching import LEVEL_WORDS, Level
from duijie.match.calibrate import level_of

# The highest chance that is shown for a level: a card that says "weak" does not say 50 %.
HIGHEST_CHANCE: Final[Mapping[Level, float]] = {
    Level.NONE: 0.19,
    Level.WEAK: 0.49,
    Level.FAIRLY_STRONG: 0.79,
    Level.STRONG: 1.0,
}


def highest_level(checks: Sequence[Check]) -> Level:
    """Return the highest level (相关等级上限) that the checks of a card allow.

    A wanted number or condition that is not met: at most fairly strong. Nothing met at all, or
    nothing to check: at most weak. Strong takes something met and no number or condition not met.
    """
    if not any(check.verdict is Verdict.MET for check in checks):
        return Level.WEAK
    if any(check.verdict is Verdict.NOT_MET and _is_hard(check) for check in checks):
        return Level.FAIRLY_STRONG
    return Level.STRONG


def agreeing(chance: float, checks: Sequence[Check]) -> float:
    """Return the chance clipped into the range of the highest level that the checks allow.

    Clipped, not fitted: the chance of the logistic stands unless the evidence contradicts it.
    """
    highest = highest_level(checks)
    return chance if level_of(chance) <= highest else HIGHEST_CHANCE[highest]


def with_rises(card: ExplanationCard, chance: float, level: Level | None = None) -> ExplanationCard:
    """Return the card with, for each change, the level the match then has, when it is higher.

    `chance` and `level` are those before the evidence was looked at; the level is that of the
    chance unless the ranker called another.
    """
    called = level_of(chance) if level is None else level
    changes = tuple(_with_rise(change, card.checks, called) for change in card.changes)
    return replace(card, changes=changes)


def _with_rise(change: Reason, checks: Sequence[Check], called: Level) -> Reason:
    now = min(called, highest_level(checks))
    then = min(called, highest_level([_after(change, check) for check in checks]))
    if then <= now:
        return change
    told = {"have_level": LEVEL_WORDS[now], "next_level": LEVEL_WORDS[then]}
    return replace(change, values={**change.values, **told})


def _after(change: Reason, check: Check) -> Check:
    """Return a check as it is once a change has been made."""
    return replace(check, verdict=Verdict.MET) if _is_about(change, check) else check


def _is_about(change: Reason, check: Check) -> bool:
    if check.verdict is Verdict.MET:
        return False
    said, asked = change.values, check.reason.values
    if isinstance(check.wanted, Quantity):
        named = said.get("property"), said.get("want")
        return "property" in said and named == (asked.get("property"), asked.get("want"))
    if isinstance(check.wanted, Element):
        return "wanted" in said and said["wanted"] == asked.get("wanted")
    is_maturity = check.reason.code.startswith("trl.")
    return is_maturity and "trl" in change.code and said.get("want") == asked.get("want")


def _is_hard(check: Check) -> bool:
    """Tell whether a check is of a number or a condition, not of an element."""
    return not isinstance(check.wanted, Element)
