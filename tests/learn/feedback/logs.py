"""Small logs for tests: who was shown what, and what became of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from duijie.learn.feedback import ActorKind, EventKind, FeedbackEvent, Impression

TODAY = datetime(2026, 6, 1, tzinfo=UTC)


def shown(record: str, rank: int, **others: Any) -> Impression:
    fields: dict[str, Any] = {
        "list_id": "list:1",
        "request_id": "need:1",
        "record_id": record,
        "rank": rank,
        "shown_at": TODAY - timedelta(days=300),
        "actor": "wei",
        "actor_kind": ActorKind.REQUESTER,
    }
    return Impression(**{**fields, **others})


def happened(kind: EventKind, record: str, **others: Any) -> FeedbackEvent:
    fields: dict[str, Any] = {
        "event_id": f"{kind}-{record}-{others.get('actor', 'wei')}-{others.get('list_id', '')}",
        "kind": kind,
        "request_id": "need:1",
        "record_id": record,
        "occurred_at": TODAY - timedelta(days=299),
        "actor": "wei",
        "actor_kind": ActorKind.REQUESTER,
    }
    if kind in {EventKind.STAGE, EventKind.SIGNED, EventKind.LOST}:
        fields |= {"actor": "manager", "actor_kind": ActorKind.TECHNOLOGY_MANAGER}
    return FeedbackEvent(**{**fields, **others})
