"""Expressions of interest: what one's organisations sent and received, and the answers."""

from datetime import UTC, datetime
from typing import Any, Final, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from duijie.app.api.answering import answer
from duijie.app.api.auth import actor_of_call
from duijie.app.api.operations import Told, operation
from duijie.app.api.paging import Cursor, Listing
from duijie.app.api.shapes import page, plain
from duijie.app.interests import actions
from duijie.app.interests.models import ExpressionOfInterest
from duijie.app.interests.queries import PAGE, ShownInterest, interest_for, received, sent
from duijie.app.shared.actors import Actor
from duijie.app.shared.scopes import Scope
from duijie.kernel.clock import system_clock

router = Router()
TAG: Final = "interests"
READ, WRITE = Scope.INTERESTS_READ, Scope.INTERESTS_WRITE
INTEREST: Final = plain(
    id={"type": "string", "format": "uuid"}, record_id="string", title="string",
    own_record_id="string", own_title="string", is_received="boolean", message="string",
    state={"enum": list(ExpressionOfInterest.State.values)}, reason="string", sender="string",
    sent_at="string", expires_at="string", answered_at="string?",
)  # fmt: skip


class LetterSent(Schema):
    """What is written to the owner of a record (意向书)."""

    record_id: str = Field(min_length=1, max_length=520)
    message: str = Field(min_length=1, max_length=4000)
    own_record_id: str = Field("", max_length=520)
    sender: int = Field(ge=1, le=2**53 - 1)
    agrees_to_terms: bool = False

    model_config = ConfigDict(extra="forbid")


class ReasonSent(Schema):
    """Why somebody declines or ends (原因)."""

    reason: str = Field("", max_length=2000)

    model_config = ConfigDict(extra="forbid")


@operation(
    router, "GET", "/interests", READ,
    Told("List expressions of interest", TAG, {200: page(INTEREST)}),
)  # fmt: skip
def list_interests(
    request: HttpRequest, side: Literal["received", "sent"] = "received", cursor: Cursor = ""
) -> HttpResponse:
    """Return what your organisations received, or sent, newest first."""
    actor, listing = actor_of_call(request), Listing("interests", side)
    after = listing.after(cursor)
    read = received if side == "received" else sent
    found = read(actor, datetime.fromisoformat(str(after)) if after else None)
    last = found[-1].interest.sent_at.isoformat() if len(found) == PAGE else ""
    following = listing.cursor(last) if last else None
    return answer({"items": [_told(one) for one in found], "next": following})


@operation(
    router, "POST", "/interests", WRITE,
    Told("Send an expression of interest", TAG, {201: INTEREST}, refused=(400, 413, 415)),
)  # fmt: skip
def send_interest(request: HttpRequest, given: LetterSent) -> HttpResponse:
    """Write to the owner of a record for one of your organisations."""
    actor = actor_of_call(request)
    letter = actions.Letter(
        sender_id=given.sender,
        message=given.message.replace("\x00", " "),
        own_record_id=given.own_record_id,
        agrees_to_terms=given.agrees_to_terms,
    )
    made = actions.send(actor, given.record_id, letter, now=system_clock())
    return answer(
        _told(interest_for(actor, made.pk)), 201, {"Location": f"/api/v1/interests/{made.pk}"}
    )


@operation(
    router, "GET", "/interests/{uuid:interest_id}", READ,
    Told("Get an expression of interest", TAG, {200: INTEREST}),
)  # fmt: skip
def get_interest(request: HttpRequest, interest_id: UUID) -> HttpResponse:
    """Return one; both sides read it, and nobody else."""
    return answer(_told(interest_for(actor_of_call(request), interest_id)))


@operation(
    router, "POST", "/interests/{uuid:interest_id}/{step}", WRITE,
    Told("Answer, take back or end", TAG, {200: INTEREST}, refused=(400, 413, 415)),
)  # fmt: skip
def step_interest(
    request: HttpRequest,
    interest_id: UUID,
    step: Literal["accept", "decline", "withdraw", "end"],
    given: ReasonSent,
) -> HttpResponse:
    """Accept or decline what you received; take back or end what you sent."""
    actor = actor_of_call(request)
    _step(actor, interest_id, step, given.reason.replace("\x00", " "))
    return answer(_told(interest_for(actor, interest_id)))


def _step(actor: Actor, interest_id: UUID, step: str, reason: str) -> None:
    now = system_clock()
    if step == "accept":
        actions.accept(actor, interest_id, now=now)
    elif step == "decline":
        actions.decline(actor, interest_id, reason, now=now)
    elif step == "withdraw":
        actions.withdraw(actor, interest_id, now=now)
    else:
        actions.end(actor, interest_id, now=now, reason=reason)


def _told(shown: ShownInterest) -> dict[str, Any]:
    one = shown.interest
    return {
        "id": str(one.pk),
        "record_id": one.record_id,
        "title": shown.title,
        "own_record_id": one.own_record_id,
        "own_title": shown.own_title,
        "is_received": shown.is_received,
        "message": one.message,
        "state": one.state,
        "reason": one.reason,
        "sender": str(one.sender),
        "sent_at": one.sent_at.astimezone(UTC).isoformat(),
        "expires_at": one.expires_at.astimezone(UTC).isoformat(),
        "answered_at": one.answered_at.astimezone(UTC).isoformat() if one.answered_at else None,
    }
