"""What would have to change for a match to be better (最近的改变), nearest first."""

import math
from collections.abc import Sequence

from duijie.explain.intervals import wanted_interval
from duijie.kernel.explanations import Check, Reason, Verdict
from duijie.kernel.frames import Element, Quantity

MOST_CHANGES = 3
LEAST_ELEMENT_WEIGHT = 0.5


def changes_of(checks: Sequence[Check]) -> tuple[Reason, ...]:
    """Return the nearest changes: a number that is close, a fact to state, an element to add."""
    found: list[tuple[int, float, int, Reason]] = []
    for order, check in enumerate(checks):
        change = _change(check)
        if change is not None:
            stage, distance, reason = change
            found.append((stage, distance, order, reason))
    kept: list[Reason] = []
    for _, _, _, reason in sorted(found, key=lambda row: row[:3]):
        if reason not in kept:
            kept.append(reason)
    return tuple(kept[:MOST_CHANGES])


def _change(check: Check) -> tuple[int, float, Reason] | None:
    """Return stage, distance and reason of what would turn a check into one that is met."""
    if check.verdict is Verdict.MET:
        return None
    if isinstance(check.wanted, Quantity):
        return _change_of_number(check)
    if isinstance(check.wanted, Element):
        return _change_of_element(check)
    return _change_of_maturity(check)


def _change_of_number(check: Check) -> tuple[int, float, Reason] | None:
    values = check.reason.values
    if check.reason.code == "quantity.unstated":
        kept = {name: values[name] for name in ("property", "want")}
        return 1, 0.0, Reason("change.state", kept)
    if check.reason.code == "quantity.nameless":
        return None
    kept = {name: values[name] for name in ("property", "have", "want")}
    return 0, float(values["gap"]), Reason(_code_of_number(check), kept)


def _code_of_number(check: Check) -> str:
    """Return which way a number is to go; a claim that is not settled is only to be confirmed."""
    wanted = check.wanted
    if check.reason.code != "quantity.not_met" or not isinstance(wanted, Quantity):
        return "change.confirm"
    way = wanted_interval(wanted)
    if math.isinf(way.high) and not math.isinf(way.low):
        return "change.raise"
    return "change.lower" if math.isinf(way.low) else "change.number"


def _change_of_element(check: Check) -> tuple[int, float, Reason] | None:
    if check.weight < LEAST_ELEMENT_WEIGHT:
        return None
    code = "change.not_absent" if check.verdict is Verdict.NOT_MET else "change.element"
    return 2, -check.weight, Reason(code, {"wanted": check.reason.values["wanted"]})


def _change_of_maturity(check: Check) -> tuple[int, float, Reason] | None:
    values = check.reason.values
    if check.reason.code == "trl.unknown":
        return 1, 0.5, Reason("change.state_trl", {"want": values["want"]})
    if check.reason.code != "trl.not_met":
        return None
    kept = {"have": values["offered"], "want": values["want"]}
    distance = int(kept["want"]) - int(kept["have"])
    return 0, abs(distance) / 9, Reason("change.trl" if distance > 0 else "change.trl_over", kept)
