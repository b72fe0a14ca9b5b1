"""What comes round by itself: records run out, and their owners are reminded before."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from duijie.app.jobs.context import MACHINE
from duijie.app.jobs.registry import every
from duijie.app.notices.actions import tell_organization
from duijie.app.records.actions import expire
from duijie.app.records.models import Reminder, State, StoredRecord
from duijie.app.records.queries import runs_out_on
from duijie.app.records.rows import table_of
from duijie.app.wiring import home_in_use
from duijie.kernel.kinds import KINDS, RecordKind
from duijie.kernel.settings import load_settings
from duijie.kernel.words import N_, Phrase

PAGE = 500
# Of one owner at once, in one transaction: the others come with the next round.
AT_ONCE = 200


@dataclass
class Due:
    """What of one owner has run out, and what soon will, with the day (到期情况)."""

    gone: list[str] = field(default_factory=list)
    soon: list[tuple[str, date]] = field(default_factory=list)


@every("1h", name="records.expire")
def remind_and_expire(now: datetime) -> tuple[int, int]:
    """Let run out what nobody renewed, and remind of what soon will; return how many each were.

    Only records with an owner here run out: of what an operator imports, its source says whether
    it is in force.
    """
    settings = load_settings(home_in_use().settings_file)
    valid, before = settings.integer("records.valid_days"), settings.integer("records.remind_days")
    by_owner: dict[int, Due] = {}
    for kind in KINDS.values():
        for row in _due(kind, now, valid, before):
            due = by_owner.setdefault(row.owner_id or 0, Due())
            last_day = runs_out_on(kind, row, valid)
            if last_day < now.date():
                due.gone.append(row.record_id)
            elif last_day <= now.date() + timedelta(days=before):
                due.soon.append((row.record_id, last_day))
    expired = sum(_expire(owner, due.gone[:AT_ONCE], now) for owner, due in by_owner.items())
    reminded = sum(_remind(owner, _untold(due.soon), now) for owner, due in by_owner.items())
    return reminded, expired


@transaction.atomic
def _expire(owner_id: int, record_ids: list[str], now: datetime) -> int:
    for record_id in record_ids:
        expire(MACHINE, record_id, now=now)
    if record_ids:
        message = N_("%(count)s of your records ran out and nobody else sees them. Renew them.")
        link = f"{reverse('records')}?state={State.EXPIRED.value}"
        tell_organization(owner_id, Phrase(message, count=len(record_ids)), link=link, now=now)
    return len(record_ids)


def _untold(due: list[tuple[str, date]]) -> list[tuple[str, date]]:
    """Return the next of the records that run out soon of which nobody was told yet."""
    fresh: list[tuple[str, date]] = []
    for start in range(0, len(due), PAGE):
        some = due[start : start + PAGE]
        rows = Reminder.objects.filter(record_id__in=[record_id for record_id, _ in some])
        told = set(rows.values_list("record_id", "due_on"))
        fresh += [one for one in some if one not in told]
        if len(fresh) >= AT_ONCE:
            break
    return fresh[:AT_ONCE]


@transaction.atomic
def _remind(owner_id: int, due: list[tuple[str, date]], now: datetime) -> int:
    """Remind an owner of the records of which they were not told this day already."""
    fresh = [
        last_day
        for record_id, last_day in due
        if Reminder.objects.get_or_create(
            record_id=record_id, due_on=last_day, defaults={"sent_at": now}
        )[1]
    ]
    if fresh:
        message = N_("%(count)s of your records run out soon, the first on %(day)s. Renew them.")
        phrase = Phrase(message, count=len(fresh), day=min(fresh).isoformat())
        link = f"{reverse('records')}?state={State.PUBLISHED.value}"
        tell_organization(owner_id, phrase, link=link, now=now)
    return len(fresh)


def _due(kind: RecordKind, now: datetime, valid: int, before: int) -> Iterator[StoredRecord]:
    """Yield the published records of a kind that may have run out, or soon will, page by page."""
    rows: QuerySet[Any] = table_of(kind.name).model.objects.all()  # type: ignore[attr-defined]
    late = Q(updated_at__lte=now - timedelta(days=valid - before))
    last_day = next((spec.name for spec in kind.fields if spec.facet == "valid_until"), "")
    if last_day:
        late |= Q(**{f"{last_day}__lte": now.date() + timedelta(days=before)})
    rows = rows.filter(late, state=State.PUBLISHED, owner__isnull=False).order_by("pk")
    # Without the texts: an organisation may have a hundred thousand records.
    rows = rows.only("record_id", "owner_id", "updated_at", *((last_day,) if last_day else ()))
    last = 0
    while page := list(rows.filter(pk__gt=last)[:PAGE]):
        yield from page
        last = page[-1].pk
