"""Reads: the rounds somebody judges in or looks after, and the next item to judge."""

from dataclasses import dataclass

from django.db.models import QuerySet

from duijie.app.accounts.models import RegisteredOrganization, User
from duijie.app.judging_pages.models import Seat, StartedRound
from duijie.app.judging_pages.rounds import judge_name, opened
from duijie.app.judging_pages.texts import JudgedText, texts_of
from duijie.app.records.queries import titles_of, visible_ids
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import allowed, require
from duijie.app.wiring import home_in_use
from duijie.kernel.errors import LearnFileError
from duijie.kernel.words import Lang
from duijie.learn.judging import (
    JudgeProgress,
    JudgingGuide,
    JudgingItem,
    Round,
    judging_guide,
    next_disputed,
    next_item,
    progress_of,
    round_names,
    shown_dispute,
    shown_item,
)

Kind = RegisteredOrganization.Kind
KINDS_OF_JUDGES = (Kind.SERVICE_AGENCY, Kind.GOVERNMENT, Kind.OPERATOR)
MOST_JUDGES, MOST_ROUNDS = 500, 30


@dataclass(frozen=True, slots=True)
class JudgeLine:
    """How far a judge of a round is (标注进度)."""

    who: str
    progress: JudgeProgress


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round in a list (标注批次)."""

    name: str
    items: int
    needs: int
    own: JudgeProgress | None
    judges: tuple[JudgeLine, ...]
    may_see_figures: bool
    may_settle: bool


@dataclass(frozen=True, slots=True)
class RoundsPage:
    """The rounds of somebody (标注批次列表), and those that are still being put together."""

    rounds: tuple[RoundLine, ...]
    waiting: tuple[StartedRound, ...]
    may_start: bool
    left_out: int
    damaged: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemPage:
    """One item as it is put to somebody (待标注条目); without an item all is done."""

    name: str
    guide: JudgingGuide
    entry: JudgingItem | None = None
    need: JudgedText | None = None
    record: JudgedText | None = None
    progress: JudgeProgress | None = None
    is_gone: bool = False  # withdrawn since: nobody may read it any more


def possible_judges() -> QuerySet[User]:
    """Return who can be chosen as a judge: technology managers, officers and operators."""
    people = User.objects.filter(
        is_active=True,
        memberships__organization__state=RegisteredOrganization.State.VERIFIED,
        memberships__organization__kind__in=KINDS_OF_JUDGES,
    )
    return people.distinct().order_by("name", "pk")


def rounds_page(actor: Actor) -> RoundsPage:
    """Return the rounds where the actor judges; for officers and operators, all of them.

    Raises:
        DeniedError: the actor cannot be a judge.
    """
    require(actor, "judging.list")
    may_start = allowed(actor, "judging.start")
    there = round_names(home_in_use().judging)
    if may_start:
        waiting = StartedRound.objects.select_related("job").filter(ready_at=None)
        names = there[::-1]
    else:
        waiting = StartedRound.objects.none()
        own = Seat.objects.filter(user_id=actor.person_id).order_by("-round_id")
        names = [name for name in own.values_list("round__name", flat=True) if name in there]
    lines = {name: _line(actor, name) for name in names[:MOST_ROUNDS]}
    return RoundsPage(
        rounds=tuple(line for line in lines.values() if line is not None),
        waiting=tuple(waiting.order_by("-pk")),
        may_start=may_start,
        left_out=max(0, len(names) - MOST_ROUNDS),
        damaged=tuple(name for name, line in lines.items() if line is None),
    )


def count_open(actor: Actor) -> int:
    """Return how many answers the actor still owes: one query."""
    lefts = Seat.objects.filter(
        user_id=actor.user_id or 0, left__gt=0, round__ready_at__isnull=False
    )
    return sum(lefts.values_list("left", flat=True)[:100])


def item_page(actor: Actor, name: str, lang: Lang, number: int | None = None) -> ItemPage:
    """Return what a judge is asked next, or an item that they want to answer again.

    Raises:
        GoneError: there is no such round, or not for this reader.
        DeniedError: the actor does not judge in it.
        JudgingError: the entry is not this judge's.
    """
    judging, subject = opened(actor, name)
    require(actor, "judging.judge", subject)
    judge = judge_name(actor.person_id)
    entry = shown_item(judging, judge, number) if number else next_item(judging, judge)
    return _page(actor, judging, entry, lang, progress_of(judging, judge))


def dispute_page(actor: Actor, name: str, lang: Lang, number: int | None = None) -> ItemPage:
    """Return what judges differ on and the actor is to settle next; nobody's level is shown.

    Raises:
        DeniedError: the actor may not settle, or is one of the judges.
    """
    judging, subject = opened(actor, name)
    require(actor, "judging.settle", subject)
    who = judge_name(actor.person_id)
    if number is None:
        disputed = next_disputed(judging, who)
        number = None if disputed is None else disputed.number
    entry = None if number is None else shown_dispute(judging, who, number)
    return _page(actor, judging, entry, lang, None)


def _page(
    actor: Actor,
    judging: Round,
    entry: JudgingItem | None,
    lang: Lang,
    progress: JudgeProgress | None,
) -> ItemPage:
    guide = judging_guide(lang)
    if entry is None:
        return ItemPage(judging.name, guide, progress=progress)
    if not _is_there(actor, entry):
        return ItemPage(judging.name, guide, entry, progress=progress, is_gone=True)
    need, record = texts_of(entry)
    return ItemPage(judging.name, guide, entry, need, record, progress)


def _is_there(actor: Actor, entry: JudgingItem) -> bool:
    """Tell whether a judge may still read both; texts from files are in no library and stay."""
    ids = [entry.need.text_id, entry.achievement.text_id]
    stored = set(titles_of(ids))
    return stored <= visible_ids(actor, ids)


def _line(actor: Actor, name: str) -> RoundLine | None:
    """Return a round as a line, None where its files are damaged: the others are shown still."""
    try:
        return _line_of(actor, name)
    except LearnFileError:
        return None


def _line_of(actor: Actor, name: str) -> RoundLine:
    judging, subject = opened(actor, name)
    own = progress_of(judging, judge_name(actor.person_id)) if subject.is_judge else None
    may_see = allowed(actor, "judging.figures", subject)
    return RoundLine(
        name,
        len(judging.items),
        len(judging.needs),
        own,
        judge_lines(judging) if may_see else (),
        may_see,
        allowed(actor, "judging.settle", subject),
    )


def judge_lines(judging: Round) -> tuple[JudgeLine, ...]:
    """Return how far the judges of a round are, called by their names where they are known."""
    names = names_of(judging)
    return tuple(
        JudgeLine(names.get(judge, judge), progress_of(judging, judge))
        for judge in judging.plan.judges
    )


def names_of(judging: Round) -> dict[str, str]:
    """Return what the people behind the pseudonyms of a round are called."""
    seats = Seat.objects.select_related("user").filter(round__name=judging.name)
    return {seat.judge: str(seat.user) for seat in seats}
