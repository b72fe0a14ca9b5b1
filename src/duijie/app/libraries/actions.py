"""Writes: many records changed by one wish, each by its own action; and that taken back."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction

from duijie.app.audit.actions import note
from duijie.app.jobs.actions import start_job
from duijie.app.libraries.models import BulkChange, BulkStep
from duijie.app.records import actions as records
from duijie.app.records.models import StoredRecord
from duijie.app.records.rows import table_of
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import require
from duijie.kernel.errors import CallError, DuijieError, GoneError
from duijie.kernel.kinds import kind_named
from duijie.kernel.ports import Progress, silent
from duijie.kernel.words import LANGS, N_, Phrase

# More take longer than a reader waits for a page; from here on a job does it.
AT_ONCE = 200
MOST_CHANGED = 5000
State = BulkStep.State
_SEPARATORS = re.compile(r"[;；,，、|\n\t]+")


class What(StrEnum):
    """What may be changed in many records at once (批量修改项)."""

    SUBMIT = "submit"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    RENEW = "renew"
    VISIBILITY = "visibility"
    ADD_KEYWORDS = "add_keywords"
    REMOVE_KEYWORDS = "remove_keywords"


@transaction.atomic
def ask_for_change(
    actor: Actor,
    kind: str,
    record_ids: Sequence[str],
    what: What,
    values: Mapping[str, str],
    *,
    now: datetime,
) -> BulkChange:
    """Note a change of many records, and run it in a job where there are many; return it.

    Raises:
        CallError: there are none, or more than may be changed at once.
    """
    require(actor, "libraries.change_many")
    assert actor.user_id is not None  # noqa: S101  (whoever may has an account)
    if not 0 < len(record_ids) <= MOST_CHANGED:
        raise CallError(
            why=Phrase("between 1 and %(most)s records can be changed at once", most=MOST_CHANGED),
            remedy=N_("Select records, or narrow the list down."),
        )
    change = BulkChange.objects.create(
        kind=kind, what=what, values=dict(values), asked_by_id=actor.user_id, asked_at=now
    )
    steps = [BulkStep(change=change, record_id=record_id) for record_id in record_ids]
    BulkStep.objects.bulk_create(steps, batch_size=500)
    told: dict[str, str | int] = {"what": what, "records": len(record_ids)}
    note("libraries.change_many", f"change:{change.pk}", by=actor, now=now, values=told)
    if len(record_ids) > AT_ONCE:
        _start(actor, change, "libraries.change", now)
    return change


@transaction.atomic
def ask_for_undo(actor: Actor, change_id: UUID | str, *, now: datetime) -> BulkChange:
    """Note that a change shall be taken back, and run that in a job where it is long."""
    change = own_change(actor, change_id)
    BulkChange.objects.filter(pk=change.pk).update(undo_asked_at=now)
    note("libraries.undo_many", f"change:{change.pk}", by=actor, now=now)
    if change.steps.filter(state=State.DONE).count() > AT_ONCE:
        _start(actor, change, "libraries.undo", now)
    return change


def own_change(actor: Actor, change_id: UUID | str) -> BulkChange:
    """Return a change that the actor asked for.

    Raises:
        GoneError: there is none, or somebody else asked for it.
    """
    found = BulkChange.objects.filter(pk=change_id, asked_by=actor.user_id).first()
    if found is None:
        raise GoneError(thing=N_("change"), name=str(change_id))
    return found


def run_change(
    actor: Actor, change: BulkChange, *, now: datetime, progress: Progress = silent
) -> int:
    """Change every record that still waits, one by one; return how many were looked at."""
    waiting = list(change.steps.filter(state=State.WAITING).order_by("pk"))
    for place, step in enumerate(waiting):
        progress("change", place, len(waiting))
        _run_step(actor, change, step, now)
    return len(waiting)


def run_undo(
    actor: Actor, change: BulkChange, *, now: datetime, progress: Progress = silent
) -> int:
    """Take back what the change did, record by record; return how many were looked at."""
    done = list(change.steps.filter(state=State.DONE).order_by("-pk"))
    for place, step in enumerate(done):
        progress("undo", place, len(done))
        _undo_step(actor, step, now)
    return len(done)


def _start(actor: Actor, change: BulkChange, work: str, now: datetime) -> None:
    start_job(
        actor,
        work,
        Phrase(N_("Change many records")),
        {"change_id": str(change.pk)},
        now=now,
        link=f"/libraries/changes/{change.pk}/",
    )


def _run_step(actor: Actor, change: BulkChange, step: BulkStep, now: datetime) -> None:
    """Change one record and note what became of it, in one transaction."""
    try:
        with transaction.atomic():
            before = _locked(step.record_id)
            after = _changed(actor, change, before, now)
            is_same = after.revision == before.revision
            step.state = State.SAME if is_same else State.DONE
            step.revision = after.revision
            step.save(update_fields=["state", "revision"])
    except DuijieError as error:
        step.state, step.problem = State.REFUSED, {lang: error.message(lang) for lang in LANGS}
        step.save(update_fields=["state", "problem"])


def _undo_step(actor: Actor, step: BulkStep, now: datetime) -> None:
    try:
        with transaction.atomic():
            records.undo(actor, step.record_id, revision=step.revision or 0, now=now)
            step.state = State.UNDONE
            step.save(update_fields=["state"])
    except DuijieError as error:
        step.state, step.problem = State.KEPT, {lang: error.message(lang) for lang in LANGS}
        step.save(update_fields=["state", "problem"])


def _locked(record_id: str) -> StoredRecord:
    model: Any = table_of(record_id.partition(":")[0]).model
    records.hold_revisions()
    found: StoredRecord | None = (
        model.objects.select_for_update().filter(record_id=record_id).first()
    )
    if found is None:
        raise GoneError(thing=N_("record"), name=record_id)
    return found


def _changed(actor: Actor, change: BulkChange, record: StoredRecord, now: datetime) -> StoredRecord:
    what, values = What(change.what), change.values
    record_id, reason = record.record_id, str(values.get("reason", ""))
    if what is What.SUBMIT:
        return records.submit(actor, record_id, now=now)
    if what is What.PUBLISH:
        return records.publish(actor, record_id, now=now, reason=reason)
    if what is What.WITHDRAW:
        return records.withdraw(actor, record_id, now=now, reason=reason)
    if what is What.RENEW:
        day = values.get("valid_until")
        until = date.fromisoformat(day) if day else None
        return records.renew(actor, record_id, now=now, valid_until=until)
    edited = _edited(what, values, record, change.kind)
    return records.edit(actor, record_id, edited, revision=record.revision, now=now, reason=reason)


def _edited(what: What, values: Mapping[str, str], record: StoredRecord, kind: str) -> Any:
    if what is What.VISIBILITY:
        return {"visibility": values["visibility"]}
    spec = next((one for one in kind_named(kind).fields if one.facet == "keywords"), None)
    if spec is None:
        raise CallError(why=N_("records of this kind have no keywords"), remedy="")
    given = [word.strip() for word in _SEPARATORS.split(values["keywords"]) if word.strip()]
    before: Sequence[str] = getattr(record, spec.name)
    if what is What.REMOVE_KEYWORDS:
        return {spec.name: tuple(word for word in before if word not in given)}
    return {spec.name: tuple(dict.fromkeys((*before, *given)))}
