"""Writes: what people make of a match: kept, set aside with a reason, taken back, looked at."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from duijie.app.matching.learning import (
    LONGEST_DWELL_S,
    SHORTEST_DWELL_S,
    event_name,
    log_event,
    retract,
)
from duijie.app.matching.models import SetAside, ShortlistEntry, ShownList, StoredRequest
from duijie.app.matching.permissions import user_of
from duijie.app.records.queries import visible_ids
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import require
from duijie.kernel.errors import CallError, GoneError
from duijie.kernel.words import N_, Phrase
from duijie.learn.feedback import EventKind, EventReason

MOST_KEPT = 200
SHORTLIST, REJECT = EventKind.SHORTLIST, EventKind.REJECT


def keep(actor: Actor, shown_list: ShownList, record_id: str, *, now: datetime) -> ShortlistEntry:
    """Put a record on the shortlist of a request; one that is there stays as it is.

    Raises:
        GoneError: the record is not there, or not for this reader.
        CallError: the shortlist is full.
    """
    require(actor, "matching.edit", shown_list.request)
    _must_see(actor, record_id)
    with transaction.atomic():
        entry = _kept(actor, shown_list, record_id, now)
        SetAside.objects.filter(request=shown_list.request, record_id=record_id).delete()
    log_event(shown_list, record_id, SHORTLIST, by=actor, now=now, once=str(entry.pk))
    return entry


def _kept(actor: Actor, shown_list: ShownList, record_id: str, now: datetime) -> ShortlistEntry:
    # Locked, so that two people who keep at once do not get one place.
    request = StoredRequest.objects.select_for_update().get(pk=shown_list.request_id)
    entries = ShortlistEntry.objects.filter(request=request)
    there = entries.filter(record_id=record_id).first()
    if there is not None:
        return there
    if entries.count() >= MOST_KEPT:
        raise CallError(
            why=Phrase("a shortlist holds at most %(most)s records", most=MOST_KEPT),
            remedy=N_("Take something off the shortlist first."),
        )
    last = entries.aggregate(last=Max("place"))["last"] or 0
    return ShortlistEntry.objects.create(
        request=request,
        record_id=record_id,
        shown_list=shown_list,
        place=last + 1,
        added_by_id=user_of(actor),
        added_at=now,
    )


def unkeep(actor: Actor, request: StoredRequest, record_id: str, *, now: datetime) -> None:
    """Take a record off the shortlist; learning forgets that it was kept."""
    require(actor, "matching.edit", request)
    entry = ShortlistEntry.objects.select_related("shown_list", "shown_list__request").filter(
        request=request, record_id=record_id
    )
    for one in entry:
        pk = str(one.pk)
        one.delete()
        if one.shown_list is not None:
            adder = Actor(user_id=one.added_by_id)
            retract(event_name(one.shown_list, record_id, SHORTLIST, adder, pk), now)


def drop(actor: Actor, request: StoredRequest, entry: int, *, now: datetime) -> None:
    """Take an entry off the shortlist."""
    found = ShortlistEntry.objects.filter(request=request, pk=entry).first()
    if found is not None:
        unkeep(actor, request, found.record_id, now=now)


def write_note(actor: Actor, request: StoredRequest, entry: int, text: str) -> None:
    """Write the note of something kept."""
    require(actor, "matching.edit", request)
    ShortlistEntry.objects.filter(request=request, pk=entry).update(note=text)


@transaction.atomic
def move_up(actor: Actor, request: StoredRequest, entry: int) -> None:
    """Let something kept change places with the one above it."""
    require(actor, "matching.edit", request)
    rows = list(ShortlistEntry.objects.select_for_update().filter(request=request))
    place = next((n for n, one in enumerate(rows) if one.pk == entry), 0)
    if place > 0:
        rows[place - 1], rows[place] = rows[place], rows[place - 1]
    for number, one in enumerate(rows, 1):
        one.place = number
    ShortlistEntry.objects.bulk_update(rows, ["place"])


def set_aside(
    actor: Actor,
    shown_list: ShownList,
    record_id: str,
    reason: EventReason,
    text: str,
    *,
    now: datetime,
) -> SetAside:
    """Note that a match is not suitable, and why; the reason is what learning needs most."""
    require(actor, "matching.edit", shown_list.request)
    _must_see(actor, record_id)
    with transaction.atomic():
        # Locked, so that a second click waits, and then takes the place of the first.
        StoredRequest.objects.select_for_update().get(pk=shown_list.request_id)
        put_back(actor, shown_list.request, record_id, now=now)
        unkeep(actor, shown_list.request, record_id, now=now)
        found = SetAside.objects.create(
            request=shown_list.request,
            record_id=record_id,
            shown_list=shown_list,
            reason=reason.value,
            note=text,
            set_aside_by_id=user_of(actor),
            set_aside_at=now,
        )
    once = str(found.pk)
    log_event(shown_list, record_id, REJECT, by=actor, now=now, once=once, reason=reason)
    return found


def put_back(actor: Actor, request: StoredRequest, record_id: str, *, now: datetime) -> None:
    """Undo that a match was set aside; learning forgets it."""
    require(actor, "matching.edit", request)
    rows = SetAside.objects.select_related("shown_list", "shown_list__request")
    for one in rows.filter(request=request, record_id=record_id):
        pk = str(one.pk)
        one.delete()
        if one.shown_list is not None:
            by = Actor(user_id=one.set_aside_by_id)
            retract(event_name(one.shown_list, record_id, REJECT, by, pk), now)


def note_look(
    actor: Actor, shown_list: ShownList, record_id: str, seconds: float | None, *, now: datetime
) -> None:
    """Note that a card was opened or, with seconds, how long it was looked at.

    What is absurd is passed over: a tab left open overnight is no sign of interest.
    """
    require(actor, "matching.read", shown_list.request)
    if seconds is None:
        log_event(shown_list, record_id, EventKind.CLICK, by=actor, now=now)
    elif SHORTEST_DWELL_S <= seconds <= LONGEST_DWELL_S:
        minute = f"{now:%Y%m%d%H%M}"  # the same beacon sent twice is one look
        log_event(
            shown_list, record_id, EventKind.DWELL, by=actor, now=now, once=minute, seconds=seconds
        )


def _must_see(actor: Actor, record_id: str) -> None:
    if record_id not in visible_ids(actor, [record_id]):
        raise GoneError(thing=N_("record"), name=record_id)
