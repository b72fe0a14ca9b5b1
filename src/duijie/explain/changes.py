"""What would have to change for a match to be better (最近的改变), nearest first."""

from collections.abc import Sequence

from duijie.kernel.explanations import Check, Reason, Verdict
from duijie.kernel.frames import Element

MOST_CHANGES = 3
LEAST_ELEMENT_WEIGHT = 0.5


def changes_of(checks: Sequence[Check]) -> tuple[Reason, ...]:
    """Return the nearest changes: a number that is close, a fact to be stated, an element to add."""
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
    reason, values = check.reason, check.reason.values
    if check.verdict is Verdict.MET:
        return None
    if reason.code in {"quantity.not_met", "quantity.unsure"}:
        code = "change.number" if reason.code == "quantity.not_met" else "change.confirm"
        kept = {name: values[name] for name in ("property", "have", "want")}
        return 0, float(values["gap"]), Reason(code, kept)
    if reason.code == "quantity.unstated":
        return (
            1,
            0.0,
            Reason("change.state", {"property": values["property"], "want": values["want"]}),
        )
    if reason.code == "trl.not_met":
        kept = {"have": values["offered"], "want": values["want"]}
        return 0, abs(int(kept["want"]) - int(kept["have"])) / 9, Reason("change.trl", kept)
    if reason.code == "trl.unknown":
        return 1, 0.5, Reason("change.state_trl", {"want": values["want"]})
    if isinstance(check.wanted, Element) and check.weight >= LEAST_ELEMENT_WEIGHT:
        code = "change.not_absent" if check.verdict is Verdict.NOT_MET else "change.element"
        return 2, -check.weight, Reason(code, {"wanted": values["wanted"]})
    return None
