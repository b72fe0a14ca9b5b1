"""The log as proof (日志证明): what was shown, beside what two pairs of models would show."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from duijie.learn.comparison.foresight import features_of
from duijie.learn.comparison.pool import Pool
from duijie.learn.feedback import EventKind, FeedbackEvent, Impression

# What a record brought in a list: the furthest it came. A refusal brings nothing.
REWARDS: Final[Mapping[EventKind, float]] = {
    EventKind.CLICK: 0.1,
    EventKind.DWELL: 0.15,
    EventKind.SHORTLIST: 0.4,
    EventKind.EXPRESSION_OF_INTEREST: 0.6,
    EventKind.STAGE: 0.7,
    EventKind.SIGNED: 1.0,
}
_LOOKED_AT: Final = frozenset(EventKind) - {EventKind.STAGE, EventKind.SIGNED, EventKind.LOST}

Ranking = Sequence[str]


@dataclass(frozen=True, slots=True)
class LoggedList:
    """One shown list with what each record of it brought (已记录清单)."""

    list_id: str
    request_id: str
    shown: tuple[Impression, ...]
    rewards: Mapping[str, float] = field(default_factory=dict)
    clicked: frozenset[str] = frozenset()


def logged_lists(
    impressions: Sequence[Impression], events: Sequence[FeedbackEvent]
) -> list[LoggedList]:
    """Return the shown lists, the earliest first, with what became of their records.

    What names no list belongs to the last one before it that showed the record for the request.
    """
    by_list: defaultdict[str, list[Impression]] = defaultdict(list)
    shown_in: defaultdict[tuple[str, str], list[Impression]] = defaultdict(list)
    for one in sorted(impressions, key=lambda one: (one.shown_at, one.list_id, one.rank)):
        by_list[one.list_id].append(one)
        shown_in[one.request_id, one.record_id].append(one)
    rewards: defaultdict[str, dict[str, float]] = defaultdict(dict)
    clicked: defaultdict[str, set[str]] = defaultdict(set)
    for event in events:
        name = event.list_id or _list_before(shown_in[event.request_id, event.record_id], event)
        if name in by_list:
            earned = rewards[name].get(event.record_id, 0.0)
            rewards[name][event.record_id] = max(earned, REWARDS.get(event.kind, 0.0))
            if event.kind in _LOOKED_AT:
                clicked[name].add(event.record_id)
    return [
        LoggedList(name, shown[0].request_id, tuple(shown), rewards[name], frozenset(clicked[name]))
        for name, shown in by_list.items()
    ]


def pool_of(
    lists: Sequence[LoggedList],
    candidate: Mapping[str, Ranking],
    live: Mapping[str, Ranking],
) -> Pool:
    """Return the columns that a comparison is made from.

    Args:
        lists: what was shown.
        candidate: request → what the candidate would show, best first.
        live: the same of the live models.
    """
    requests = {name: n for n, name in enumerate(sorted({one.request_id for one in lists}))}
    width = max((len(one.places) for each in lists for one in each.shown), default=1) or 1
    rows: list[_Row] = []
    for number, one in enumerate(lists):
        ours, theirs = (_ranks(models.get(one.request_id, ())) for models in (candidate, live))
        shown = {impression.record_id: impression for impression in one.shown}
        rows += [
            _Row(
                number,
                shown.get(record_id),
                one.rewards.get(record_id, 0.0),
                record_id in one.clicked,
                ours.get(record_id, 0),
                theirs.get(record_id, 0),
            )
            for record_id in sorted({*shown, *ours, *theirs})
        ]
    at, chance = np.zeros((len(rows), width), np.int64), np.zeros((len(rows), width))
    for place, row in enumerate(rows):
        if row.shown is not None:
            places = row.shown.places or ((row.shown.rank, 1.0),)
            for column, (rank, share) in enumerate(places):
                at[place, column], chance[place, column] = rank, share
    ours_at = np.array([row.candidate for row in rows], np.int64)
    theirs_at = np.array([row.live for row in rows], np.int64)
    scores = np.stack(
        [np.where(ranks > 0, 1 / np.maximum(ranks, 1), 0.0) for ranks in (ours_at, theirs_at)],
        axis=1,
    )
    return Pool(
        list_of=np.array([row.number for row in rows], np.int64),
        cluster_of=np.array([requests[one.request_id] for one in lists], np.int64),
        shown=np.array([row.shown.rank if row.shown else 0 for row in rows], np.int64),
        reward=np.array([row.reward for row in rows]),
        clicked=np.array([float(row.is_clicked) for row in rows]),
        at=at,
        chance=chance,
        propensity=np.array([row.shown.propensity if row.shown else 0.0 for row in rows]),
        candidate=ours_at,
        live=theirs_at,
        features=features_of(ours_at, theirs_at, scores),
        list_chance=np.array([one.shown[0].list_propensity for one in lists]),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    shown: Impression | None
    reward: float
    is_clicked: bool
    candidate: int
    live: int


def _ranks(ranking: Ranking) -> dict[str, int]:
    return {record_id: rank for rank, record_id in enumerate(ranking, start=1)}


def _list_before(shown: Sequence[Impression], event: FeedbackEvent) -> str:
    before = [one.list_id for one in shown if one.shown_at <= event.occurred_at]
    return before[-1] if before else ""
