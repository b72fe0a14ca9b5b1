"""Checking a log (日志核对): what cannot have happened is told and left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from duijie.learn.feedback.events import EventKind, FeedbackEvent, Impression

OUTCOMES = frozenset(
    {EventKind.EXPRESSION_OF_INTEREST, EventKind.STAGE, EventKind.SIGNED, EventKind.LOST}
)
"""What the ledger knows by itself: it may concern a pair that no logged list has shown."""

_NEARLY_ONE = 1 + 1e-6


class Doubt(StrEnum):
    """Why a row of a log is left out (疑点)."""

    REPEATED = "repeated"
    PROPENSITY = "propensity"
    RANK = "rank"
    NEVER_SHOWN = "never_shown"
    BEFORE_SHOWN = "before_shown"
    IN_FUTURE = "in_future"


@dataclass(frozen=True, slots=True)
class CheckedLog:
    """A log without what cannot have happened (已核对日志), and how often each doubt arose."""

    impressions: tuple[Impression, ...]
    events: tuple[FeedbackEvent, ...]
    doubts: dict[Doubt, int]


def check_log(
    impressions: Sequence[Impression], events: Sequence[FeedbackEvent], *, today: datetime
) -> CheckedLog:
    """Return the log without repeats, impossible chances, and events that nothing led to.

    Of two impressions of one record in one list, or at one rank of it, the first counts; of two
    events with one id, or of one kind by one actor on one pair of one list at one moment, too.
    Clicks, dwell, shortlists and rejections need a list that showed the pair before; contracts do
    not.
    """
    doubts = dict.fromkeys(Doubt, 0)
    kept: list[Impression] = []
    seen: set[tuple[str, str]] = set()
    for impression in impressions:
        doubt = _doubt_of_impression(impression, seen, today)
        if doubt:
            doubts[doubt] += 1
            continue
        seen.add((impression.list_id, impression.record_id))
        seen.add((impression.list_id, f"\0{impression.rank}"))
        kept.append(impression)
    first_shown: dict[tuple[str, str], datetime] = {}
    for impression in kept:
        pair = (impression.request_id, impression.record_id)
        first_shown[pair] = min(impression.shown_at, first_shown.get(pair, impression.shown_at))
    known: list[FeedbackEvent] = []
    ids: set[object] = set()
    for event in events:
        doubt = _doubt_of_event(event, ids, first_shown, today)
        if doubt:
            doubts[doubt] += 1
            continue
        ids |= {event.event_id, _sameness(event)}
        known.append(event)
    return CheckedLog(tuple(kept), tuple(known), doubts)


def _doubt_of_impression(
    impression: Impression, seen: set[tuple[str, str]], today: datetime
) -> Doubt | None:
    if not 0 < impression.propensity <= _NEARLY_ONE or _is_impossible(impression):
        return Doubt.PROPENSITY
    if impression.rank < 1:
        return Doubt.RANK
    places = {(impression.list_id, impression.record_id)}
    places.add((impression.list_id, f"\0{impression.rank}"))
    if places & seen:
        return Doubt.REPEATED
    return Doubt.IN_FUTURE if impression.shown_at > today else None


def _is_impossible(impression: Impression) -> bool:
    chances = [chance for _, chance in impression.places]
    return any(not 0 <= c <= _NEARLY_ONE for c in chances) or sum(chances) > _NEARLY_ONE


def _doubt_of_event(
    event: FeedbackEvent,
    ids: set[object],
    first_shown: dict[tuple[str, str], datetime],
    today: datetime,
) -> Doubt | None:
    if event.event_id in ids or _sameness(event) in ids:
        return Doubt.REPEATED
    if event.occurred_at > today:
        return Doubt.IN_FUTURE
    if event.kind in OUTCOMES:
        return None
    shown = first_shown.get((event.request_id, event.record_id))
    if shown is None:
        return Doubt.NEVER_SHOWN
    return Doubt.BEFORE_SHOWN if event.occurred_at < shown else None


def _sameness(event: FeedbackEvent) -> tuple[object, ...]:
    moment = event.occurred_at.timestamp()
    return (event.kind, event.actor, event.request_id, event.record_id, event.list_id, moment)
