"""Reads: the dataclasses that `learn` works with."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from duijie.app.feedback import models
from duijie.app.feedback.rows import to_event, to_impression, to_judgement
from duijie.kernel.judgements import Judgement
from duijie.learn.feedback import FeedbackEvent, Impression, judgements_from

PAGE = 4000


@dataclass(frozen=True, slots=True)
class FeedbackCount:
    """How much feedback there is (反馈数量)."""

    impressions: int
    events: int
    judgements: int


def impressions() -> list[Impression]:
    """Return everything that was shown, in the order it was stored."""
    rows = models.Impression.objects.order_by("pk").iterator(chunk_size=PAGE)
    return [to_impression(row) for row in rows]


def events() -> list[FeedbackEvent]:
    """Return what became of it and was not taken back, in the order it was stored."""
    retracted = models.RetractedEvent.objects.values("event_id")
    kept = models.FeedbackEvent.objects.exclude(event_id__in=retracted)
    rows = kept.order_by("pk").iterator(chunk_size=PAGE)
    return [to_event(row) for row in rows]


def shadow_ranks(release: str) -> dict[str, dict[str, int]]:
    """Return where a shadow ranker would have put records: list → record → rank."""
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row in models.ShadowRank.objects.filter(release=release).order_by("pk"):
        found[row.list_id][row.record_id] = row.rank
    return dict(found)


def stored_judgements() -> list[Judgement]:
    """Return the level that each judge gave last to each pair, by request, record and judge."""
    newest = (
        models.StoredJudgement.objects.values("judge", "request_id", "record_id")
        .annotate(newest=Max("pk"))
        .values("newest")
    )
    rows = models.StoredJudgement.objects.filter(pk__in=newest)
    return [to_judgement(row) for row in rows.order_by("request_id", "record_id", "judge")]


def all_judgements(today: datetime) -> list[Judgement]:
    """Return what people judged and what feedback says, as of a moment, by request and record."""
    heard = judgements_from(impressions(), events(), today=today)
    both = [*stored_judgements(), *heard]
    return sorted(both, key=lambda one: (one.request_id, one.record_id, one.judge))


def counts() -> FeedbackCount:
    """Return how much feedback there is."""
    return FeedbackCount(
        models.Impression.objects.count(),
        models.FeedbackEvent.objects.count(),
        len(stored_judgements()),
    )
