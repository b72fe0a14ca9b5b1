"""Writes: one entry, chained to the one before, in the transaction of what it tells of."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime

import orjson
from django.db import transaction

from duijie.app.audit.models import AuditEntry, AuditHead
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import require

Plain = str | int | float | bool | None
PEOPLE = 1


@transaction.atomic
def note(
    verb: str,
    subject: str,
    *,
    by: Actor,
    now: datetime,
    values: Mapping[str, Plain] | None = None,
    request_id: str = "",
) -> AuditEntry:
    """Add an entry: `by` did `verb` to `subject`, e.g. `records.edit need:7`.

    The values hold what a later reader must know (old and new state, a reason): never a password,
    a token, or the text of a confidential part.
    """
    head, _ = AuditHead.objects.select_for_update().get_or_create(pk=PEOPLE)
    entry = AuditEntry(
        at=now,
        user_id=by.user_id,
        actor=by.name[:200],
        verb=verb,
        subject=subject[:600],
        values=dict(values or {}),
        request_id=request_id,
    )
    entry.digest = digest_of(entry, head.digest)
    entry.save()
    head.digest, head.entries = entry.digest, head.entries + 1
    head.save()
    return entry


def note_export(actor: Actor, asked: str, *, now: datetime) -> None:
    """Note that somebody takes the log along.

    Raises:
        DeniedError: the actor may not.
    """
    require(actor, "audit.export")
    note("audit.export", "audit", by=actor, now=now, values={"asked": asked})


def digest_of(entry: AuditEntry, before: str) -> str:
    """Return the digest of an entry after the one with digest `before`."""
    told = [
        before,
        entry.at.astimezone(UTC).isoformat(),
        entry.user_id,
        entry.actor,
        entry.verb,
        entry.subject,
        entry.values,
        entry.request_id,
    ]
    return hashlib.sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()
