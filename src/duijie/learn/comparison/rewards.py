"""Rewards (收益): what a shown record brought, as comparison counts it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final

import numpy as np

from duijie.learn.feedback.events import EventKind, EventReason, FeedbackEvent, Impression
from duijie.learn.feedback.outcomes import cases_from
from duijie.learn.feedback.survival import deal_rewards, delay_curve

Shown = tuple[str, str]
"""A list and a record in it."""

LONG_DWELL_SECONDS: Final = 30.0
HORIZON_DAYS: Final = 365.0
_SECONDS_A_DAY: Final = 86_400.0
_CONTENT: Final = frozenset(
    {EventKind.SHORTLIST, EventKind.EXPRESSION_OF_INTEREST, EventKind.STAGE, EventKind.SIGNED}
)


class RewardKind(StrEnum):
    """What counts as a good place (收益口径).

    *satisfied* is a record that was read, shortlisted or taken further and not called irrelevant;
    clicks alone reward whatever looks good. *deal* is a contract within a year.
    """

    CLICK = "click"
    SATISFIED = "satisfied"
    DEAL = "deal"


def rewards_of(
    impressions: Sequence[Impression],
    events: Sequence[FeedbackEvent],
    kind: RewardKind = RewardKind.SATISFIED,
    *,
    today: datetime,
) -> dict[Shown, float]:
    """Return what each impression brought; those that brought nothing are absent.

    Of a list too young to tell about deals the rewards are NaN. An event that names no list
    belongs to the last list that showed the pair before it.
    """
    of_shown = events_by_shown(impressions, events)
    if kind is RewardKind.DEAL:
        return _deals(impressions, of_shown, events, today)
    good = {EventKind.CLICK} if kind is RewardKind.CLICK else None
    brought = {}
    for shown, mine in of_shown.items():
        if good is None:
            is_good = any(_is_content(event) for event in mine) and not any(
                event.kind is EventKind.REJECT and event.reason is EventReason.NOT_RELEVANT
                for event in mine
            )
        else:
            is_good = any(event.kind in good for event in mine)
        if is_good:
            brought[shown] = 1.0
    return brought


def clicks_of(impressions: Sequence[Impression], events: Sequence[FeedbackEvent]) -> set[Shown]:
    """Return which impressions were clicked, or led to anything that needs a click."""
    of_shown = events_by_shown(impressions, events)
    return {shown for shown, mine in of_shown.items() if mine}


def events_by_shown(
    impressions: Sequence[Impression], events: Sequence[FeedbackEvent]
) -> Mapping[Shown, Sequence[FeedbackEvent]]:
    """Return the events of each impression."""
    known = {(one.list_id, one.record_id) for one in impressions}
    showings: defaultdict[tuple[str, str], list[tuple[datetime, str]]] = defaultdict(list)
    for one in impressions:
        showings[one.request_id, one.record_id].append((one.shown_at, one.list_id))
    for shown in showings.values():
        shown.sort()
    found: defaultdict[Shown, list[FeedbackEvent]] = defaultdict(list)
    for event in events:
        list_id = event.list_id
        if not list_id:
            before = [
                name
                for moment, name in showings.get((event.request_id, event.record_id), ())
                if moment <= event.occurred_at
            ]
            list_id = before[-1] if before else ""
        if (list_id, event.record_id) in known:
            found[list_id, event.record_id].append(event)
    return found


def _is_content(event: FeedbackEvent) -> bool:
    if event.kind is EventKind.DWELL:
        return (event.seconds or 0.0) >= LONG_DWELL_SECONDS
    return event.kind in _CONTENT


def _deals(
    impressions: Sequence[Impression],
    of_shown: Mapping[Shown, Sequence[FeedbackEvent]],
    events: Sequence[FeedbackEvent],
    today: datetime,
) -> dict[Shown, float]:
    cases = cases_from(events, today=today, horizon=HORIZON_DAYS).values()
    curve = delay_curve(
        [case.age_days for case in cases], [case.is_signed for case in cases], horizon=HORIZON_DAYS
    )
    ages = np.array([_days(one.shown_at, today) for one in impressions])
    signed = np.array(
        [_is_signed(one, of_shown.get((one.list_id, one.record_id), ())) for one in impressions],
        dtype=float,
    )
    counted = deal_rewards(ages, signed, curve)
    return {
        (one.list_id, one.record_id): float(reward)
        for one, reward in zip(impressions, counted, strict=True)
        if reward != 0
    }


def _is_signed(impression: Impression, events: Sequence[FeedbackEvent]) -> bool:
    return any(
        event.kind is EventKind.SIGNED
        and _days(impression.shown_at, event.occurred_at) <= HORIZON_DAYS
        for event in events
    )


def _days(start: datetime, end: datetime) -> float:
    return max(0.0, (end - start).total_seconds() / _SECONDS_A_DAY)
