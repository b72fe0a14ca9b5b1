"""Adjudication (裁定): which level holds where judges differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from duijie.kernel.errors import JudgingError
from duijie.kernel.judgements import Judgement
from duijie.kernel.matching import Level
from duijie.kernel.ports import Clock
from duijie.kernel.words import N_, Phrase
from duijie.learn.judging.agreement import Disputed, disputed_items, levels_given
from duijie.learn.judging.answers import Act, Answer, current_answers
from duijie.learn.judging.judging import JudgingItem, checked_level
from duijie.learn.judging.pool import drawn
from duijie.learn.judging.rounds import Round


class Decided(StrEnum):
    """How the level of an item came about (定级方式)."""

    SINGLE = "single"
    AGREED = "agreed"
    SETTLED = "settled"
    MIDDLE = "middle"


class WhenOpen(StrEnum):
    """What holds where judges differ and nobody has settled it (未裁定时)."""

    MIDDLE = "middle"
    LEAVE_OUT = "leave-out"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class FinalLevel:
    """The level that holds for an item (最终等级), how it came about, and who gave which."""

    number: int
    need_id: str
    record_id: str
    level: Level
    decided: Decided
    levels: Mapping[str, Level]
    settled_by: str = ""


def next_disputed(judging: Round, who: str, *, apart: int = 1) -> Disputed | None:
    """Return what is to be settled next by `who`, None when nothing is left.

    Left is what judges gave levels at least `apart` apart and nobody has settled or passed over.
    """
    return next(iter(still_disputed(judging, who, apart=apart)), None)


def still_disputed(judging: Round, who: str = "", *, apart: int = 1) -> list[Disputed]:
    """Return what is still to be settled, in an order drawn by seed."""
    settled = set(_settlements(judging))
    if who:
        settled |= set(current_answers(judging.settled_by(who).read()))
    left = [
        one
        for one in disputed_items(judging, levels_given(judging), apart=apart)
        if one.number not in settled
    ]
    return sorted(left, key=lambda one: drawn(judging.plan.seed, who, str(one.number)))


def shown_dispute(judging: Round, who: str, number: int, *, apart: int = 1) -> JudgingItem:
    """Return an item that judges differ on as a judge sees it: without their levels."""
    pooled = judging.entry(number)
    finished = len(current_answers(judging.settled_by(who).read()))
    left = len(still_disputed(judging, who, apart=apart))
    return JudgingItem(
        number,
        judging.needs[pooled.need_id],
        judging.achievements[pooled.record_id],
        place=finished + 1,
        total=finished + left,
        need_place=0,
        needs=0,
    )


def check_third(judging: Round, who: str) -> None:
    """Return when somebody may settle levels without seeing them: they gave none themselves.

    Raises:
        JudgingError: this is one of the judges who differ.
    """
    judging.settled_by(who)
    if who.casefold() in {judge.casefold() for judge in judging.plan.judges}:
        raise JudgingError(
            name=judging.name,
            why=Phrase("%(judge)s is one of the judges who differ", judge=who),
            remedy=N_(
                "Let somebody else settle it, or settle it together: --agreed shows both levels."
            ),
        )


def settle(judging: Round, who: str, number: int, level: int, *, clock: Clock) -> None:
    """Store the level that holds for an item, durably."""
    judging.entry(number)
    answer = Answer(number, Act.LEVEL, clock(), checked_level(judging, level))
    judging.settled_by(who).add(answer)


def pass_over(judging: Round, who: str, number: int, reason: str, *, clock: Clock) -> None:
    """Store that an item could not be settled, and why; it stays open."""
    judging.entry(number)
    reason = " ".join(reason.split())[:500]
    judging.settled_by(who).add(Answer(number, Act.SKIP, clock(), reason=reason))


def unsettle_last(judging: Round, who: str, *, clock: Clock) -> int | None:
    """Take back the latest settlement of somebody; return its item, None when there is none."""
    return judging.settled_by(who).undo(clock())


def final_levels(judging: Round, *, when_open: WhenOpen = WhenOpen.MIDDLE) -> list[FinalLevel]:
    """Return the level of every item that has one.

    A settled level holds before all others; else the level all agree on; else, where judges
    differ, `when_open` says: the middle one (of two middle ones the lower), none, or an error.

    Raises:
        JudgingError: items are open and `when_open` is to refuse.
    """
    settled, levels = _settlements(judging), levels_given(judging)
    final: list[FinalLevel] = []
    undecided = 0
    for entry in judging.items:
        given = {judge: own[entry.number] for judge, own in levels.items() if entry.number in own}
        holds, by = settled.get(entry.number, (None, ""))
        if holds is None and len(set(given.values())) > 1 and when_open is not WhenOpen.MIDDLE:
            undecided += 1
            continue
        decided = _decided(given, holds)
        if decided is not None:
            final.append(
                FinalLevel(entry.number, entry.need_id, entry.record_id, *decided, given, by)
            )
    if undecided and when_open is WhenOpen.REFUSE:
        raise JudgingError(
            name=judging.name,
            why=Phrase("judges differ on %(count)d items that nobody has settled", count=undecided),
            remedy=N_("Please run: duijie judge adjudicate"),
        )
    return final


def judgements(judging: Round, *, when_open: WhenOpen = WhenOpen.MIDDLE) -> list[Judgement]:
    """Return the final levels as learning reads them; judges are joined by +."""
    return [
        Judgement(
            one.need_id, one.record_id, one.level, 1.0, one.settled_by or "+".join(one.levels)
        )
        for one in final_levels(judging, when_open=when_open)
    ]


def _decided(given: Mapping[str, Level], settled: Level | None) -> tuple[Level, Decided] | None:
    if settled is not None:
        return settled, Decided.SETTLED
    if not given:
        return None
    ordered = sorted(given.values())
    middle = ordered[(len(ordered) - 1) // 2]
    if len(ordered) == 1:
        return middle, Decided.SINGLE
    return middle, Decided.AGREED if ordered[0] == ordered[-1] else Decided.MIDDLE


def _settlements(judging: Round) -> dict[int, tuple[Level, str]]:
    """Return what was settled, by whom; of several settlements of an item the latest holds."""
    latest: dict[int, tuple[Answer, str]] = {}
    for who in judging.who_settled():
        for entry, answer in current_answers(judging.settled_by(who).read()).items():
            before = latest.get(entry)
            is_level = answer.act is Act.LEVEL
            if is_level and (before is None or before[0].at <= answer.at):
                latest[entry] = (answer, who)
    return {entry: (a.level, who) for entry, (a, who) in latest.items() if a.level is not None}
