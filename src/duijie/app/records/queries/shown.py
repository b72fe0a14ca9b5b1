"""Reads: one record as a reader may see it, tier by tier."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from duijie.app.records.models import StoredRecord
from duijie.app.records.permissions import RecordSubject, looks_after
from duijie.app.records.queries.visible import stored_record, subject_of
from duijie.app.records.rows import table_of
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import allowed
from duijie.kernel.clock import system_clock
from duijie.kernel.errors import GoneError
from duijie.kernel.kinds import Disclosure, FieldRole, FieldSpec, RecordKind, Value
from duijie.kernel.words import N_

TEASER = 120
_SENTENCE = re.compile(r"[^。！？!?\n]*(?:[。！？!?\n]|$)")


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field that the reader may read, with its value (展示字段)."""

    spec: FieldSpec
    value: Value


@dataclass(frozen=True, slots=True)
class ShownRecord:
    """A record as one reader may see it (展示记录): what is closed to them is not in it.

    `closed` names the tiers that hold something and are closed to this reader; `teaser` is the
    public summary.
    """

    record_id: str
    kind: RecordKind
    title: str
    teaser: str
    state: str
    visibility: str
    revision: int
    owner_id: int | None
    owner_name: str
    updated_at: datetime
    fields: tuple[ShownField, ...]
    opened: frozenset[Disclosure]
    closed: frozenset[Disclosure]
    is_own: bool
    subject: RecordSubject

    @property
    def values(self) -> dict[str, Value]:
        """Return the values that the reader may read, by the name of their field."""
        return {field.spec.name: field.value for field in self.fields}

    def tier(self, disclosure: Disclosure) -> tuple[ShownField, ...]:
        """Return the fields of one tier, as far as they are open."""
        return tuple(field for field in self.fields if field.spec.disclosure is disclosure)


def record_for(actor: Actor, record_id: str, now: datetime | None = None) -> ShownRecord:
    """Return a record with the fields that the actor may read; three queries.

    The partners' part is among them only for the owner's side: whoever else may read it opens it
    by `actions.open_partners_part`, which logs the opening.

    Raises:
        GoneError: there is no such record, or not for this actor.
    """
    stored, subject = seen_record(actor, record_id, now or system_clock())
    open_tiers = {Disclosure.PUBLIC}
    if allowed(actor, "records.see_members_part", subject):
        open_tiers.add(Disclosure.MEMBERS)
    if looks_after(actor, subject):
        open_tiers.update(Disclosure)
    return shown_record(stored, subject, frozenset(open_tiers), is_own=looks_after(actor, subject))


def seen_record(actor: Actor, record_id: str, now: datetime) -> tuple[StoredRecord, RecordSubject]:
    """Return the row of a record that the actor may see, and what permissions are decided on.

    Raises:
        GoneError: there is no such record, or not for this actor.
    """
    stored = stored_record(record_id)
    if stored is not None:
        subject = subject_of(stored, now)
        if allowed(actor, "records.see", subject):
            return stored, subject
    raise GoneError(thing=N_("record"), name=record_id)


def shown_record(
    stored: StoredRecord, subject: RecordSubject, tiers: frozenset[Disclosure], *, is_own: bool
) -> ShownRecord:
    """Return a row as it is shown to whom some tiers are open."""
    kind = table_of(stored.record_id.partition(":")[0]).kind
    values = {spec.name: getattr(stored, spec.name) for spec in kind.fields}
    filled = [spec for spec in kind.fields if values[spec.name] not in (None, "", ())]
    return ShownRecord(
        record_id=stored.record_id,
        kind=kind,
        title=str(values[kind.title.name]),
        teaser=teaser(kind, values),
        state=stored.state,
        visibility=subject.visibility or "public",
        revision=stored.revision,
        owner_id=stored.owner_id,
        owner_name=str(stored.owner) if stored.owner and is_own else "",
        updated_at=stored.updated_at,
        fields=tuple(
            ShownField(spec, values[spec.name]) for spec in filled if spec.disclosure in tiers
        ),
        opened=tiers,
        closed=frozenset(spec.disclosure for spec in filled) - tiers,
        is_own=is_own,
        subject=subject,
    )


def teaser(kind: RecordKind, values: Mapping[str, Value]) -> str:
    """Return the public summary (公开摘要): how the first text begins, about 120 characters."""
    for spec in kind.fields:
        if spec.role is not FieldRole.TEXT or spec.facet or spec.disclosure is Disclosure.PARTNERS:
            continue
        text = str(values.get(spec.name) or "").strip()
        if text:
            return _beginning(text)
    return ""


def _beginning(text: str) -> str:
    shown = ""
    for sentence in _SENTENCE.findall(text):
        if shown and len(shown) + len(sentence) > TEASER:
            break
        shown += sentence
        if len(shown) >= TEASER:
            break
    shown = " ".join(shown.split())
    return shown if len(shown) <= TEASER + 40 else shown[:TEASER].rstrip() + "…"
