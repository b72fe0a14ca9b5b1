"""Writes: asking for matches."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from duijie.app.feedback_files import name_of
from duijie.app.matching.answering import Answered, answered, place_of, reason_stored
from duijie.app.matching.asked import Asked, conditions, headline, request_of, source_of
from duijie.app.matching.filters import ListFilters, without_one
from duijie.app.matching.learning import log_shown
from duijie.app.matching.models import ShownList, StoredRequest
from duijie.app.matching.permissions import user_of
from duijie.app.matching.queries import stored_list
from duijie.app.matching.seen import SeenRecord
from duijie.app.records.actions.life import create
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import require
from duijie.index import write_filter
from duijie.kernel.errors import TooManyError
from duijie.kernel.matching import MatchRequest

MATCHES_A_MINUTE = 30


def ask(actor: Actor, asked: Asked, *, now: datetime) -> ShownList:
    """Match what is asked, store the list that is shown, and log it for learning.

    Raises:
        DeniedError: the actor may not match.
        TooManyError: the actor matched too often within a minute.
        GoneError: the record it is asked from is not there, or not for this reader.
    """
    require(actor, "matching.match")
    _keep_within_rate(actor, now)
    source = source_of(actor, asked.source_id) if asked.source_id else None
    document = source.document if source else None
    where = conditions(asked.filters, document, now.date())
    request = MatchRequest(asked.text) if document is None else request_of("", document)
    found = answered(MatchRequest(request.text, request.title, where, source=document))
    shown_list = _stored(actor, asked, source, found, now)
    log_shown(shown_list, found, actor, now)
    return shown_list


def _keep_within_rate(actor: Actor, now: datetime) -> None:
    since = now - timedelta(minutes=1)
    lately = ShownList.objects.filter(asked_by_id=user_of(actor), asked_at__gt=since)
    if lately.count() >= MATCHES_A_MINUTE:
        raise TooManyError(most=MATCHES_A_MINUTE)


@transaction.atomic
def _stored(
    actor: Actor, asked: Asked, source: SeenRecord | None, found: Answered, now: datetime
) -> ShownList:
    """Write a request, unless its organisation has asked it before, and the list shown for it."""
    answer = found.answer
    stored, _ = StoredRequest.objects.get_or_create(
        organization_id=_asks_for(actor, source),
        name=name_of(answer.request),
        defaults={
            "title": source.document.title if source else headline(asked.text),
            "text": "" if source else asked.text,
            "source_id": source.document.record_id if source else "",
            "asked_by_id": user_of(actor),
            "asked_at": now,
        },
    )
    honest = answer.no_good_match
    return ShownList.objects.create(
        id=found.list_id,
        request=stored,
        asked_by_id=user_of(actor),
        asked_at=now,
        filters=asked.filters.stored(),
        where=write_filter(asked.filters.where(now.date())),
        release=answer.release[:200],
        spent_ms=sum(answer.timings_ms.values()),
        shown=[place_of(one) for one in found.shown],
        ranked=[place_of(one) for one in found.ranked],
        nearest=[place_of(one) for one in honest.nearest] if honest else [],
        missing=[reason_stored(one) for one in honest.missing] if honest else [],
        next_steps=[reason_stored(one) for one in honest.next_steps] if honest else [],
    )


def _asks_for(actor: Actor, source: SeenRecord | None) -> int:
    """Return the organisation that asks: the need's own, where the actor acts for it."""
    if source is not None and source.owner_id is not None and actor.acts_for(source.owner_id):
        return source.owner_id
    return min(actor.organizations)


def ask_again(actor: Actor, list_id: UUID, *, now: datetime) -> ShownList:
    """Match what a list was shown for once more, on the records of now."""
    before = stored_list(actor, list_id)
    return ask(actor, _asked_before(before, ListFilters.of(before.filters)), now=now)


def ask_wider(actor: Actor, list_id: UUID, name: str, *, now: datetime) -> ShownList:
    """Match what a list was shown for without one of its filters, or with none ("all")."""
    before = stored_list(actor, list_id)
    filters = ListFilters.of(before.filters)
    if name == "all":
        filters = ListFilters()
    elif name in filters.stored():
        filters = without_one(filters, name)
    return ask(actor, _asked_before(before, filters), now=now)


def _asked_before(before: ShownList, filters: ListFilters) -> Asked:
    return Asked(before.request.text, before.request.source_id, filters)


def draft_challenge(actor: Actor, list_id: UUID, *, now: datetime) -> str:
    """Make a draft of a need from what was asked, to be published as an open challenge.

    What was asked from a stored need is that need already. Returns the record's id.
    """
    shown_list = stored_list(actor, list_id)
    stored = shown_list.request
    if stored.source_id.startswith("need:"):
        return stored.source_id
    values = {"title": stored.title, "description": stored.text}
    record = create(actor, "need", values, owner_id=stored.organization_id, now=now)
    return str(record.record_id)
