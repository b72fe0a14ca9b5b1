"""What was shown and what became of it: impressions (曝光) and feedback events (反馈事件)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ActorKind(StrEnum):
    """Who looked or acted (操作者类别)."""

    TECHNOLOGY_MANAGER = "technology_manager"
    REQUESTER = "requester"
    HOLDER = "holder"
    EXPERT = "expert"
    ROBOT = "robot"
    UNKNOWN = "unknown"


class EventKind(StrEnum):
    """What happened between a request and a record (反馈类别), weakest sign first."""

    CLICK = "click"
    DWELL = "dwell"
    SHORTLIST = "shortlist"
    REJECT = "reject"
    EXPRESSION_OF_INTEREST = "expression_of_interest"
    STAGE = "stage"
    SIGNED = "signed"
    LOST = "lost"


class EventReason(StrEnum):
    """Why a record was rejected or a deal lost (原因).

    Only the first two say something about relevance: what is too expensive may fit exactly.
    """

    NOT_RELEVANT = "not_relevant"
    ONLY_PARTLY_FITS = "only_partly_fits"
    TOO_EXPENSIVE = "too_expensive"
    CONFIDENTIAL = "confidential"
    TIMING = "timing"
    NOT_MATURE = "not_mature"
    HOLDER_SILENT = "holder_silent"
    ALREADY_KNOWN = "already_known"
    OTHER = "other"


class CaseStage(StrEnum):
    """How far an introduction has come (对接阶段)."""

    INTRODUCED = "introduced"
    NEGOTIATING = "negotiating"


@dataclass(frozen=True, slots=True)
class Impression:
    """One record that stood in one shown list (曝光).

    `list_id` names the showing: one answer to one request at one moment. `rank` counts from 1.
    `propensity` is the chance that this record stood at this rank when the list was drawn: 1
    where nothing was left to chance. `places` lists every rank at which it could have stood, with
    the chances; they may sum to less than 1 when it might not have been shown at all. Empty means
    that it was shown with certainty and only its rank could vary. `list_propensity` is the chance
    of the whole list in this order, 0 where it is not known. `actor` is a pseudonym.
    """

    list_id: str
    request_id: str
    record_id: str
    rank: int
    shown_at: datetime
    propensity: float = 1.0
    places: tuple[tuple[int, float], ...] = ()
    list_propensity: float = 0.0
    release: str = ""
    page: str = ""
    actor: str = ""
    actor_kind: ActorKind = ActorKind.UNKNOWN


@dataclass(frozen=True, slots=True)
class FeedbackEvent:
    """Something that happened between a request and a record (反馈事件).

    `list_id` names the showing it came from, where that is known: a contract signed months later
    often names none. `seconds` belongs to dwell, `reason` to reject and lost, `stage` to stage.
    """

    event_id: str
    kind: EventKind
    request_id: str
    record_id: str
    occurred_at: datetime
    list_id: str = ""
    actor: str = ""
    actor_kind: ActorKind = ActorKind.UNKNOWN
    seconds: float | None = None
    reason: EventReason | None = None
    stage: CaseStage | None = None
