"""Feedback: what a person made of a match in a list that they were shown."""

from typing import Final, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from duijie.app.api.answering import nothing
from duijie.app.api.auth import actor_of_call
from duijie.app.api.operations import Told, operation
from duijie.app.matching.learning import LONGEST_DWELL_S, SHORTEST_DWELL_S
from duijie.app.matching.marking import keep, note_look, set_aside
from duijie.app.matching.queries import stored_list
from duijie.app.shared.scopes import Scope
from duijie.kernel.clock import system_clock
from duijie.kernel.errors import GoneError
from duijie.kernel.words import N_
from duijie.learn.feedback import EventReason

router = Router()
TAG: Final = "match"


class EventSent(Schema):
    """Something that a person did with a match (反馈)."""

    record_id: str = Field(min_length=1, max_length=520)
    kind: Literal["click", "dwell", "shortlist", "reject"]
    seconds: float = Field(SHORTEST_DWELL_S, ge=SHORTEST_DWELL_S, le=LONGEST_DWELL_S)
    reason: EventReason = EventReason.OTHER

    model_config = ConfigDict(extra="forbid")


@operation(
    router, "POST", "/match/{uuid:list_id}/events", Scope.MATCHING_WRITE,
    Told("Tell what became of a match", TAG, {204: None}, refused=(400, 413, 415)),
)  # fmt: skip
def tell_event(request: HttpRequest, list_id: UUID, given: EventSent) -> HttpResponse:
    """Note a click, how long somebody looked, that they kept a match, or why it does not suit."""
    actor, now = actor_of_call(request), system_clock()
    shown = stored_list(actor, list_id)
    if given.record_id not in {place["record_id"] for place in shown.shown}:
        raise GoneError(thing=N_("record"), name=given.record_id)
    if given.kind == "shortlist":
        keep(actor, shown, given.record_id, now=now)
    elif given.kind == "reject":
        set_aside(actor, shown, given.record_id, given.reason, "", now=now)
    else:
        seconds = given.seconds if given.kind == "dwell" else None
        note_look(actor, shown, given.record_id, seconds, now=now)
    return nothing()
