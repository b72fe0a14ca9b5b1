"""Judging (标注): what is next for a judge, and what they say to it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from duijie.kernel.errors import JudgingError
from duijie.kernel.matching import Level
from duijie.kernel.ports import Clock
from duijie.kernel.words import N_, Phrase
from duijie.learn.judging.answers import Act, Answer, AnswerFile, current_answers
from duijie.learn.judging.pool import PoolItem, order_of
from duijie.learn.judging.rounds import Round
from duijie.learn.judging.texts import ShownText

# A longer pause between two answers is a break, not thinking.
BREAK = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class JudgingItem:
    """One pair as a judge sees it (待标注条目): no system, no rank, no other judge's level.

    `place` of `total` items of this judge; `need_place` of `needs` needs, 0 where needs are mixed.
    """

    number: int
    need: ShownText
    achievement: ShownText
    place: int
    total: int
    need_place: int
    needs: int


@dataclass(frozen=True, slots=True)
class JudgeProgress:
    """How far a judge is (标注进度); `seconds` is the median time of an answer, None if unknown."""

    judge: str
    total: int
    levelled: int
    skipped: int
    seconds: float | None

    @property
    def left(self) -> int:
        """Return how many items are still open."""
        return self.total - self.levelled - self.skipped


def next_item(judging: Round, judge: str) -> JudgingItem | None:
    """Return what a judge is asked next, None when all is done."""
    answered = current_answers(judging.answers_of(judge).read())
    for entry in order_of(judging.items, judge, seed=judging.plan.seed):
        if entry.number not in answered:
            return shown_item(judging, judge, entry.number)
    return None


def shown_item(judging: Round, judge: str, number: int) -> JudgingItem:
    """Return one item as a judge sees it.

    Raises:
        JudgingError: there is no such item, or it is not this judge's.
    """
    judging.answers_of(judge)
    pooled = _own(judging, judge, number)
    order = order_of(judging.items, judge, seed=judging.plan.seed)
    needs = list(dict.fromkeys(one.need_id for one in order))
    return JudgingItem(
        number,
        judging.needs[pooled.need_id],
        judging.achievements[pooled.record_id],
        order.index(pooled) + 1,
        len(order),
        needs.index(pooled.need_id) + 1,
        len(needs),
    )


def record_level(judging: Round, judge: str, number: int, level: int, *, clock: Clock) -> None:
    """Store a level, durably; a second one for the same item replaces the first.

    Raises:
        JudgingError: the level is none of 1 to 4, or the item is not this judge's.
        UnknownNameError: there is no such judge.
    """
    answers = judging.answers_of(judge)
    _own(judging, judge, number)
    answers.add(Answer(number, Act.LEVEL, clock(), checked_level(judging, level)))


def record_skip(
    judging: Round, judge: str, number: int, reason: str = "cannot tell", *, clock: Clock
) -> None:
    """Store that a judge cannot tell the level of an item, and why."""
    answers = judging.answers_of(judge)
    _own(judging, judge, number)
    answers.add(Answer(number, Act.SKIP, clock(), reason=" ".join(reason.split())[:500]))


def undo_last(judging: Round, judge: str, *, clock: Clock) -> int | None:
    """Take back a judge's latest answer; return its item, None when there is none."""
    return judging.answers_of(judge).undo(clock())


def checked_level(judging: Round, level: int) -> Level:
    """Return a number as a level.

    Raises:
        JudgingError: it is none of 1 to 4.
    """
    try:
        return Level(level)
    except ValueError:
        raise JudgingError(
            name=judging.name,
            why=Phrase("%(level)s is no level", level=str(level)),
            remedy=N_("Levels are 1 (none), 2 (weak), 3 (fairly strong) and 4 (strong)."),
        ) from None


def progress_of(judging: Round, judge: str) -> JudgeProgress:
    """Return how far a judge is."""
    answers = judging.answers_of(judge)
    total = sum(judge in entry.judges for entry in judging.items)
    return progress_in(answers, judge, total)


def progress_in(file: AnswerFile, judge: str, total: int) -> JudgeProgress:
    """Return how far the answers in a file are."""
    given = file.read()
    current = current_answers(given)
    levelled = sum(answer.act is Act.LEVEL for answer in current.values())
    return JudgeProgress(
        judge, total, levelled, len(current) - levelled, seconds_each([a.at for a in given])
    )


def seconds_each(moments: list[datetime]) -> float | None:
    """Return the median time between answers in seconds, breaks left out; None when unknown."""
    ordered = sorted(moments)
    spent = [later - earlier for earlier, later in pairwise(ordered)]
    working = [pause.total_seconds() for pause in spent if pause <= BREAK]
    return median(working) if working else None


def _own(judging: Round, judge: str, number: int) -> PoolItem:
    pooled = judging.entry(number)
    if judge not in pooled.judges:
        raise JudgingError(
            name=judging.name,
            why=Phrase("item %(item)d is not for the judge %(judge)s", item=number, judge=judge),
            remedy=N_("Leave --item out to get the next item of this judge."),
        )
    return pooled
