"""Writes: the life of one record, from draft to published to withdrawn."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from duijie.app.audit.actions import note
from duijie.app.records import models
from duijie.app.records.actions.revisions import next_revisions
from duijie.app.records.actions.telling import tell_owner
from duijie.app.records.actions.writing import (
    Change,
    check_names,
    fill,
    locked,
    locked_for,
    write,
)
from duijie.app.records.models import State
from duijie.app.records.permissions import NewRecord
from duijie.app.records.rows import content_hash, table_of, value_of
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import require
from duijie.kernel.errors import CallError, ChangedMeanwhileError, DeniedError
from duijie.kernel.identifiers import record_id as id_of
from duijie.kernel.kinds import FieldSpec, RecordKind, Value, kind_named
from duijie.kernel.words import N_

# What is written here and has no number of its own is numbered by its change number.
OWN_NUMBER = "W{revision}"


@transaction.atomic
def create(
    actor: Actor,
    kind_name: str,
    values: Mapping[str, Value],
    *,
    owner_id: int | None,
    now: datetime,
) -> models.StoredRecord:
    """Return a new draft of an organisation; the values are checked ones of the kind's fields.

    Raises:
        DeniedError: the actor does not act for the organisation.
        CallError: a record of this number is there already, or there is no title.
    """
    require(actor, "records.create", NewRecord(owner_id))
    kind, table = kind_named(kind_name), table_of(kind_name)
    check_names(table.fields, values)
    _check_title(kind, values)
    revision = next_revisions(1)
    number = str(values.get(kind.identifier.name) or OWN_NUMBER.format(revision=revision))
    record_id = id_of(kind.name, number)
    if table.model.objects.filter(record_id=record_id).exists():  # type: ignore[attr-defined]
        raise CallError(
            why=N_("there is a record of this number already"),
            remedy=N_("Give another number, or leave it empty to have one made."),
        )
    stored = table.model(
        record_id=record_id,
        state=State.DRAFT,
        revision=revision,
        owner_id=owner_id,
        created_at=now,
        updated_at=now,
    )
    fill(stored, values)
    stored.content_hash = content_hash([getattr(stored, name) for name in table.fields])
    stored.save(force_insert=True)
    note("records.create", record_id, by=actor, now=now, values={"revision": revision})
    return stored


@transaction.atomic
def edit(
    actor: Actor,
    record_id: str,
    values: Mapping[str, Value],
    *,
    revision: int | None,
    now: datetime,
    reason: str = "",
) -> models.StoredRecord:
    """Change fields of a record, which the actor read at a revision; the others stay.

    What a record is called elsewhere (its number) stays what it is.

    Raises:
        GoneError: there is no such record, or not for this actor.
        DeniedError: the actor may not edit it as it stands.
        ChangedMeanwhileError: somebody else changed it since.
    """
    stored = locked_for(actor, "records.edit", record_id, now=now, revision=revision)
    kind = kind_named(record_id.partition(":")[0])
    changed = {name: value for name, value in values.items() if name != kind.identifier.name}
    check_names(tuple(spec.name for spec in kind.fields), changed)
    if kind.title.name in changed:
        _check_title(kind, changed)
    return write(actor, stored, Change("records.edit", changed, reason=reason), now)


@transaction.atomic
def submit(
    actor: Actor, record_id: str, *, now: datetime, revision: int | None = None
) -> models.StoredRecord:
    """Hand a draft in: an officer reviews it.

    Raises:
        CallError: nothing is said of it but its title.
    """
    stored = locked_for(actor, "records.submit", record_id, now=now, revision=revision)
    text = first_text(kind_named(record_id.partition(":")[0]))
    if text is not None and not getattr(stored, text.name):
        raise CallError(
            why=N_("the record says nothing yet but its title"),
            remedy=N_("Describe it in a few sentences, then submit it."),
        )
    return write(actor, stored, Change("records.submit", state=State.UNDER_REVIEW), now)


@transaction.atomic
def publish(
    actor: Actor, record_id: str, *, now: datetime, reason: str = "", revision: int | None = None
) -> models.StoredRecord:
    """Put what was handed in into force without scores, e.g. each record of an import."""
    stored = locked_for(actor, "records.publish", record_id, now=now, revision=revision)
    change = Change("records.publish", state=State.PUBLISHED, reason=reason)
    written = write(actor, stored, change, now)
    tell_owner(written, N_("“%(title)s” is published."), now)
    return written


@transaction.atomic
def expire(actor: Actor, record_id: str, *, now: datetime) -> models.StoredRecord:
    """Let a record run out: it leaves the library until it is renewed."""
    stored = locked(record_id)
    require(actor, "records.expire", stored)
    return write(actor, stored, Change("records.expire", state=State.EXPIRED), now)


@transaction.atomic
def renew(
    actor: Actor,
    record_id: str,
    *,
    now: datetime,
    valid_until: date | None = None,
    revision: int | None = None,
) -> models.StoredRecord:
    """Say that a record still holds: it is in force again, for as long as a new one.

    Raises:
        CallError: the day until which it says it is valid has passed, and no new one is given.
    """
    stored = locked_for(actor, "records.renew", record_id, now=now, revision=revision)
    spec = last_day_field(kind_named(record_id.partition(":")[0]))
    values: dict[str, Value] = {}
    if spec is not None:
        if valid_until is not None:
            values[spec.name] = valid_until
        last_day = values.get(spec.name) or getattr(stored, spec.name)
        if isinstance(last_day, date) and last_day < now.date():
            raise CallError(
                why=N_("the day until which the record says it is valid has passed"),
                remedy=N_("Give the new last day and renew it again."),
            )
    return write(actor, stored, Change("records.renew", values, State.PUBLISHED), now)


@transaction.atomic
def withdraw(
    actor: Actor, record_id: str, *, now: datetime, reason: str = "", revision: int | None = None
) -> models.StoredRecord:
    """Take a record back: nobody else sees it from this moment."""
    stored = locked_for(actor, "records.withdraw", record_id, now=now, revision=revision)
    change = Change("records.withdraw", state=State.WITHDRAWN, reason=reason)
    written = write(actor, stored, change, now)
    if not actor.acts_for(stored.owner_id):
        tell_owner(written, N_("An officer withdrew “%(title)s”; its history says why."), now)
    return written


@transaction.atomic
def reopen(
    actor: Actor, record_id: str, *, now: datetime, revision: int | None = None
) -> models.StoredRecord:
    """Make a withdrawn record a draft again."""
    stored = locked_for(actor, "records.reopen", record_id, now=now, revision=revision)
    return write(actor, stored, Change("records.reopen", state=State.DRAFT), now)


@transaction.atomic
def undo(actor: Actor, record_id: str, *, revision: int, now: datetime) -> models.StoredRecord:
    """Undo the change of that number: the last one of the record, and the actor's own.

    Raises:
        ChangedMeanwhileError: the record was changed again since.
        DeniedError: the change was not the actor's.
    """
    stored = locked_for(actor, "records.undo", record_id, now=now, revision=revision)
    version = models.RecordVersion.objects.filter(record_id=record_id, revision=revision).first()
    if version is None:
        raise ChangedMeanwhileError(record_id=record_id)
    if version.changed_by_id is None or version.changed_by_id != actor.user_id:
        raise DeniedError(permission="records.undo")
    kind = kind_named(record_id.partition(":")[0])
    values = {name: value_of(kind.field(name), said) for name, said in version.before.items()}
    return write(actor, stored, Change("records.undo", values, version.state_before), now)


def first_text(kind: RecordKind) -> FieldSpec | None:
    """Return the field in which a record of a kind says what it is about, if it has one."""
    return next((spec for spec in kind.fields if spec.role == "text" and not spec.facet), None)


def last_day_field(kind: RecordKind) -> FieldSpec | None:
    """Return the field that names the last day on which a record holds, if its kind has one."""
    return next((spec for spec in kind.fields if spec.facet == "valid_until"), None)


def _check_title(kind: RecordKind, values: Mapping[str, Value]) -> None:
    if not values.get(kind.title.name):
        raise CallError(
            why=N_("a record needs a title"), remedy=N_("Give it a title and save it again.")
        )
