"""A logged comparison (日志对比): a feedback log and two runs → figures for the gate."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np

from duijie.kernel.errors import EvaluationError
from duijie.kernel.words import N_
from duijie.learn.comparison.comparing import (
    CompareOptions,
    Comparison,
    Names,
    Slices,
    compare_pool,
)
from duijie.learn.comparison.foresight import features_of
from duijie.learn.comparison.pool import Pool
from duijie.learn.comparison.rewards import Shown, clicks_of, rewards_of
from duijie.learn.feedback.checking import Doubt, check_log
from duijie.learn.feedback.events import ActorKind, Impression
from duijie.learn.feedback.examination import Floats
from duijie.learn.feedback.logs import FeedbackLog

Run = Mapping[str, Mapping[str, float]]
"""The scores of a release: request → record → score."""

Lists = Mapping[str, Sequence[Impression]]

Facets = Mapping[str, Mapping[str, str]]
"""Slices by identifier: request or record → slice name → value."""


MOSTLY = 0.5


@dataclass(frozen=True, slots=True)
class LoggedComparison:
    """A comparison with what was left out of it (日志对比结果).

    `unanswered` lists have no ranking of the candidate, `young` ones are too young to tell whether
    deals came; `doubts` counts the rows that cannot be true.
    """

    comparison: Comparison
    unanswered: int = 0
    young: int = 0
    doubts: Mapping[Doubt, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LogSlices:
    """What the slices of a log go by (切片依据): facets of requests and of records."""

    of_requests: Facets = field(default_factory=dict)
    of_records: Facets = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Row:
    """One record of one list, shown or not."""

    list_of: int
    record_id: str
    impression: Impression | None
    candidate: int
    live: int


def compare(
    log: FeedbackLog,
    candidate_scores: Run,
    live_scores: Run | None = None,
    *,
    today: datetime,
    options: CompareOptions | None = None,
    slices: LogSlices | None = None,
) -> LoggedComparison:
    """Return how a candidate compares with the live release on what people did.

    Without `live_scores` the live ranking is where each record most probably stood. What robots
    were shown does not count.

    Raises:
        EvaluationError: nothing in the log can be compared.
    """
    chosen = options or CompareOptions()
    sound = check_log(log.impressions, log.events, today=today)
    shown = [one for one in sound.impressions if one.actor_kind is not ActorKind.ROBOT]
    rewards = rewards_of(shown, sound.events, chosen.reward, today=today)
    lists: defaultdict[str, list[Impression]] = defaultdict(list)
    for one in shown:
        lists[one.list_id].append(one)
    young = {list_id for (list_id, _), brought in rewards.items() if np.isnan(brought)}
    known = {list_id: places for list_id, places in sorted(lists.items()) if list_id not in young}
    answered = {
        list_id: places
        for list_id, places in known.items()
        if candidate_scores.get(places[0].request_id)
    }
    if not answered:
        raise EvaluationError(
            why=N_("no list of the log belongs to a request that the candidate answers"),
            remedy=N_("Name a run over the requests of the log: their identifiers must be equal."),
        )
    rows = _rows(answered, candidate_scores, live_scores, chosen.depth)
    brought = (rewards, clicks_of(shown, sound.events))
    pool = _pool(answered, rows, brought, (candidate_scores, live_scores))
    told = compare_pool(pool, chosen, slices=_slices(answered, rows, slices or LogSlices()))
    told = replace(told, coverage=told.coverage * len(answered) / len(known))
    unanswered = len(known) - len(answered)
    return LoggedComparison(told, unanswered, len(young), sound.doubts)


def ranks_by(scores: Mapping[str, float], depth: int) -> dict[str, int]:
    """Return the ranks that scores give, to a depth; equal scores are ordered by id.

    >>> ranks_by({"b": 1.0, "a": 1.0, "c": 2.0}, 2)
    {'c': 1, 'a': 2}
    """
    order = sorted(scores, key=lambda record_id: (-scores[record_id], record_id))[:depth]
    return {record_id: rank for rank, record_id in enumerate(order, start=1)}


def _rows(lists: Lists, candidate: Run, live: Run | None, depth: int) -> list[_Row]:
    ranks: dict[str, tuple[dict[str, int], dict[str, int]]] = {}
    rows = []
    for number, places in enumerate(lists.values()):
        request = places[0].request_id
        if request not in ranks:
            ranks[request] = (
                ranks_by(candidate[request], depth),
                ranks_by(live.get(request, {}), depth) if live is not None else {},
            )
        first, second = ranks[request]
        if live is None:
            second = {one.record_id: _usual_rank(one) for one in places}
        stood = {one.record_id: one for one in places if one.rank <= depth}
        rows += [
            _Row(number, r, stood.get(r), first.get(r, 0), second.get(r, 0))
            for r in sorted({*stood, *first, *second})
        ]
    return rows


def _usual_rank(impression: Impression) -> int:
    """Return where the logging release itself had a record: its most probable rank.

    What was more probably not shown at all was lifted into the list by chance: rank 0.
    """
    if not impression.places:
        return impression.rank
    if sum(chance for _, chance in impression.places) < MOSTLY:
        return 0
    return min(impression.places, key=lambda place: (-place[1], place[0]))[0]


def _pool(
    lists: Lists,
    rows: Sequence[_Row],
    brought: tuple[Mapping[Shown, float], Collection[Shown]],
    runs: tuple[Run, Run | None],
) -> Pool:
    """Return rows as columns; `brought` are the rewards and which impressions were clicked."""
    rewards, clicked = brought
    requests = [ones[0].request_id for ones in lists.values()]
    clusters = {name: n for n, name in enumerate(sorted(set(requests)))}
    width = max((len(row.impression.places) for row in rows if row.impression), default=1) or 1
    at, chance = np.zeros((len(rows), width), dtype=np.int64), np.zeros((len(rows), width))
    gained, taken, propensity = np.zeros(len(rows)), np.zeros(len(rows)), np.zeros(len(rows))
    for n, row in enumerate(rows):
        if (one := row.impression) is None:
            continue
        gained[n] = rewards.get((one.list_id, one.record_id), 0.0)
        taken[n] = (one.list_id, one.record_id) in clicked
        propensity[n] = one.propensity
        for column, (rank, share) in enumerate(one.places or ((one.rank, 1.0),)):
            at[n, column], chance[n, column] = rank, share
    candidate = np.array([row.candidate for row in rows], dtype=np.int64)
    live = np.array([row.live for row in rows], dtype=np.int64)
    scores = np.stack([_standard(requests, rows, run) for run in runs], axis=1)
    return Pool(
        list_of=np.array([row.list_of for row in rows], dtype=np.int64),
        cluster_of=np.array([clusters[request] for request in requests], dtype=np.int64),
        shown=np.array([r.impression.rank if r.impression else 0 for r in rows], dtype=np.int64),
        reward=gained,
        clicked=taken,
        at=at,
        chance=chance,
        propensity=propensity,
        candidate=candidate,
        live=live,
        features=features_of(candidate, live, scores),
        list_chance=np.array([ones[0].list_propensity for ones in lists.values()]),
    )


def _slices(lists: Lists, rows: Sequence[_Row], slices: LogSlices) -> Slices:
    """Return the slices of lists and of rows; what has no value for one is in none of it."""
    requests = [ones[0].request_id for ones in lists.values()]
    return Slices(
        _facets(requests, slices.of_requests),
        _facets([row.record_id for row in rows], slices.of_records),
    )


def _facets(identifiers: Sequence[str], facets: Facets) -> dict[str, Names]:
    names = sorted({name for values in facets.values() for name in values})
    return {
        name: np.array([facets.get(i, {}).get(name, "") for i in identifiers], dtype=object)
        for name in names
    }


def _standard(requests: Sequence[str], rows: Sequence[_Row], run: Run | None) -> Floats:
    """Return the scores of rows, standardised within their request; 0 where there is none."""
    found = np.zeros(len(rows))
    if run is None:
        return found
    measures: dict[str, tuple[float, float]] = {}
    for n, row in enumerate(rows):
        request = requests[row.list_of]
        scores = run.get(request, {})
        if request not in measures:
            values = np.array(list(scores.values()) or [0.0])
            measures[request] = (float(values.mean()), float(values.std()) or 1.0)
        if row.record_id in scores:
            mean, spread = measures[request]
            found[n] = (scores[row.record_id] - mean) / spread
    return found
