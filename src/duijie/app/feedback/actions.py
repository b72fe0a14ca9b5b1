"""Writes: each is one transaction; what has an id that is there already is not written again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from duijie.app.feedback import models
from duijie.app.feedback.rows import (
    event_row,
    impression_row,
    to_event,
    to_impression,
    without_name,
)
from duijie.kernel.judgements import Judgement
from duijie.learn.feedback import FeedbackEvent, Impression

LOOKUP = 5000


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of rows (入库情况): `differing` have an id that is taken by another content."""

    written: int = 0
    known: int = 0
    differing: tuple[str, ...] = ()

    def plus(self, other: "Recorded") -> "Recorded":
        """Return both together."""
        return Recorded(
            self.written + other.written,
            self.known + other.known,
            (*self.differing, *other.differing),
        )


@transaction.atomic
def record_impressions(impressions: Sequence[Impression], *, key: str) -> Recorded:
    """Store what was shown; a record counts once in a list.

    Args:
        impressions: what was shown; whoever looked is stored as a pseudonym.
        key: the secret of the installation, from which pseudonyms are made.
    """
    given = {(one.list_id, one.record_id): without_name(one, key) for one in reversed(impressions)}
    stored: dict[tuple[str, str], Impression] = {}
    for some in _slices(sorted({list_id for list_id, _ in given})):
        for row in models.Impression.objects.filter(list_id__in=some):
            stored[row.list_id, row.record_id] = to_impression(row)
    fresh = [one for name, one in given.items() if name not in stored]
    models.Impression.objects.bulk_create(
        [impression_row(one) for one in reversed(fresh)], batch_size=500
    )
    differing = [" ".join(name) for name, one in given.items() if stored.get(name, one) != one]
    return Recorded(len(fresh), len(impressions) - len(fresh), tuple(sorted(differing)))


@transaction.atomic
def record_events(events: Sequence[FeedbackEvent], *, key: str) -> Recorded:
    """Store what became of what was shown; an event counts once by its id."""
    given = {one.event_id: without_name(one, key) for one in reversed(events)}
    stored: dict[str, FeedbackEvent] = {}
    for some in _slices(sorted(given)):
        for row in models.FeedbackEvent.objects.filter(event_id__in=some):
            stored[row.event_id] = to_event(row)
    fresh = [one for name, one in given.items() if name not in stored]
    models.FeedbackEvent.objects.bulk_create(
        [event_row(one) for one in reversed(fresh)], batch_size=500
    )
    differing = [name for name, one in given.items() if stored.get(name, one) != one]
    return Recorded(len(fresh), len(events) - len(fresh), tuple(sorted(differing)))


def record_event(event: FeedbackEvent, *, key: str) -> Recorded:
    """Store one event; it counts once by its id."""
    return record_events([event], key=key)


def retract_event(event_id: str, *, now: datetime) -> bool:
    """Let an event that was taken back not be learned from; tell whether that is new.

    The row stays: who reads the log of a past day still sees what was known then.
    """
    _, is_new = models.RetractedEvent.objects.get_or_create(
        event_id=event_id, defaults={"retracted_at": now}
    )
    return is_new


@transaction.atomic
def record_shadow_ranks(list_id: str, release: str, ranks: Mapping[str, int]) -> int:
    """Store where a shadow ranker would have put the records of a list; return how many are new."""
    known = set(
        models.ShadowRank.objects.filter(list_id=list_id, release=release).values_list(
            "record_id", flat=True
        )
    )
    fresh = [
        models.ShadowRank(list_id=list_id, release=release, record_id=record_id, rank=rank)
        for record_id, rank in sorted(ranks.items(), key=lambda entry: entry[1])
        if record_id not in known
    ]
    models.ShadowRank.objects.bulk_create(fresh)
    return len(fresh)


@transaction.atomic
def record_judgements(judgements: Sequence[Judgement], *, now: datetime) -> Recorded:
    """Store levels that people gave; who changes a level adds a row, and that one counts."""
    from duijie.app.feedback.queries import stored_judgements

    stored = {
        (one.judge, one.request_id, one.record_id): (one.level, one.weight)
        for one in stored_judgements()
    }
    given = {(one.judge, one.request_id, one.record_id): one for one in judgements}
    fresh = [
        models.StoredJudgement(
            judge=one.judge,
            request_id=one.request_id,
            record_id=one.record_id,
            level=int(one.level),
            weight=one.weight,
            stored_at=now,
        )
        for name, one in given.items()
        if stored.get(name) != (one.level, one.weight)
    ]
    models.StoredJudgement.objects.bulk_create(fresh, batch_size=500)
    return Recorded(len(fresh), len(judgements) - len(fresh))


def _slices(names: Sequence[str]) -> Iterable[Sequence[str]]:
    return (names[start : start + LOOKUP] for start in range(0, len(names), LOOKUP))
