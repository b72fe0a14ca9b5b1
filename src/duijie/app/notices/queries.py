"""Reads: what somebody was told."""

from dataclasses import dataclass
from datetime import datetime

from duijie.app.jobs.phrases import from_json
from duijie.app.notices.models import Notice
from duijie.app.shared.actors import Actor
from duijie.kernel.words import Lang

PAGE = 50


@dataclass(frozen=True, slots=True)
class ShownNotice:
    """A notice in the reader's language (通知)."""

    notice_id: int
    words: str
    link: str
    told_at: datetime
    is_read: bool


def notices_of(actor: Actor, lang: Lang, before: int | None = None) -> list[ShownNotice]:
    """Return what the actor was told, newest first; a page."""
    rows = Notice.objects.filter(user_id=actor.user_id or 0)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [
        ShownNotice(
            notice_id=row.pk,
            words=from_json(row.phrase).worded(lang),
            link=row.link,
            told_at=row.told_at,
            is_read=row.read_at is not None,
        )
        for row in rows.order_by("-pk")[:PAGE]
    ]


def count_unread(actor: Actor) -> int:
    """Return how many notices the actor has not read, at most 99."""
    rows = Notice.objects.filter(user_id=actor.user_id or 0, read_at__isnull=True)
    return len(rows.values_list("pk")[:99])
