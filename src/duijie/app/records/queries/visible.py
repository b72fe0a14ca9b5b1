"""Reads: what somebody may see, in lists and one by one. Each list takes one query per kind."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from duijie.app.records.models import Grant, Opening, State, StoredRecord
from duijie.app.records.permissions import OFFICIALS, PUBLIC, RecordSubject
from duijie.app.records.rows import table_of
from duijie.app.shared.actors import Actor, Role
from duijie.app.shared.permissions import allowed
from duijie.kernel.clock import system_clock
from duijie.kernel.kinds import KINDS


def visible(actor: Actor, kind: str, now: datetime | None = None) -> QuerySet[Any]:
    """Return the records of a kind that the actor may see in lists (可见记录).

    Theirs in any state; of others what is published and public, what is restricted for members,
    and what was opened to them; for officers also what waits for a review.
    """
    model = table_of(kind).model
    rows: QuerySet[Any] = model.objects.all()  # type: ignore[attr-defined]
    return rows.filter(_seen_by(actor, now or system_clock()))


def published(actor: Actor, kind: str, now: datetime | None = None) -> QuerySet[Any]:
    """Return what of a kind is in force and the actor may see: the library for readers."""
    return visible(actor, kind, now).filter(state=State.PUBLISHED)


def visible_ids(actor: Actor, record_ids: Iterable[str], now: datetime | None = None) -> set[str]:
    """Return which of these records are in force and the actor may see them.

    Engine answers go through here: what was withdrawn a moment ago is still in the index.
    """
    by_kind: dict[str, list[str]] = {}
    for record_id in record_ids:
        by_kind.setdefault(record_id.partition(":")[0], []).append(record_id)
    seen: set[str] = set()
    for kind, some in by_kind.items():
        if kind in KINDS:
            rows = published(actor, kind, now).filter(record_id__in=some)
            seen.update(rows.values_list("record_id", flat=True))
    return seen


def stored_record(record_id: str) -> StoredRecord | None:
    """Return the row of a record with its owner, whoever asks; None when there is none."""
    kind = record_id.partition(":")[0]
    if kind not in KINDS:
        return None
    rows: QuerySet[Any] = table_of(kind).model.objects.all()  # type: ignore[attr-defined]
    found: StoredRecord | None = rows.select_related("owner").filter(record_id=record_id).first()
    return found


def may_ask_for(actor: Actor, record_id: str, now: datetime) -> bool:
    """Tell whether the actor is an officer who may open a closed record by giving a reason."""
    stored = stored_record(record_id)
    if stored is None:
        return False
    return allowed(actor, "records.open_officially", subject_of(stored, now))


def subject_of(record: StoredRecord, now: datetime) -> RecordSubject:
    """Return what permissions on a record are decided on: two queries."""
    record_id = record.record_id
    return RecordSubject(
        record_id=record_id,
        state=record.state,
        visibility=str(getattr(record, "visibility", "private")),
        owner_id=record.owner_id,
        partners=frozenset(
            _in_force(now).filter(record_id=record_id).values_list("organization_id", flat=True)
        ),
        opened_by=frozenset(
            name
            for name in Opening.objects.filter(
                record_id=record_id, part=Opening.Part.OFFICIAL, until__gt=now
            ).values_list("user_id", flat=True)
            if name is not None
        ),
    )


def _in_force(now: datetime) -> QuerySet[Grant]:
    return Grant.objects.filter(Q(until__isnull=True) | Q(until__gt=now))


def _seen_by(actor: Actor, now: datetime) -> Q:
    """Return the condition of `records.see`, for many records at once."""
    open_to = [*PUBLIC, "restricted"] if actor.is_member else [*PUBLIC]
    readable = Q(visibility__in=open_to)
    own = actor.organizations | actor.assigned
    if own:
        opened = _in_force(now).filter(organization__in=own).values("record_id")
        readable |= Q(record_id__in=opened)
    seen = Q(state=State.PUBLISHED) & readable
    if own:
        seen |= Q(owner__in=own)
    if actor.has(*OFFICIALS):
        seen |= Q(state=State.UNDER_REVIEW)
    if actor.has(Role.OPERATOR):
        seen |= Q(owner__isnull=True)
    return seen
