"""Releases (模型版本) of an installation: built, compared, put in use and taken back."""

import getpass
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from duijie.app.contests import (
    Contest,
    Grounds,
    check_held_out,
    decided_by_judgements,
    read_grounds,
)
from duijie.app.feedback_proof import check_feedback, decided_by_feedback
from duijie.app.wiring import open_source, system_clock
from duijie.kernel.errors import CallError, DuijieError, IndexMissingError, PromotionRefusedError
from duijie.kernel.home import Home
from duijie.kernel.live import Models, live_pairs
from duijie.kernel.settings import Settings
from duijie.kernel.words import N_

if TYPE_CHECKING:
    from duijie.kernel.ports import IndexStats, Progress
    from duijie.learn.comparison import Decision
    from duijie.learn.releases import JournalEntry, Plan, ReleaseRoom

NO_PROOF = N_("it was asked to go without a proof, and no reason was given")


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants promoted, and on what grounds (上线请求).

    `ranker` goes live with an encoder ("" none, None the live one if it fits). The grounds are
    judgements (`qrels` and `needs`), or the logged feedback where there are none; without any,
    `because` must say why.
    """

    name: str
    ranker: str | None = None
    qrels: Path | None = None
    needs: Path | None = None
    is_without_proof: bool = False
    because: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Promotion:
    """What became of a wish (上线结果): the plan, the decision, and the switch if it was made."""

    plan: "Plan"
    decision: "Decision | None"
    entry: "JournalEntry | None"


def release_room(home: Home, by: str = "") -> "ReleaseRoom":
    """Return the releases of an installation; changes are written down as made by `by`."""
    from duijie.learn.releases import ReleaseRoom

    return ReleaseRoom(home, system_clock, by or account())


def account() -> str:
    """Return the name of the system's account, which stands for who changed something."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name
        return ""


@contextmanager
def noted_build(home: Home) -> Iterator["ReleaseRoom"]:
    """Hold the right to change what is live around a build, and write down what it changed."""
    room = release_room(home)
    with room.changing():
        before = live_or_nothing(home)
        shutil.rmtree(room.trial, ignore_errors=True)  # left by a promotion that was killed
        yield room
        room.note_build(before)


def live_or_nothing(home: Home) -> Models:
    """Return the encoder and ranker in use; none where the index cannot say."""
    from duijie.index import live_models

    try:
        return live_models(home.index)
    except DuijieError:
        return Models()


def promote(home: Home, settings: Settings, wish: Wish, progress: "Progress") -> Promotion:
    """Put a release in use if its proof holds; what is in use answers until then.

    Raises:
        ReleaseError: it cannot be used.
        PromotionRefusedError: it cannot go live as things are.
        LearnFileError, EvaluationError: the judgements cannot be used.
    """
    if wish.is_without_proof and not wish.because.strip():
        raise CallError(why=NO_PROOF, remedy=N_('Give one: --because "…"; it is written down.'))
    grounds = read_grounds(wish.qrels, wish.needs)
    room = release_room(home, wish.by)
    with room.changing():
        plan = room.plan(wish.name, wish.ranker)
        if not wish.is_without_proof:
            _check_comparable(home, wish.name, grounds)
            if grounds is not None:
                check_held_out(home, plan, grounds)
        try:
            if plan.is_build:
                _build_trial(home, settings, room, plan, progress)
            decision = None
            if not wish.is_without_proof:
                index = room.trial if plan.is_build else home.index
                contest = Contest(home, settings, plan, index)
                decision = _decided(contest, grounds, room, progress)
            if decision is not None and not decision.is_go:
                room.note_refusal(plan, decision, wish.because)
                return Promotion(plan, decision, None)
            return Promotion(plan, decision, room.promote(plan, decision, wish.because))
        finally:
            shutil.rmtree(room.trial, ignore_errors=True)


def roll_back(
    home: Home, because: str, *, to_another: bool, by: str = ""
) -> tuple["JournalEntry", "IndexStats"]:
    """Put in use what was before; return what was written down and what the index holds now.

    Raises:
        CallError: nothing earlier was kept.
        ReleaseError: the release that would be live again cannot be used.
    """
    from duijie.index import index_status

    index_status(home.index)
    room = release_room(home, by)
    with room.changing():
        try:
            entry = room.roll_back(because, to_another=to_another)
        except IndexMissingError as error:
            raise CallError(
                why=N_(
                    "there is nothing to go back to: nothing else was in use before, or it "
                    "was not kept"
                ),
                remedy=N_(
                    "`duijie release list` shows the releases; promote one, or run: "
                    "duijie index build"
                ),
            ) from error
    return entry, index_status(home.index)


def _check_comparable(home: Home, name: str, grounds: Grounds | None) -> None:
    """Return when there is something to compare with; asked before anything long is begun."""
    if not live_pairs(home.index):
        raise PromotionRefusedError(
            release=name,
            why=N_("nothing is live yet that it could be compared with"),
            remedy=N_('Run: duijie index build. Or promote it --without-proof --because "…"'),
        )
    if grounds is None:
        check_feedback(home, name)


def _decided(
    contest: Contest, grounds: Grounds | None, room: "ReleaseRoom", progress: "Progress"
) -> "Decision":
    """Return whether a plan may go live, by judgements, or by the logged feedback without any."""
    if grounds is not None:
        return decided_by_judgements(contest, grounds, progress)
    look = 1 + room.looks(contest.candidate, contest.live)
    return decided_by_feedback(contest, look, progress)


def _build_trial(
    home: Home, settings: Settings, room: "ReleaseRoom", plan: "Plan", progress: "Progress"
) -> None:
    """Build the index with the encoder of a plan, aside."""
    from duijie.index import BuildPlan, build_index, open_encoder

    named = settings.text("index.encoder")
    if named not in ("", plan.after.encoder):
        raise PromotionRefusedError(
            release=plan.name,
            why=N_("the setting index.encoder names another encoder, which every build would take"),
            remedy=N_("Empty the setting, then run the command again."),
        )
    shutil.rmtree(room.trial, ignore_errors=True)
    source = open_source(home)
    build_index(
        room.trial,
        source.documents(),
        open_encoder(plan.after.encoder, home),
        BuildPlan(
            revision=source.revision(),
            total=source.count(),
            workers=settings.integer("index.workers"),
            progress=progress,
            ranker=plan.after.ranker,
        ),
    )
