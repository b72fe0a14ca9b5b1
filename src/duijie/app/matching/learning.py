"""What learning is told (学习日志): what was shown and what became of it; it never stops a page."""

import logging
from collections.abc import Callable
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.db import DatabaseError, transaction

from duijie.app.feedback.actions import (
    record_event,
    record_impressions,
    record_shadow_ranks,
    retract_event,
)
from duijie.app.matching.answering import Answered
from duijie.app.matching.models import ShownList
from duijie.app.secret import secret_key
from duijie.app.shared.actors import Actor, Role
from duijie.app.wiring import home_in_use
from duijie.kernel.errors import DuijieError
from duijie.learn.feedback import ActorKind, EventKind, EventReason, FeedbackEvent, Impression

log = logging.getLogger("duijie.feedback")

MATCH_PAGE, SHARED_PAGE = "match", "shared"
SHORTEST_DWELL_S, LONGEST_DWELL_S = 1.0, 1800.0
_KINDS = (
    (Role.TECHNOLOGY_MANAGER, ActorKind.TECHNOLOGY_MANAGER),
    (Role.COMPANY, ActorKind.REQUESTER),
    (Role.RESEARCHER, ActorKind.HOLDER),
)


def actor_kind(actor: Actor) -> ActorKind:
    """Return how the log calls whoever acts, by their role."""
    return next((kind for role, kind in _KINDS if actor.has(role)), ActorKind.UNKNOWN)


def showing_of(shown_list: ShownList, actor: Actor) -> str:
    """Return the name of a showing: of the list itself for who asked, of their own for others."""
    if shown_list.asked_by_id == actor.user_id:
        return shown_list.id.hex
    return uuid5(shown_list.id, str(actor.user_id)).hex


def log_shown(shown_list: ShownList, answered: Answered, actor: Actor, now: datetime) -> None:
    """Log a list as it stood when it was drawn, with its chances and a shadow's ranks."""
    impressions = [
        Impression(
            list_id=shown_list.id.hex,
            request_id=shown_list.request.name,
            record_id=one.record_id,
            rank=one.rank,
            shown_at=now,
            propensity=one.propensity,
            places=one.places,
            list_propensity=answered.explored.chance,
            release=shown_list.release,
            page=MATCH_PAGE,
            actor=name_of(actor),
            actor_kind=actor_kind(actor),
        )
        for one in answered.explored.shown
    ]

    def write() -> None:
        record_impressions(impressions, key=secret_key(home_in_use()))
        if answered.shadow_ranks:
            record_shadow_ranks(shown_list.id.hex, answered.shadow, answered.shadow_ranks)

    _safely(write)


def log_shared(shown_list: ShownList, actor: Actor, now: datetime) -> None:
    """Log that somebody else looked at a list: in the order of the ranking, once per reader."""
    impressions = [
        Impression(
            list_id=showing_of(shown_list, actor),
            request_id=shown_list.request.name,
            record_id=place["record_id"],
            rank=rank,
            shown_at=now,
            list_propensity=1.0,
            release=shown_list.release,
            page=SHARED_PAGE,
            actor=name_of(actor),
            actor_kind=actor_kind(actor),
        )
        for rank, place in enumerate(shown_list.ranked, 1)
    ]
    _safely(lambda: record_impressions(impressions, key=secret_key(home_in_use())))


def log_event(
    shown_list: ShownList,
    record_id: str,
    kind: EventKind,
    *,
    by: Actor,
    now: datetime,
    once: str = "",
    **more: float | EventReason,
) -> None:
    """Log what became of a shown record; `once` tells apart what may happen again."""
    if not was_shown(shown_list, record_id, by):
        return  # what is only named for comparison was not offered as a match
    event = FeedbackEvent(
        event_id=event_name(shown_list, record_id, kind, by, once),
        kind=kind,
        request_id=shown_list.request.name,
        record_id=record_id,
        occurred_at=now,
        list_id=showing_of(shown_list, by),
        actor=name_of(by),
        actor_kind=actor_kind(by),
        **more,  # type: ignore[arg-type]  # seconds of dwell, the reason of a rejection
    )
    _safely(lambda: record_event(event, key=secret_key(home_in_use())))


def retract(event_id: str, now: datetime) -> None:
    """Let an event that was undone not be learned from."""
    _safely(lambda: retract_event(event_id, now=now))


def event_name(
    shown_list: ShownList, record_id: str, kind: EventKind, by: Actor, once: str = ""
) -> str:
    """Return the id of an event: the same again is the same event."""
    said = "\x1f".join((shown_list.id.hex, record_id, kind.value, str(by.user_id), once))
    return uuid5(NAMESPACE_URL, said).hex


def was_shown(shown_list: ShownList, record_id: str, actor: Actor) -> bool:
    """Tell whether a record stood in the list that this reader saw."""
    is_own = shown_list.asked_by_id == actor.user_id
    places = shown_list.shown if is_own else shown_list.ranked
    return any(place["record_id"] == record_id for place in places)


def name_of(actor: Actor) -> str:
    """Return who acts; the log stores a pseudonym of it."""
    return f"user:{actor.user_id}" if actor.user_id is not None else ""


def _safely(write: Callable[[], object]) -> None:
    try:
        with transaction.atomic():
            write()
    except (DatabaseError, DuijieError, OSError, ValueError) as error:
        log.warning("feedback not logged", extra={"why": repr(error)[:300]})
