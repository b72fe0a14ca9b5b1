"""The one way in which a single record is written: version, change number and audit with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from duijie.app.audit.actions import note
from duijie.app.records import models
from duijie.app.records.actions.revisions import hold_revisions, next_revisions
from duijie.app.records.queries.visible import subject_of
from duijie.app.records.rows import content_hash, differing, table_of
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import allowed, require
from duijie.kernel.errors import ChangedMeanwhileError, GoneError, UnknownNameError
from duijie.kernel.kinds import KINDS, Value
from duijie.kernel.words import N_


@dataclass(frozen=True, slots=True)
class Change:
    """What a write makes of a record (变更): its verb, new values and new state."""

    verb: str
    values: Mapping[str, Value] = field(default_factory=dict)
    state: str = ""
    reason: str = ""


def locked(record_id: str) -> models.StoredRecord:
    """Return the row of a record, which nobody else may write before the transaction ends.

    Raises:
        GoneError: there is no such record.
    """
    kind = record_id.partition(":")[0]
    if kind in KINDS:
        hold_revisions()
        rows: Any = table_of(kind).model.objects  # type: ignore[attr-defined]
        found: models.StoredRecord | None = (
            rows.select_for_update().filter(record_id=record_id).first()
        )
        if found is not None:
            return found
    raise GoneError(thing=N_("record"), name=record_id)


def locked_for(
    actor: Actor, rule: str, record_id: str, *, now: datetime, revision: int | None = None
) -> models.StoredRecord:
    """Return the locked row of a record to which the actor may do something.

    Raises:
        GoneError: there is no such record, or not for this actor.
        DeniedError: the actor sees it but may not do this.
        ChangedMeanwhileError: it is not at the revision that the actor read.
    """
    stored = locked(record_id)
    subject = subject_of(stored, now)
    if not allowed(actor, "records.see", subject):
        raise GoneError(thing=N_("record"), name=record_id)
    require(actor, rule, subject)
    if revision is not None and revision != stored.revision:
        raise ChangedMeanwhileError(record_id=record_id)
    return stored


def write(
    actor: Actor, stored: models.StoredRecord, change: Change, now: datetime
) -> models.StoredRecord:
    """Give a locked record other values or another state; nothing is written when nothing differs.

    Only within a transaction. The version before is kept, the change number is new.
    """
    table = table_of(stored.record_id.partition(":")[0])
    check_names(table.fields, change.values)
    before = [getattr(stored, name) for name in table.fields]
    after = [change.values.get(name, old) for name, old in zip(table.fields, before, strict=True)]
    told = differing(table, before, after)
    state = change.state or stored.state
    if not told and state == stored.state and change.verb == "records.edit":
        return stored
    revision = next_revisions(1)
    models.RecordVersion.objects.create(
        record_id=stored.record_id,
        revision=revision,
        state_before=stored.state,
        before=told,
        changed_at=now,
        changed_by_id=actor.user_id,
        reason=change.reason[:1000],
    )
    note(
        change.verb,
        stored.record_id,
        by=actor,
        now=now,
        values={
            "revision": revision,
            "from": stored.state,
            "to": state,
            "fields": ", ".join(told),
            "reason": change.reason[:1000],
        },
    )
    fill(stored, change.values)
    stored.content_hash = content_hash(after)
    stored.state, stored.revision, stored.updated_at = state, revision, now
    stored.save()
    return stored


def fill(stored: models.StoredRecord, values: Mapping[str, Value]) -> None:
    """Put values into a row; what is empty becomes what its column holds for empty."""
    for name, value in values.items():
        column = stored._meta.get_field(name)  # noqa: SLF001
        empty = None if column.null else column.get_default()  # type: ignore[union-attr]
        setattr(stored, name, empty if value in (None, "", ()) else value)


def check_names(known: tuple[str, ...], values: Mapping[str, Value]) -> None:
    """Let pass only fields of the kind: nothing else of a row is for a form to set.

    Raises:
        UnknownNameError: one is none of them.
    """
    for name in values:
        if name not in known:
            raise UnknownNameError(thing=N_("field"), name=name, known=", ".join(known))
