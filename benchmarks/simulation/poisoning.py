"""Hostile feedback (投毒): what 5 % of it does to a ranker that learns from feedback.

A year of a small district is turned into impressions and events, these into judgements by the
product, these into a ranker, and the ranker is measured on needs it never saw. Then the same again
with hostile events added until they are 5 % of all. The simple count of events, without caps and
trust, is poisoned beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import numpy as np

from benchmarks.simulation.district import LENGTH, POOL, District, Floats, make_district
from benchmarks.simulation.months import Log, show_month
from duijie.kernel.judgements import Judgement
from duijie.kernel.matching import Level
from duijie.learn.feedback import (
    ActorKind,
    CaseStage,
    EventKind,
    EventReason,
    FeedbackEvent,
    Impression,
    judgements_from,
)

NEEDS: Final = 900
TRAIN_NEEDS: Final = 600
SHARE: Final = 0.05
REPEATS: Final = 5
TODAY: Final = datetime(2026, 11, 1, tzinfo=UTC)
HOSTILE: Final = 20  # accounts, where the hostile do not act as one
READ_SECONDS: Final = 60.0

Events = list[FeedbackEvent]
Attack = Callable[[District, Log, int, np.random.Generator], Events]


def poisoning(seed: int) -> dict[str, Any]:
    """Return how far each attack moves nDCG@10, with and without the product's protection."""
    moves: dict[str, list[tuple[float, float]]] = {name: [] for name in ATTACKS}
    clean_scores = []
    for repeat in range(REPEATS):
        random = np.random.default_rng([seed, 3, repeat])
        district = make_district(int(random.integers(2**31)), needs=NEEDS)
        features = _features(district, random)
        log = _year(district, random)
        impressions, events = told(district, log, random)
        clean = [
            _trained(district, features, judged)
            for judged in (_protected(impressions, events), _counted(events))
        ]
        clean_scores.append(clean)
        for name, attack in ATTACKS.items():
            count = round(len(events) * SHARE / (1 - SHARE))
            bad = attack(district, log, count, random)
            hit = [
                _trained(district, features, judged)
                for judged in (_protected(impressions, events + bad), _counted(events + bad))
            ]
            moves[name].append((clean[0] - hit[0], clean[1] - hit[1]))
    by_attack = {
        name: {
            "protected": round(float(np.mean([m[0] for m in found])), 4),
            "protected_worst": round(float(max(abs(m[0]) for m in found)), 4),
            "counted": round(float(np.mean([m[1] for m in found])), 4),
        }
        for name, found in moves.items()
    }
    return {
        "hostile_share": SHARE,
        "repeats": REPEATS,
        "clean_ndcg@10": {
            "protected": round(float(np.mean([c[0] for c in clean_scores])), 4),
            "counted": round(float(np.mean([c[1] for c in clean_scores])), 4),
        },
        "loss_of_ndcg@10": by_attack,
        "largest_move": max(found["protected_worst"] for found in by_attack.values()),
    }


def _year(district: District, random: np.random.Generator) -> Log:
    log = show_month(district, random, needs=district.needs)
    for _ in range(2):
        log = log.plus(show_month(district, random, needs=district.needs))
    return log


def told(
    district: District, log: Log, random: np.random.Generator
) -> tuple[list[Impression], Events]:
    """Return a log as the platform would have written it: impressions and events."""
    impressions: list[Impression] = []
    events: Events = []
    for n, need in enumerate(log.need.tolist()):
        shown_at = TODAY - timedelta(days=float(random.uniform(1, 365)))
        actor = f"requester-{need % 300}"
        for record in np.flatnonzero(log.shown[n]).tolist():
            impressions.append(_impression(district, (n, need, record), log, shown_at, actor))
            if log.clicked[n, record]:
                events += _taken(district, (n, need, record), log, shown_at, random)
    return impressions, events


def _impression(
    district: District, where: tuple[int, int, int], log: Log, shown_at: datetime, actor: str
) -> Impression:
    n, need, record = where
    chances = district.chances[need, record]
    rank = int(log.shown[n, record])
    return Impression(
        list_id=f"list-{n}",
        request_id=_request(need),
        record_id=_record(need, record),
        rank=rank,
        shown_at=shown_at,
        propensity=float(chances[rank - 1]),
        places=tuple((k + 1, float(chances[k])) for k in range(LENGTH) if chances[k] > 0),
        actor=actor,
        actor_kind=ActorKind.REQUESTER,
    )


def _taken(
    district: District,
    where: tuple[int, int, int],
    log: Log,
    shown_at: datetime,
    random: np.random.Generator,
) -> Events:
    """Return what followed a click: reading, a shortlist, an introduction, a deal, or a no."""
    n, need, record = where
    level = int(district.level[need, record])
    first = FeedbackEvent(
        event_id=f"{n}-{record}",
        kind=EventKind.CLICK,
        request_id=_request(need),
        record_id=_record(need, record),
        occurred_at=shown_at + timedelta(minutes=1),
        list_id=f"list-{n}",
        actor=f"requester-{need % 300}",
        actor_kind=ActorKind.REQUESTER,
    )
    events = [first]
    if not log.satisfied[n, record]:
        if level <= 2 and random.random() < 0.15:
            events.append(_after(first, EventKind.REJECT, 2, reason=EventReason.NOT_RELEVANT))
        return events
    events.append(_after(first, EventKind.DWELL, 2, seconds=READ_SECONDS))
    if random.random() < 0.3:
        events.append(_after(first, EventKind.SHORTLIST, 5))
    if random.random() < (0.0, 0.05, 0.15, 0.3)[level - 1]:
        kept = replace(first, actor=f"manager-{need % 10}", actor_kind=ActorKind.TECHNOLOGY_MANAGER)
        events.append(_after(kept, EventKind.STAGE, 3_000, stage=CaseStage.INTRODUCED))
        delay = 60 * 24 * random.gamma(2.0, 70.0)
        if random.random() < (0.0, 0.05, 0.2, 0.5)[level - 1]:
            events.append(_after(kept, EventKind.SIGNED, delay))
    return [event for event in events if event.occurred_at <= TODAY]


def _after(
    first: FeedbackEvent,
    kind: EventKind,
    minutes: float,
    *,
    seconds: float | None = None,
    reason: EventReason | None = None,
    stage: CaseStage | None = None,
) -> FeedbackEvent:
    return replace(
        first,
        event_id=f"{first.event_id}-{kind.value}",
        kind=kind,
        occurred_at=first.occurred_at + timedelta(minutes=minutes),
        seconds=seconds,
        reason=reason,
        stage=stage,
    )


def _hostile(
    kind: EventKind,
    *,
    accounts: int,
    for_bad: bool,
    actor_kind: ActorKind = ActorKind.REQUESTER,
) -> Attack:
    """Return an attack: so many accounts praise what does not fit, or reject what does."""

    def attack(district: District, log: Log, count: int, random: np.random.Generator) -> Events:
        level = district.level[log.need]
        wanted = (log.shown > 0) & ((level <= 2) if for_bad else (level >= 3))
        lists, records = np.nonzero(wanted)
        picked = random.choice(len(lists), min(count, len(lists)), replace=False)
        events = []
        for number, place in enumerate(picked.tolist()):
            n, record = int(lists[place]), int(records[place])
            need = int(log.need[n])
            events.append(
                FeedbackEvent(
                    event_id=f"hostile-{number}",
                    kind=kind,
                    request_id=_request(need),
                    record_id=_record(need, record),
                    occurred_at=TODAY - timedelta(minutes=1 + number),
                    list_id=f"list-{n}",
                    actor=f"hostile-{number % accounts}",
                    actor_kind=actor_kind,
                    seconds=READ_SECONDS if kind is EventKind.DWELL else None,
                    reason=EventReason.NOT_RELEVANT if kind is EventKind.REJECT else None,
                )
            )
        return events

    return attack


ATTACKS: Final[dict[str, Attack]] = {
    "one technology manager records contracts that never were": _hostile(
        EventKind.SIGNED, accounts=1, for_bad=True, actor_kind=ActorKind.TECHNOLOGY_MANAGER
    ),
    "twenty accounts claim contracts that never were": _hostile(
        EventKind.SIGNED, accounts=HOSTILE, for_bad=True
    ),
    "twenty accounts shortlist what does not fit": _hostile(
        EventKind.SHORTLIST, accounts=HOSTILE, for_bad=True
    ),
    "twenty accounts reject what fits": _hostile(EventKind.REJECT, accounts=HOSTILE, for_bad=False),
    "two hundred accounts read what does not fit": _hostile(
        EventKind.DWELL, accounts=200, for_bad=True
    ),
}


def _protected(impressions: Sequence[Impression], events: Events) -> list[Judgement]:
    return judgements_from(impressions, events, today=TODAY)


def _counted(events: Events) -> list[Judgement]:
    """Return judgements by simply taking the strongest event of each pair."""
    strength = {
        EventKind.CLICK: Level.WEAK,
        EventKind.DWELL: Level.FAIRLY_STRONG,
        EventKind.SHORTLIST: Level.FAIRLY_STRONG,
        EventKind.STAGE: Level.STRONG,
        EventKind.SIGNED: Level.STRONG,
        EventKind.REJECT: Level.NONE,
    }
    best: dict[tuple[str, str], Level] = {}
    rejected = set()
    for event in events:
        pair = (event.request_id, event.record_id)
        best[pair] = max(best.get(pair, Level.NONE), strength[event.kind])
        if event.kind is EventKind.REJECT:
            rejected.add(pair)
    best |= dict.fromkeys(rejected, Level.NONE)
    return [Judgement(*pair, level) for pair, level in sorted(best.items())]


def _features(district: District, random: np.random.Generator) -> Floats:
    """Return noisy views of the truth, as retrievers give them: shape (needs, POOL, 6)."""
    views = [
        district.score,
        *(
            district.level + random.normal(0, noise, district.level.shape)
            for noise in (1.2, 1.6, 2.2)
        ),
        district.bait,
        random.normal(0, 1, district.level.shape),
    ]
    return np.stack(views, axis=2)


def _trained(district: District, features: Floats, judged: Sequence[Judgement]) -> float:
    """Return nDCG@10 on unseen needs of a weighted ridge regression on the judgements."""
    rows, gains, weights = [], [], []
    for judgement in judged:
        need = int(judgement.request_id.partition(":")[2])
        record = int(judgement.record_id.rpartition(".")[2])
        if need < TRAIN_NEEDS:
            rows.append(features[need, record])
            gains.append(2.0 ** (int(judgement.level) - 1) - 1)
            weights.append(judgement.weight)
    x = np.column_stack([np.ones(len(rows)), np.array(rows)])
    w = np.array(weights)[:, None]
    slopes = np.linalg.solve(x.T @ (w * x) + np.eye(x.shape[1]), x.T @ (w[:, 0] * np.array(gains)))
    scores = features[TRAIN_NEEDS:] @ slopes[1:]
    return _ndcg(district.level[TRAIN_NEEDS:], scores)


def _ndcg(level: np.ndarray, scores: Floats) -> float:
    gain = 2.0 ** (level - 1) - 1
    discount = 1 / np.log2(np.arange(2, LENGTH + 2))
    order = np.argsort(-scores, axis=1, kind="stable")[:, :LENGTH]
    had = np.take_along_axis(gain, order, 1) @ discount
    best = -np.sort(-gain, axis=1)[:, :LENGTH] @ discount
    return float((had[best > 0] / best[best > 0]).mean())


def _request(need: int) -> str:
    return f"need:{need}"


def _record(need: int, record: int) -> str:
    return f"achievement:{need * POOL + record}.{record}"
