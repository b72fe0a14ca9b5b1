"""Writes: parts of a record that are opened, each noted where its owner sees it."""

from datetime import datetime, timedelta

from django.db import transaction

from duijie.app.audit.actions import note
from duijie.app.records.models import Grant, Opening
from duijie.app.records.permissions import looks_after
from duijie.app.records.queries.shown import ShownRecord, seen_record, shown_record
from duijie.app.records.queries.visible import stored_record, subject_of
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import allowed, require
from duijie.kernel.errors import CallError, GoneError
from duijie.kernel.kinds import Disclosure
from duijie.kernel.words import N_

Part = Opening.Part
# How long an officer who gave a reason may look: one working day.
OFFICIAL_HOURS = 8


@transaction.atomic
def open_partners_part(actor: Actor, record_id: str, *, now: datetime) -> ShownRecord:
    """Return a record with its partners' part; unless it is the actor's own, that is logged.

    Raises:
        GoneError: there is no such record, or not for this actor.
        DeniedError: the owner has not opened it to the actor.
    """
    stored, subject = seen_record(actor, record_id, now)
    require(actor, "records.see_partners_part", subject)
    is_own = looks_after(actor, subject)
    if not is_own:
        log_opening(actor, record_id, Part.PARTNERS, now=now, audited=True)
    return shown_record(stored, subject, frozenset(Disclosure), is_own=is_own)


@transaction.atomic
def note_members_part(actor: Actor, shown: ShownRecord, *, now: datetime) -> None:
    """Note that a member read the members' part: once a day for each person and record.

    Of records without an owner nothing is noted: there is nobody to show it to.
    """
    if shown.is_own or shown.owner_id is None or Disclosure.MEMBERS not in shown.opened:
        return
    day = now - timedelta(hours=24)
    known = Opening.objects.filter(
        record_id=shown.record_id, user_id=actor.user_id or 0, part=Part.MEMBERS, opened_at__gt=day
    )
    if not known.exists():
        log_opening(actor, shown.record_id, Part.MEMBERS, now=now, audited=False)


@transaction.atomic
def open_officially(actor: Actor, record_id: str, reason: str, *, now: datetime) -> Opening:
    """Let an officer look at a record that is not open to them, for a reason, for eight hours.

    Raises:
        GoneError: there is no such record, or it is a draft.
        CallError: no reason is given.
    """
    stored = stored_record(record_id)
    subject = None if stored is None else subject_of(stored, now)
    if subject is None or not allowed(actor, "records.open_officially", subject):
        raise GoneError(thing=N_("record"), name=record_id)
    if not reason.strip():
        raise CallError(
            why=N_("an officer who opens what is not theirs gives a reason"),
            remedy=N_("Write the reason; the owner of the record will see it."),
        )
    opening = log_opening(actor, record_id, Part.OFFICIAL, now=now, audited=True, reason=reason)
    opening.until = now + timedelta(hours=OFFICIAL_HOURS)
    opening.save(update_fields=["until"])
    return opening


@transaction.atomic
def grant(
    actor: Actor, record_id: str, organization_id: int, *, basis: str, now: datetime
) -> Grant:
    """Open the partners' part of a record to an organisation; the actor must own the record.

    Raises:
        GoneError: there is no such record, or not for this actor.
        DeniedError: the actor is not on the owner's side.
    """
    _, subject = seen_record(actor, record_id, now)
    require(actor, "records.grant", subject)
    return open_to(actor, record_id, organization_id, basis=basis, now=now)


@transaction.atomic
def open_to(
    actor: Actor, record_id: str, organization_id: int, *, basis: str, now: datetime
) -> Grant:
    """Open the partners' part of a record to an organisation.

    Whoever calls this has checked that the owner agreed, e.g. by answering an interest.
    """
    opened, _ = Grant.objects.update_or_create(
        record_id=record_id,
        organization_id=organization_id,
        basis=basis,
        defaults={"granted_at": now, "until": None},
    )
    values: dict[str, str | int | None] = {"organization": organization_id, "basis": basis}
    note("records.grant", record_id, by=actor, now=now, values=values)
    return opened


@transaction.atomic
def end_grants(actor: Actor, basis: str, *, now: datetime) -> int:
    """End what rests on a basis, e.g. a withdrawn interest; return how many grants that were.

    Whoever calls this has checked that the actor may end the basis itself.
    """
    ended = list(Grant.objects.filter(basis=basis, until__isnull=True))
    for one in ended:
        one.until = now
        one.save(update_fields=["until"])
        values: dict[str, str | int | None] = {"organization": one.organization_id, "basis": basis}
        note("records.end_grant", one.record_id, by=actor, now=now, values=values)
    return len(ended)


def log_opening(  # noqa: PLR0913
    actor: Actor,
    record_id: str,
    part: str,
    *,
    now: datetime,
    audited: bool,
    detail: str = "",
    reason: str = "",
) -> Opening:
    """Note that the actor opened a part of a record, and in the audit log where it matters."""
    mine = sorted(actor.organizations)
    if audited:
        values = {"part": str(part), "detail": detail, "reason": reason[:1000]}
        note("records.open", record_id, by=actor, now=now, values=values)
    return Opening.objects.create(
        record_id=record_id,
        user_id=actor.user_id,
        organization_id=mine[0] if mine else None,
        part=part,
        detail=detail[:300],
        reason=reason[:1000],
        opened_at=now,
    )
