"""Reads: the records of one's own organisations by state, and what waits for a review."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from duijie.app.accounts.models import RegisteredOrganization
from duijie.app.records.models import RecordVersion, State, StoredRecord
from duijie.app.records.rows import table_of
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import require
from duijie.kernel.kinds import KINDS, RecordKind

PAGE = 50
# The last record of a page: when it was written, the place of its kind, and its key.
After = tuple[datetime, int, int]


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """A record of one's own in a list (我的记录)."""

    record_id: str
    kind: RecordKind
    title: str
    state: str
    owner_name: str
    updated_at: datetime
    runs_out_on: date | None


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A page of one's own records in one state, with how many there are in each."""

    state: str
    counts: dict[str, int]
    records: list[OwnRecord]
    older: str = ""


def own_records(
    actor: Actor, state: str, *, valid_days: int, before: After | None = None
) -> OwnPage:
    """Return a page of the records of the actor's organisations in a state, newest first.

    A page goes on after a moment and a record: an import writes thousands at one moment.

    Raises:
        DeniedError: the actor belongs to no verified organisation.
    """
    require(actor, "records.list_own")
    counts = dict.fromkeys(State.values, 0)
    found: list[tuple[datetime, int, int, OwnRecord]] = []
    for place, kind in enumerate(KINDS.values()):
        own = _own(actor, kind)
        many_of = dict(own.order_by().values_list("state").annotate(Count("pk")))
        for name, many in many_of.items():
            counts[name] += many
        if not many_of.get(state):
            continue
        rows = own.filter(state=state).select_related("owner")
        if before is not None:
            rows = rows.filter(_after(place, *before))
        newest = rows.order_by("-updated_at", "-pk")[: PAGE + 1]
        found += [(row.updated_at, -place, row.pk, _told(kind, row, valid_days)) for row in newest]
    found.sort(key=lambda one: one[:3], reverse=True)
    older = ""
    if len(found) > PAGE:
        moment, place, key, _ = found[PAGE - 1]
        older = f"{moment.isoformat()} {-place} {key}"
    return OwnPage(state, counts, [told for *_, told in found[:PAGE]], older)


def read_after(text: str) -> After | None:
    """Return where a page goes on, as the page before wrote it; None where it says nothing.

    >>> read_after("2026-11-20T09:00:00+00:00 1 17"), read_after("yesterday")
    ((datetime.datetime(2026, 11, 20, 9, 0, tzinfo=datetime.timezone.utc), 1, 17), None)
    """
    parts = text.split(" ")
    if len(parts) != 3 or not all(part.isdecimal() and len(part) < 18 for part in parts[1:]):
        return None
    try:
        moment = datetime.fromisoformat(parts[0])
        if moment.tzinfo is None:
            return None
        moment.astimezone(UTC)  # as the database wants it; the first hour of year 1 has none
    except (ValueError, OverflowError):
        return None
    return moment, int(parts[1]), int(parts[2])


def _after(place: int, moment: datetime, last_place: int, last_key: int) -> Q:
    """Return which records of the kind at a place come after the last one of a page."""
    older = Q(updated_at__lt=moment)
    if place < last_place:
        return older
    same = Q(updated_at=moment)
    return older | (same & Q(pk__lt=last_key) if place == last_place else same)


def waiting_for_review(actor: Actor, limit: int = 200) -> list[OwnRecord]:
    """Return what was handed in, the longest waiting first; a query a kind.

    Raises:
        DeniedError: the actor reviews nothing.
    """
    require(actor, "records.review")
    found: list[OwnRecord] = []
    for kind in KINDS.values():
        rows: QuerySet[Any] = table_of(kind.name).model.objects.all()  # type: ignore[attr-defined]
        rows = rows.filter(state=State.UNDER_REVIEW).exclude(owner__in=actor.organizations)
        found += [
            _told(kind, row, 0)
            for row in rows.select_related("owner").order_by("updated_at")[:limit]
        ]
    return sorted(found, key=lambda one: one.updated_at)[:limit]


def owners_for(actor: Actor) -> list[RegisteredOrganization]:
    """Return the organisations for which the actor may write records, by name."""
    mine = actor.organizations | actor.assigned
    return list(RegisteredOrganization.objects.filter(pk__in=mine).order_by("name", "pk"))


def said_at(record_id: str, revision: int) -> dict[str, object]:
    """Return which fields changed since a revision, with what they said at it, as JSON holds it."""
    said: dict[str, object] = {}
    later = RecordVersion.objects.filter(record_id=record_id, revision__gt=revision)
    for version in later.order_by("-revision"):
        said.update(version.before)
    return said


def runs_out_on(kind: RecordKind, row: StoredRecord, valid_days: int) -> date:
    """Return the day on which a record runs out: its own last day, or so long after its renewal."""
    own = next((getattr(row, s.name) for s in kind.fields if s.facet == "valid_until"), None)
    by_age = row.updated_at.date() + timedelta(days=valid_days)
    return min(own, by_age) if own is not None else by_age


def _own(actor: Actor, kind: RecordKind) -> QuerySet[Any]:
    rows: QuerySet[Any] = table_of(kind.name).model.objects.all()  # type: ignore[attr-defined]
    return rows.filter(owner__in=actor.organizations | actor.assigned)


def _told(kind: RecordKind, row: StoredRecord, valid_days: int) -> OwnRecord:
    is_counted = valid_days and row.state == State.PUBLISHED
    return OwnRecord(
        record_id=row.record_id,
        kind=kind,
        title=str(getattr(row, kind.title.name)),
        state=row.state,
        owner_name=str(row.owner or ""),
        updated_at=row.updated_at,
        runs_out_on=runs_out_on(kind, row, valid_days) if is_counted else None,
    )
