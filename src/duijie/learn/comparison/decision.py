"""The decision about a release (发布决定): every condition, met or not, with its figures.

`duijie.learn.comparison.decide` makes it; whoever promotes a release stores and shows it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from duijie.kernel.explanations import Reason, Verdict

DECISION_FORMAT = "duijie-decision"
DECISION_VERSION = 1


class Ruling(StrEnum):
    """What a decision says (裁定): take the step, wait for more of the log, or give it up."""

    GO = "go"
    WAIT = "wait"
    STOP = "stop"


class ConditionName(StrEnum):
    """What a release has to show (条件)."""

    EVIDENCE = "evidence"
    IMPROVEMENT = "improvement"
    SLICE = "slice"
    EXPOSURE = "exposure"
    INTERLEAVING = "interleaving"


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a decision with the figures it was judged by (条件).

    `verdict` is met, not met (shown to be broken) or unknown (more of the log may tell). `value`
    is the estimate, `low` and `high` its bounds at the level of this look, `bound` what the
    condition asks for. `slice_name` and `slice_value` say which slice (切片), if any. What is not
    binding is told and watched, and keeps nobody back unless it is shown to be broken.
    """

    name: ConditionName
    verdict: Verdict
    reason: Reason
    value: float | None = None
    low: float | None = None
    high: float | None = None
    bound: float | None = None
    slice_name: str = ""
    slice_value: str = ""
    is_binding: bool = True


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a release may go from one state to the next, and why (发布决定).

    `look` of `looks` says how often this pair has been compared, this time included; `alpha` is
    the chance of being wrong that this look may use up.
    """

    candidate: str
    live: str
    from_state: str
    to_state: str
    ruling: Ruling
    conditions: tuple[Condition, ...]
    look: int = 1
    looks: int = 1
    alpha: float = 0.05

    @property
    def is_go(self) -> bool:
        """Tell whether the release may take the step."""
        return self.ruling is Ruling.GO

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Return the reasons of all conditions, those that are not met first."""
        order = (Verdict.NOT_MET, Verdict.UNKNOWN, Verdict.MET)
        ranked = sorted(self.conditions, key=lambda condition: order.index(condition.verdict))
        return tuple(condition.reason for condition in ranked)


def decision_fields(decision: Decision) -> dict[str, Any]:
    """Return a decision as plain values, fit for JSON; `decision_from` reads them back."""
    return {
        "format": DECISION_FORMAT,
        "format_version": DECISION_VERSION,
        "candidate": decision.candidate,
        "live": decision.live,
        "from_state": decision.from_state,
        "to_state": decision.to_state,
        "ruling": decision.ruling.value,
        "look": decision.look,
        "looks": decision.looks,
        "alpha": decision.alpha,
        "conditions": [_condition_fields(condition) for condition in decision.conditions],
    }


def decision_from(fields: Mapping[str, Any]) -> Decision:
    """Return the decision that `decision_fields` wrote.

    Raises:
        KeyError, TypeError, ValueError: the fields are not those of a decision.
    """
    if (fields["format"], fields["format_version"]) != (DECISION_FORMAT, DECISION_VERSION):
        raise ValueError(fields["format"])
    return Decision(
        candidate=str(fields["candidate"]),
        live=str(fields["live"]),
        from_state=str(fields["from_state"]),
        to_state=str(fields["to_state"]),
        ruling=Ruling(fields["ruling"]),
        conditions=tuple(_condition_from(condition) for condition in fields["conditions"]),
        look=int(fields["look"]),
        looks=int(fields["looks"]),
        alpha=float(fields["alpha"]),
    )


def _condition_fields(condition: Condition) -> dict[str, Any]:
    return {
        "name": condition.name.value,
        "verdict": condition.verdict.value,
        "reason": {"code": condition.reason.code, "values": dict(condition.reason.values)},
        "value": condition.value,
        "low": condition.low,
        "high": condition.high,
        "bound": condition.bound,
        "slice_name": condition.slice_name,
        "slice_value": condition.slice_value,
        "is_binding": condition.is_binding,
    }


def _condition_from(fields: Mapping[str, Any]) -> Condition:
    reason = fields["reason"]
    figures = {name: fields[name] for name in ("value", "low", "high", "bound")}
    return Condition(
        name=ConditionName(fields["name"]),
        verdict=Verdict(fields["verdict"]),
        reason=Reason(str(reason["code"]), {k: str(v) for k, v in reason["values"].items()}),
        slice_name=str(fields["slice_name"]),
        slice_value=str(fields["slice_value"]),
        is_binding=bool(fields["is_binding"]),
        **{name: None if figure is None else float(figure) for name, figure in figures.items()},
    )
