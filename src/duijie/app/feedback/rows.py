"""Dataclasses of `learn` ↔ rows of the tables; who acted becomes a pseudonym on the way in."""

import hashlib
import hmac
from dataclasses import replace
from typing import TypeVar

from duijie.app.feedback import models
from duijie.kernel.judgements import Judgement
from duijie.kernel.matching import Level
from duijie.learn.feedback import (
    ActorKind,
    CaseStage,
    EventKind,
    EventReason,
    FeedbackEvent,
    Impression,
)

Logged = TypeVar("Logged", Impression, FeedbackEvent)
_PREFIX, _DIGITS = "p-", 16


def pseudonym(actor: str, key: str) -> str:
    """Return an opaque id for whoever acted; the same for the same one in one installation.

    >>> pseudonym("", "key"), len(pseudonym("wang.wei@example.com", "key"))
    ('', 18)
    """
    digits = actor.removeprefix(_PREFIX)
    is_opaque = actor.startswith(_PREFIX) and len(digits) == _DIGITS
    if not actor or (is_opaque and not set(digits) - set("0123456789abcdef")):
        return actor
    return _PREFIX + hmac.new(key.encode(), actor.encode(), hashlib.sha256).hexdigest()[:_DIGITS]


def without_name(logged: Logged, key: str) -> Logged:
    """Return an impression or event with a pseudonym for whoever acted."""
    return replace(logged, actor=pseudonym(logged.actor, key))


def impression_row(impression: Impression) -> models.Impression:
    """Return the row of an impression."""
    return models.Impression(
        list_id=impression.list_id,
        request_id=impression.request_id,
        record_id=impression.record_id,
        rank=impression.rank,
        shown_at=impression.shown_at,
        propensity=impression.propensity,
        places=[list(place) for place in impression.places],
        list_propensity=impression.list_propensity,
        release=impression.release,
        page=impression.page,
        actor=impression.actor,
        actor_kind=impression.actor_kind.value,
    )


def to_impression(row: models.Impression) -> Impression:
    """Return the impression of a row."""
    return Impression(
        list_id=row.list_id,
        request_id=row.request_id,
        record_id=row.record_id,
        rank=row.rank,
        shown_at=row.shown_at,
        propensity=row.propensity,
        places=tuple((int(rank), float(chance)) for rank, chance in row.places),
        list_propensity=row.list_propensity,
        release=row.release,
        page=row.page,
        actor=row.actor,
        actor_kind=ActorKind(row.actor_kind),
    )


def event_row(event: FeedbackEvent) -> models.FeedbackEvent:
    """Return the row of an event."""
    return models.FeedbackEvent(
        event_id=event.event_id,
        kind=event.kind.value,
        request_id=event.request_id,
        record_id=event.record_id,
        occurred_at=event.occurred_at,
        list_id=event.list_id,
        actor=event.actor,
        actor_kind=event.actor_kind.value,
        seconds=event.seconds,
        reason="" if event.reason is None else event.reason.value,
        stage="" if event.stage is None else event.stage.value,
    )


def to_event(row: models.FeedbackEvent) -> FeedbackEvent:
    """Return the event of a row."""
    return FeedbackEvent(
        event_id=row.event_id,
        kind=EventKind(row.kind),
        request_id=row.request_id,
        record_id=row.record_id,
        occurred_at=row.occurred_at,
        list_id=row.list_id,
        actor=row.actor,
        actor_kind=ActorKind(row.actor_kind),
        seconds=row.seconds,
        reason=EventReason(row.reason) if row.reason else None,
        stage=CaseStage(row.stage) if row.stage else None,
    )


def to_judgement(row: models.StoredJudgement) -> Judgement:
    """Return the judgement of a row."""
    return Judgement(row.request_id, row.record_id, Level(row.level), row.weight, row.judge)
