"""A record as the API answers it: with the fields that the caller may read, and no others."""

from datetime import UTC, date
from typing import Any

from duijie.app.records.permissions import as_subject, looks_after
from duijie.app.records.queries import ShownRecord, shown_record
from duijie.app.shared.actors import Actor
from duijie.kernel.kinds import Disclosure


def record_told(shown: ShownRecord) -> dict[str, Any]:
    """Return a record as a JSON value."""
    return {
        "id": shown.record_id,
        "kind": shown.kind.name,
        "title": shown.title,
        "teaser": shown.teaser,
        "state": shown.state,
        "visibility": shown.visibility,
        "revision": shown.revision,
        "owner": shown.owner_id if shown.is_own else None,
        "is_own": shown.is_own,
        "updated_at": shown.updated_at.astimezone(UTC).isoformat(),
        "values": {name: told_value(value) for name, value in shown.values.items()},
        "closed": sorted(one.value for one in shown.closed),
    }


def told_value(value: Any) -> Any:
    """Return a value as JSON has it."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def row_told(actor: Actor, row: Any) -> dict[str, Any]:
    """Return a row of a list that the actor may see: no query, so no partners' part of others."""
    subject = as_subject(row)
    is_own = looks_after(actor, subject)
    tiers = {Disclosure.PUBLIC}
    if actor.is_member:
        tiers.add(Disclosure.MEMBERS)
    if is_own:
        tiers.update(Disclosure)
    return record_told(shown_record(row, subject, frozenset(tiers), is_own=is_own))
