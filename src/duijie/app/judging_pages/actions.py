"""Writes: a round is started; a judge answers; what judges differ on is settled.

Answers are written to the files of the round, line by line, each durable before it counts. They
stand in no log of who did what: that would name the pseudonyms.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from duijie.app.audit.actions import note
from duijie.app.jobs.actions import start_job
from duijie.app.judging import store_levels
from duijie.app.judging_pages.models import Seat, StartedRound
from duijie.app.judging_pages.queries import possible_judges
from duijie.app.judging_pages.rounds import is_through, judge_name, opened
from duijie.app.notices.actions import tell
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import require
from duijie.app.wiring import home_in_use
from duijie.kernel.errors import CallError
from duijie.kernel.ports import Clock
from duijie.kernel.words import N_, Phrase
from duijie.learn.judging import (
    Round,
    RoundPlan,
    WhenOpen,
    check_new,
    check_third,
    pass_over,
    progress_of,
    record_level,
    record_skip,
    settle,
    undo_last,
    unsettle_last,
)

MAKE = "judging.make"


@dataclass(frozen=True, slots=True)
class NewRound:
    """How a round is to be made (标注方案)."""

    name: str
    judges: tuple[int, ...]  # users
    needs: int
    depth: int = 10
    overlap: float = 1.0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of one item (标注): a level, or why they cannot tell."""

    number: int
    level: int | None = None
    reason: str = ""


@transaction.atomic
def start_round(actor: Actor, wanted: NewRound, *, now: datetime) -> StartedRound:
    """Have a round made, in the background, for judges among the platform's people.

    Raises:
        DeniedError: the actor may not.
        JudgingError: the name is taken, or it cannot be a name.
        CallError: somebody named cannot be a judge, or there are fewer than two.
    """
    require(actor, "judging.start")
    _check_judges(wanted.judges)
    names = tuple(judge_name(user_id) for user_id in wanted.judges)
    plan = RoundPlan(wanted.name, names, wanted.depth, wanted.overlap, wanted.seed)
    check_new(home_in_use().judging, plan)
    _forget_failed(wanted.name)
    if StartedRound.objects.filter(name=wanted.name).exists():
        raise CallError(
            why=N_("a round of this name is there already"),
            remedy=N_("Take another name; answers are never overwritten."),
        )
    started = StartedRound.objects.create(
        name=wanted.name, started_by_id=actor.person_id, started_at=now
    )
    Seat.objects.bulk_create(
        Seat(round=started, user_id=user_id, judge=name)
        for user_id, name in zip(wanted.judges, names, strict=True)
    )
    title = Phrase(N_("Putting together the judging round %(name)s"), name=wanted.name)
    parameters = {"plan": asdict(plan), "needs": wanted.needs}
    started.job = start_job(actor, MAKE, title, parameters, now=now, link="/judging/")
    started.save(update_fields=["job"])
    note("judging.start", f"judging:{wanted.name}", by=actor, now=now,
         values={"judges": len(names), "needs": wanted.needs})  # fmt: skip
    return started


def _forget_failed(name: str) -> None:
    """Free the name of a round that could not be put together."""
    before = StartedRound.objects.select_related("job").filter(name=name, ready_at=None).first()
    if before is not None and (before.job is None or before.job.is_ended):
        before.delete()


def _check_judges(user_ids: Sequence[int]) -> None:
    known = {user.pk for user in possible_judges()}
    if len(set(user_ids)) < 2 or not set(user_ids) <= known:
        raise CallError(
            why=N_("a round needs two judges, each a technology manager, officer or operator"),
            remedy=N_("Choose at least two."),
        )


@transaction.atomic
def round_is_ready(name: str, judging: Round, *, now: datetime) -> None:
    """Note that a round can be judged, and tell its judges; once."""
    started = StartedRound.objects.select_for_update(of=("self",)).filter(name=name).first()
    if started is None or started.ready_at is not None:
        return
    started.ready_at = now
    started.save(update_fields=["ready_at"])
    for seat in started.seats.all():
        seat.left = progress_of(judging, seat.judge).left
        seat.save(update_fields=["left"])
        phrase = Phrase(
            N_("You are asked to judge %(count)d matches, in the round %(name)s."),
            count=seat.left,
            name=name,
        )
        tell([seat.user_id], phrase, link=f"/judging/rounds/{name}/", now=now)


def answer(actor: Actor, name: str, said: Said, *, clock: Clock) -> None:
    """Store what a judge says of an item; a second answer replaces the first.

    Raises:
        GoneError: there is no such round, or not for this judge.
        DeniedError: the actor does not judge in it.
        JudgingError: the item is not this judge's, or there is no such level.
    """
    judging, judge = _judged(actor, name)
    if said.level is None:
        record_skip(judging, judge, said.number, said.reason, clock=clock)
    else:
        record_level(judging, judge, said.number, said.level, clock=clock)
    _note_left(actor, judging, judge, clock())


def take_back(actor: Actor, name: str, *, clock: Clock) -> int | None:
    """Take back a judge's latest answer; return its item, None where there is none."""
    judging, judge = _judged(actor, name)
    number = undo_last(judging, judge, clock=clock)
    _note_left(actor, judging, judge, clock())
    return number


def settle_item(actor: Actor, name: str, said: Said, *, clock: Clock) -> None:
    """Store which level holds where judges differ, or that it cannot be told.

    Raises:
        DeniedError: the actor may not, or is one of the judges who differ.
    """
    judging, who = _settling(actor, name)
    if said.level is None:
        pass_over(judging, who, said.number, said.reason, clock=clock)
    else:
        settle(judging, who, said.number, said.level, clock=clock)


def unsettle(actor: Actor, name: str, *, clock: Clock) -> int | None:
    """Take back the actor's latest settlement; return its item, None where there is none."""
    judging, who = _settling(actor, name)
    return unsettle_last(judging, who, clock=clock)


def keep_levels(actor: Actor, name: str, *, now: datetime) -> int:
    """Keep the final levels of a round beside the feedback, for training; return how many."""
    judging, subject = opened(actor, name)
    require(actor, "judging.export", subject)
    with transaction.atomic():
        kept = store_levels(home_in_use(), judging, when_open=WhenOpen.MIDDLE)
        note("judging.keep", f"judging:{name}", by=actor, now=now, values={"levels": kept})
    return kept


def note_export(actor: Actor, name: str, form: str, *, now: datetime) -> None:
    """Note that somebody takes the levels of a round along."""
    note("judging.export", f"judging:{name}", by=actor, now=now, values={"form": form})


def _judged(actor: Actor, name: str) -> tuple[Round, str]:
    judging, subject = opened(actor, name)
    require(actor, "judging.judge", subject)
    return judging, judge_name(actor.person_id)


def _settling(actor: Actor, name: str) -> tuple[Round, str]:
    judging, subject = opened(actor, name)
    require(actor, "judging.settle", subject)
    who = judge_name(actor.person_id)
    check_third(judging, who)
    return judging, who


@transaction.atomic
def _note_left(actor: Actor, judging: Round, judge: str, now: datetime) -> None:
    """Note how many answers a judge still owes; the last one of all is told to who started it."""
    started = StartedRound.objects.select_for_update(of=("self",)).filter(name=judging.name).first()
    if started is None:
        return
    left = progress_of(judging, judge).left
    started.seats.filter(user_id=actor.person_id).update(left=left)
    if left or started.through_at is not None or not is_through(judging):
        return
    started.through_at = now
    started.save(update_fields=["through_at"])
    phrase = Phrase(N_("Every judge is through with the round %(name)s."), name=judging.name)
    if started.started_by_id is not None:
        link = f"/judging/rounds/{judging.name}/agreement/"
        tell([started.started_by_id], phrase, link=link, now=now)
