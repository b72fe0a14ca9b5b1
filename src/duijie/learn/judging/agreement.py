"""How far judges agree (一致性): α, pair by pair, over time, and where they differ most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

import numpy as np

from duijie.kernel.matching import Level
from duijie.learn.judging.alpha import Alpha, Metric, alpha_with_interval
from duijie.learn.judging.answers import Act, Answer, current_answers
from duijie.learn.judging.judging import seconds_each
from duijie.learn.judging.rounds import Round

QUARTERS = 4
DRAWS = 2000


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """How two judges compare on what both levelled (两人一致性).

    `confusion[i][j]` counts items that the first gave level i + 1 and the second j + 1;
    `higher_by` is how much higher the first levels on average.
    """

    first: str
    second: str
    items: int
    exact: float
    within_one: float
    higher_by: float
    confusion: tuple[tuple[int, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of a judge's answers, in the order of giving (阶段); None: nothing to compare."""

    items: int
    mean_level: float
    exact: float | None
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Drift:
    """How a judge changed over time (标注漂移).

    Items come in random order, so the mean level should stay: `shift` is that of the later half
    less that of the earlier one, with a 95 % interval by bootstrap over needs.
    """

    judge: str
    quarters: tuple[Quarter, ...]
    shift: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Disputed:
    """An item that judges gave different levels (分歧条目)."""

    number: int
    need_id: str
    record_id: str
    levels: Mapping[str, Level]

    @property
    def spread(self) -> int:
        """Return how far the levels are apart."""
        return max(self.levels.values()) - min(self.levels.values())


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the judges of a round agree (一致性报告).

    `is_complete` tells whether every judge is through with the items that all judge: before that,
    which items they differ on must not be shown, lest one judge learns another's levels.
    """

    name: str
    ordinal: Alpha
    nominal: Alpha
    pairs: tuple[PairAgreement, ...]
    drift: tuple[Drift, ...]
    disputed: tuple[Disputed, ...]
    is_complete: bool


def agreement(judging: Round, *, seed: int = 0) -> Agreement:
    """Return how far the judges agree, on what has been answered so far."""
    answers = {
        judge: current_answers(judging.answers_of(judge).read()) for judge in judging.plan.judges
    }
    levels = {judge: _levels(given) for judge, given in answers.items()}
    ratings, needs = [], []
    for entry in judging.items:
        ratings.append([levels[judge].get(entry.number) for judge in judging.plan.judges])
        needs.append(entry.need_id)
    shared = [entry for entry in judging.items if len(entry.judges) > 1]
    return Agreement(
        judging.name,
        alpha_with_interval(ratings, needs, metric=Metric.ORDINAL, seed=seed),
        alpha_with_interval(ratings, needs, metric=Metric.NOMINAL, seed=seed),
        tuple(_pair(a, b, levels) for a, b in combinations(judging.plan.judges, 2)),
        tuple(_drift(judging, judge, answers, seed) for judge in judging.plan.judges),
        disputed_items(judging, levels),
        all(entry.number in answers[judge] for entry in shared for judge in entry.judges),
    )


def alpha_so_far(judging: Round) -> Alpha:
    """Return the ordinal α of what has been answered so far."""
    return agreement(judging).ordinal


def levels_given(judging: Round) -> dict[str, dict[int, Level]]:
    """Return the level that each judge gave each item; skipped ones are left out."""
    return {
        judge: _levels(current_answers(judging.answers_of(judge).read()))
        for judge in judging.plan.judges
    }


def disputed_items(
    judging: Round, levels: Mapping[str, Mapping[int, Level]], *, apart: int = 1
) -> tuple[Disputed, ...]:
    """Return the items with levels at least so far apart, the furthest first."""
    found = []
    for entry in judging.items:
        given = {judge: own[entry.number] for judge, own in levels.items() if entry.number in own}
        if len(given) > 1 and max(given.values()) - min(given.values()) >= apart:
            found.append(Disputed(entry.number, entry.need_id, entry.record_id, given))
    return tuple(sorted(found, key=lambda one: (-one.spread, one.number)))


def _levels(answers: Mapping[int, Answer]) -> dict[int, Level]:
    return {entry: a.level for entry, a in answers.items() if a.level is not None}


def _pair(first: str, second: str, levels: Mapping[str, Mapping[int, Level]]) -> PairAgreement:
    confusion = np.zeros((4, 4), dtype=np.int64)
    for entry, level in levels[first].items():
        if entry in levels[second]:
            confusion[level - 1, levels[second][entry] - 1] += 1
    items = int(confusion.sum())
    apart = np.subtract.outer(np.arange(4), np.arange(4))
    rows = tuple((int(a), int(b), int(c), int(d)) for a, b, c, d in confusion.tolist())
    if not items:
        return PairAgreement(first, second, 0, 0.0, 0.0, 0.0, rows)
    return PairAgreement(
        first,
        second,
        items,
        float(confusion[apart == 0].sum() / items),
        float(confusion[abs(apart) <= 1].sum() / items),
        float((confusion * apart).sum() / items),
        rows,
    )


def _drift(
    judging: Round, judge: str, answers: Mapping[str, Mapping[int, Answer]], seed: int
) -> Drift:
    given = sorted(
        (a for a in answers[judge].values() if a.act is Act.LEVEL), key=lambda a: (a.at, a.number)
    )
    others = {other: _levels(own) for other, own in answers.items() if other != judge}
    parts = np.array_split(np.arange(len(given)), QUARTERS) if len(given) >= QUARTERS else []
    quarters = tuple(_quarter([given[n] for n in part], others) for part in parts)
    shift, low, high = _shift(judging, given, seed)
    return Drift(judge, quarters, shift, low, high)


def _quarter(given: Sequence[Answer], others: Mapping[str, Mapping[int, Level]]) -> Quarter:
    same = [
        own[answer.number] == answer.level
        for answer in given
        for own in others.values()
        if answer.number in own
    ]
    moments: list[datetime] = [answer.at for answer in given]
    return Quarter(
        len(given),
        float(np.mean([answer.level or 0 for answer in given])),
        float(np.mean(same)) if same else None,
        seconds_each(moments),
    )


def _shift(
    judging: Round, given: Sequence[Answer], seed: int
) -> tuple[float | None, float | None, float | None]:
    """Return the later half's mean level less the earlier half's, with its interval."""
    names: dict[str, int] = {}
    sums: list[list[list[float]]] = []  # per need and half: sum of levels, count
    for place, answer in enumerate(given):
        need = names.setdefault(judging.entry(answer.number).need_id, len(names))
        if need == len(sums):
            sums.append([[0.0, 0.0], [0.0, 0.0]])
        half = sums[need][int(place >= len(given) / 2)]
        half[0] += float(answer.level or 0)
        half[1] += 1
    if len(given) < 2:
        return None, None, None
    each = np.array(sums)
    total = each.sum(axis=0)
    shift = float(total[1, 0] / total[1, 1] - total[0, 0] / total[0, 1])
    weights = np.random.default_rng(seed).multinomial(
        len(each), np.full(len(each), 1 / len(each)), size=DRAWS
    )
    drawn = np.tensordot(weights.astype(np.float64), each, axes=1)
    whole = drawn[(drawn[:, :, 1] > 0).all(axis=1)]
    if len(each) < 4 or len(whole) < DRAWS / 2:
        return shift, None, None  # too few needs to say how sure this is
    means = whole[:, :, 0] / whole[:, :, 1]
    low, high = np.percentile(means[:, 1] - means[:, 0], [2.5, 97.5])
    return shift, float(low), float(high)
