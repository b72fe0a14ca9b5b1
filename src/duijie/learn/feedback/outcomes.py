"""From what happened to judgements (从反馈到标注): all that learning reads of feedback."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from duijie.kernel.judgements import Judgement
from duijie.learn.feedback.checking import check_log
from duijie.learn.feedback.events import ActorKind, EventKind, FeedbackEvent, Impression
from duijie.learn.feedback.examination import (
    Draws,
    Examination,
    estimate_examination,
    given,
)
from duijie.learn.feedback.grading import (
    GradingOptions,
    Opinion,
    hear,
    is_on_record,
    verdict_of,
)
from duijie.learn.feedback.survival import DelayCurve, delay_curve
from duijie.learn.feedback.trust import Pair, scales_of, summed

JUDGE = "feedback"
_SECONDS_A_DAY = 86_400.0
_STARTS = frozenset({EventKind.EXPRESSION_OF_INTEREST, EventKind.STAGE})


def judgements_from(
    impressions: Sequence[Impression],
    events: Sequence[FeedbackEvent],
    *,
    today: datetime,
    options: GradingOptions | None = None,
    examination: Examination | None = None,
    delays: DelayCurve | None = None,
) -> list[Judgement]:
    """Return one judgement for each pair that feedback says something about, by request and record.

    Args:
        impressions: what was shown.
        events: what became of it.
        today: until when the log reaches; an open case is as old as that makes it.
        options: how much each sign tells.
        examination: how places are looked at; estimated from the log where None.
        delays: how long deals take; estimated from the log where None.
    """
    chosen = options or GradingOptions()
    log = check_log(impressions, events, today=today)
    shown = [i for i in log.impressions if i.actor_kind is not ActorKind.ROBOT]
    heard = [e for e in log.events if e.actor_kind is not ActorKind.ROBOT]
    seen = examination or examination_from(shown, heard)
    places = _Places.of(shown)
    opinions: defaultdict[Pair, dict[str, Opinion]] = defaultdict(dict)
    for event in heard:
        opinion = opinions[event.request_id, event.record_id].setdefault(event.actor, Opinion())
        hear(opinion, event, 1 / _chance(seen, places.rank_of(event)), chosen)
    on_record = [event for event in heard if is_on_record(event)]
    cases = cases_from(on_record, today=today, horizon=chosen.horizon_days)
    curve = delays or delay_curve(
        [case.age_days for case in cases.values()],
        [case.is_signed for case in cases.values()],
        horizon=chosen.horizon_days,
    )
    passed = _passed_over(shown, heard, places, seen, chosen)
    scales = scales_of(opinions, chosen)
    judged = []
    for pair in sorted({*opinions, *passed}):
        pro, con = summed(opinions.get(pair, {}), scales, chosen)
        con = con + min(passed.get(pair, 0.0), chosen.passed_over_most)
        if (case := cases.get(pair)) and not case.is_closed:
            con[-1] += chosen.no_deal * curve.shown_by(case.age_days)
        level, weight = verdict_of(pro, con, doubt=chosen.doubt)
        if weight >= chosen.least_weight:
            judged.append(Judgement(*pair, level, round(weight, 6), JUDGE))
    return judged


@dataclass(frozen=True, slots=True)
class DealCase:
    """How an introduction stands (对接进展): its age when it ended, or its age today."""

    age_days: float
    is_signed: bool
    is_closed: bool


def cases_from(
    events: Sequence[FeedbackEvent], *, today: datetime, horizon: float
) -> dict[Pair, DealCase]:
    """Return each pair that was taken up, with how long it took or has lasted.

    A lost case is given the horizon as its age: its deal never comes.
    """
    begun: dict[Pair, datetime] = {}
    signed: dict[Pair, datetime] = {}
    lost: set[Pair] = set()
    for event in events:
        pair = (event.request_id, event.record_id)
        if event.kind in _STARTS:
            begun[pair] = min(event.occurred_at, begun.get(pair, event.occurred_at))
        elif event.kind is EventKind.SIGNED:
            signed[pair] = min(event.occurred_at, signed.get(pair, event.occurred_at))
        elif event.kind is EventKind.LOST:
            lost.add(pair)
    found = {}
    for pair, start in begun.items():
        end = signed.get(pair, today)
        age = max(0.0, (end - start).total_seconds() / _SECONDS_A_DAY)
        is_signed, is_lost = pair in signed, pair in lost and pair not in signed
        found[pair] = DealCase(horizon if is_lost else age, is_signed, is_signed or is_lost)
    return found


def examination_from(
    impressions: Sequence[Impression], events: Sequence[FeedbackEvent], *, depth: int = 0
) -> Examination:
    """Return how places are looked at, from what chance moved in the log; 1/k where nothing."""
    deepest = depth or max((i.rank for i in impressions), default=1)
    clicked = {
        (event.list_id, event.record_id)
        for event in events
        if event.list_id and event.kind is EventKind.CLICK
    }
    requests = {name: n for n, name in enumerate(sorted({i.request_id for i in impressions}))}
    width = max((len(i.places) for i in impressions), default=1) or 1
    at = np.zeros((len(impressions), width), dtype=np.int64)
    chance = np.zeros((len(impressions), width))
    for row, impression in enumerate(impressions):
        for column, (rank, share) in enumerate(impression.places or ((impression.rank, 1.0),)):
            at[row, column], chance[row, column] = rank, share
    draws = Draws(
        at=at,
        chance=chance,
        shown=np.array([i.rank for i in impressions], dtype=np.int64),
        clicked=np.array([(i.list_id, i.record_id) in clicked for i in impressions], dtype=float),
        cluster=np.array([requests[i.request_id] for i in impressions], dtype=np.int64),
    )
    found = estimate_examination(draws, depth=deepest, clusters=len(requests))
    return found or given(1 / np.arange(1, deepest + 1))


@dataclass(frozen=True, slots=True)
class _Places:
    """Where records stood: by list, and where they stood last for whoever names no list."""

    by_list: Mapping[tuple[str, str], int]
    by_pair: Mapping[Pair, Sequence[tuple[datetime, int, str]]]

    @classmethod
    def of(cls, impressions: Sequence[Impression]) -> "_Places":
        by_pair: defaultdict[Pair, list[tuple[datetime, int, str]]] = defaultdict(list)
        for one in impressions:
            by_pair[one.request_id, one.record_id].append((one.shown_at, one.rank, one.list_id))
        ranks = {(one.list_id, one.record_id): one.rank for one in impressions}
        return cls(ranks, {pair: sorted(shown) for pair, shown in by_pair.items()})

    def rank_of(self, event: FeedbackEvent) -> int:
        """Return the rank an event came from; 1 where that is not known, which boosts nothing."""
        found = self.by_list.get((event.list_id, event.record_id)) if event.list_id else None
        if found is not None:
            return found
        before = [
            rank
            for shown_at, rank, _ in self.by_pair.get((event.request_id, event.record_id), ())
            if shown_at <= event.occurred_at
        ]
        return before[-1] if before else 1

    def list_of(self, event: FeedbackEvent) -> str:
        """Return the list an event came from, "" where none is known."""
        if event.list_id:
            return event.list_id
        before = [
            list_id
            for shown_at, _, list_id in self.by_pair.get((event.request_id, event.record_id), ())
            if shown_at <= event.occurred_at
        ]
        return before[-1] if before else ""


def _passed_over(
    impressions: Sequence[Impression],
    events: Sequence[FeedbackEvent],
    places: _Places,
    examination: Examination,
    options: GradingOptions,
) -> dict[Pair, float]:
    """Return how much speaks against each pair that was probably looked at and left alone."""
    taken = {(places.list_of(event), event.record_id) for event in events}
    against: defaultdict[Pair, float] = defaultdict(float)
    for one in impressions:
        if (one.list_id, one.record_id) not in taken:
            weight = options.passed_over * _chance(examination, one.rank)
            against[one.request_id, one.record_id] += weight
    return against


def _chance(examination: Examination, rank: int) -> float:
    return float(examination.chances[min(max(rank, 1), examination.depth)])
