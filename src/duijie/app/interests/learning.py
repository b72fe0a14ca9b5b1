"""What the matching learns from an expression of interest: that a shown record was taken up."""

from datetime import datetime
from uuid import UUID, uuid5

from duijie.app.feedback.actions import record_event
from duijie.app.feedback.models import Impression
from duijie.app.feedback.rows import pseudonym
from duijie.app.interests.models import ExpressionOfInterest
from duijie.app.secret import secret_key
from duijie.app.shared.actors import Actor, Role
from duijie.app.wiring import home_in_use
from duijie.learn.feedback import ActorKind, EventKind, FeedbackEvent


def log_sent(actor: Actor, interest: ExpressionOfInterest, list_id: str, now: datetime) -> None:
    """Log that interest in a record came of a list in which it was shown to the actor."""
    try:
        named = UUID(list_id)
    except ValueError:
        return
    key, name = secret_key(home_in_use()), f"user:{actor.user_id}"
    showings = [named.hex, uuid5(named, str(actor.user_id)).hex]
    shown = Impression.objects.filter(
        list_id__in=showings, record_id=interest.record_id, actor=pseudonym(name, key)
    ).first()
    if shown is None:
        return
    event = FeedbackEvent(
        event_id=interest.pk.hex,
        kind=EventKind.EXPRESSION_OF_INTEREST,
        request_id=shown.request_id,
        record_id=interest.record_id,
        occurred_at=now,
        list_id=shown.list_id,
        actor=name,
        actor_kind=_kind(actor),
    )
    record_event(event, key=key)


def _kind(actor: Actor) -> ActorKind:
    if actor.has(Role.TECHNOLOGY_MANAGER):
        return ActorKind.TECHNOLOGY_MANAGER
    if actor.has(Role.COMPANY):
        return ActorKind.REQUESTER
    return ActorKind.HOLDER if actor.has(Role.RESEARCHER) else ActorKind.UNKNOWN
