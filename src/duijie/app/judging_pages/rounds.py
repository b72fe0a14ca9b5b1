"""Opening rounds: the files of the command line, read once as long as they stay the same."""

from functools import lru_cache

from duijie.app.feedback.rows import pseudonym
from duijie.app.judging_pages.permissions import RoundSubject
from duijie.app.secret import secret_key
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import allowed
from duijie.app.wiring import home_in_use
from duijie.kernel.errors import GoneError, UnknownNameError
from duijie.kernel.home import Home
from duijie.kernel.words import N_
from duijie.learn.judging import Round, open_round, progress_of

KEPT_OPEN = 8


def judge_name(user_id: int) -> str:
    """Return under which name somebody judges: a pseudonym, in files and on the command line."""
    return pseudonym(f"user:{user_id}", secret_key(home_in_use()))


def opened(actor: Actor, name: str) -> tuple[Round, RoundSubject]:
    """Return a round that the actor may know of, with what permissions are decided on.

    Raises:
        GoneError: there is none, or not for this reader.
    """
    gone = GoneError(thing=N_("judging round"), name=name[:80])
    try:
        judging = round_named(name)
    except UnknownNameError:
        raise gone from None
    subject = subject_of(actor, judging)
    if not allowed(actor, "judging.know", subject):
        raise gone
    return judging, subject


def subject_of(actor: Actor, judging: Round) -> RoundSubject:
    """Return what permissions on a round are decided on."""
    is_judge = actor.user_id is not None and judge_name(actor.user_id) in judging.plan.judges
    return RoundSubject(is_judge, is_through(judging) if is_judge else False)


def is_through(judging: Round) -> bool:
    """Tell whether every judge has answered everything."""
    return all(progress_of(judging, judge).left == 0 for judge in judging.plan.judges)


def round_named(name: str) -> Round:
    """Return a round of this installation.

    Raises:
        UnknownNameError: there is none.
        LearnFileError: a file of it was changed or is damaged.
    """
    card = home_in_use().judging / name / "round.json"
    try:
        known = card.stat()
    except (OSError, ValueError):
        return open_round(home_in_use().judging, name)  # says what is wrong
    return _opened(home_in_use(), name, known.st_mtime_ns, known.st_ino)


@lru_cache(maxsize=KEPT_OPEN)
def _opened(home: Home, name: str, changed: int, file: int) -> Round:
    """Return a round; what is judged never changes, answers are read anew each time."""
    del changed, file
    return open_round(home.judging, name)
