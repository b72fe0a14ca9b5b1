"""Why a match was made: reasons with quoted evidence, as values; wording is separate."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from duijie.kernel.frames import Element, Quantity, Span


class Verdict(StrEnum):
    """Whether a wanted element or number is there (是否满足)."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quotation from one document (依据).

    `quote` is the sentence around the span, exactly as it stands in the document from
    `quote_start` on in the field `span.field`; the span marks the words within it that count.
    """

    record_id: str
    quote: str
    quote_start: int
    span: Span


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason as code and values (理由); `duijie.explain` words it in zh and en."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Check:
    """One wanted element, number or condition against one document (逐项核对)."""

    wanted: Element | Quantity | str
    verdict: Verdict
    reason: Reason
    weight: float = 1.0
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class ExplanationCard:
    """Everything that speaks for and against one match (解释卡).

    `changes` says what would have to change for the match to be better (最近的改变).
    """

    record_id: str
    checks: tuple[Check, ...] = ()
    changes: tuple[Reason, ...] = ()

    def count(self, verdict: Verdict) -> int:
        """Return how many checks ended with a verdict."""
        return sum(1 for check in self.checks if check.verdict is verdict)
