"""Reads: what happened to something, who did what, and whether the log is whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import orjson
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from duijie.app.audit.actions import PEOPLE, digest_of
from duijie.app.audit.models import AuditEntry, AuditHead
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import require

PAGE = 100
CHUNK = 2000
MOST_PEOPLE = 100  # who share a name


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which entries are asked for (筛选); what is empty does not narrow."""

    person: str = ""
    verb: str = ""
    subject: str = ""
    day: date | None = None


def entries_of(subject: str, limit: int = 100, *, before: int | None = None) -> list[AuditEntry]:
    """Return what was done to a subject or seen of it, newest first: who saw what, for its owner.

    `before` is the key of the last entry of the page before. Whether the reader may know is for
    the app to which the subject belongs.
    """
    entries = AuditEntry.objects.filter(subject=subject)
    if before is not None:
        entries = entries.filter(pk__lt=before)
    return list(entries.order_by("-pk")[:limit])


def log_page(actor: Actor, where: LogFilter, *, before: int | None = None) -> list[AuditEntry]:
    """Return a page of the log, newest first, and one more if there are more.

    Raises:
        DeniedError: the actor may not read the log.
    """
    require(actor, "audit.see")
    entries = _found(where)
    if before is not None:
        entries = entries.filter(pk__lt=before)
    return list(entries.order_by("-pk")[: PAGE + 1])


def lines_of(where: LogFilter) -> Iterator[bytes]:
    """Yield the entries that are asked for as JSON Lines, oldest first."""
    for entry in _in_chunks(_found(where)):
        told = {
            "id": entry.pk,
            "at": entry.at.astimezone(UTC).isoformat(),
            "user": entry.user_id,
            "actor": entry.actor,
            "verb": entry.verb,
            "subject": entry.subject,
            "values": entry.values,
            "request_id": entry.request_id,
            "digest": entry.digest,
        }
        yield orjson.dumps(told) + b"\n"


def _in_chunks(entries: QuerySet[AuditEntry]) -> Iterator[AuditEntry]:
    """Yield entries by their key, a chunk read to its end: a slow reader holds nothing open."""
    last = 0
    while some := list(entries.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield from some
        last = some[-1].pk


def first_broken() -> int | None:
    """Return the key of the first entry that does not follow from the one before; None: whole.

    0 says that entries are missing at the end. The head is read first: what is added meanwhile
    comes after it, and is checked like the rest.
    """
    head = AuditHead.objects.filter(pk=PEOPLE).first()
    digest, entries = (head.digest, head.entries) if head else ("", 0)
    before, count = "", 0
    for entry in AuditEntry.objects.order_by("pk").iterator(chunk_size=CHUNK):
        if entry.digest != digest_of(entry, before):
            return int(entry.pk)
        before, count = entry.digest, count + 1
        if count == entries and before != digest:
            return int(entry.pk)
    return 0 if count < entries else None


def count_entries() -> int:
    """Return how many entries the log has, as its head says."""
    head = AuditHead.objects.filter(pk=PEOPLE).first()
    return int(head.entries) if head else 0


def _found(where: LogFilter) -> QuerySet[AuditEntry]:
    entries = AuditEntry.objects.all()
    if where.person:
        named = get_user_model().objects.filter(
            Q(name=where.person) | Q(email=where.person.lower()) | Q(phone=where.person)
        )
        entries = entries.filter(user_id__in=list(named.values_list("pk", flat=True)[:MOST_PEOPLE]))
    if where.verb:
        entries = entries.filter(verb=where.verb)
    if where.subject:
        entries = entries.filter(subject=where.subject)
    if where.day is not None:
        start = datetime.combine(where.day, time.min).astimezone()
        entries = entries.filter(at__gte=start, at__lt=start + timedelta(days=1))
    return entries
