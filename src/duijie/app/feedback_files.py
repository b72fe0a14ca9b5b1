"""Feedback in and out of files, and what of it learning reads."""

import csv
import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from duijie.app.secret import secret_key
from duijie.app.wiring import open_records, system_clock
from duijie.kernel.errors import CallError, DuijieError
from duijie.kernel.home import Home
from duijie.kernel.spreadsheets import neutralised
from duijie.kernel.words import N_, Lang, Phrase, say

if TYPE_CHECKING:
    from duijie.app.feedback.actions import Recorded
    from duijie.kernel.judgements import Judgement
    from duijie.kernel.matching import MatchList, MatchRequest
    from duijie.kernel.ports import Progress
    from duijie.learn.feedback import LogProblem
    from duijie.match import Engine

# A record shown minutes ago and left alone weighs some hundredths, a click more, a judge's level 1.
LEAST_WEIGHT_OF_A_GRADE = 0.25

log = logging.getLogger("duijie.feedback")

CHUNK = 5000
_COLUMNS = (N_("Row"), N_("Field"), N_("Value"), N_("Problem"), N_("What to do"))
CLI_PAGE = "cli"
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class FeedbackImport:
    """What an import of feedback did (反馈导入); `report` lists the rows that were left out."""

    impressions: "Recorded"
    events: "Recorded"
    problems: int
    report: Path | None

    @property
    def has_problems(self) -> bool:
        """Tell whether a row was left out."""
        return bool(self.problems or self.impressions.differing or self.events.differing)


def import_feedback(home: Home, file: Path, lang: Lang, progress: "Progress") -> FeedbackImport:
    """Store the impressions and events of a file; wrong rows go to a report and stop nothing.

    Each five thousand are one transaction: after a crash the same file is imported again, and what
    is there already is not written twice.

    Raises:
        SourcePathError: there is no file to be read there.
        LearnFileError: it is empty, binary, not UTF-8 or damaged.
    """
    from duijie.learn.feedback import read_log

    log = read_log(file)
    open_records(home)
    from duijie.app.feedback.actions import Recorded, record_events, record_impressions

    key = secret_key(home)
    shown = became = Recorded()
    total, finished = len(log.impressions) + len(log.events), 0
    for start in range(0, len(log.impressions), CHUNK):
        some = log.impressions[start : start + CHUNK]
        shown = shown.plus(record_impressions(some, key=key))
        finished += len(some)
        progress("feedback", finished, total)
    for start in range(0, len(log.events), CHUNK):
        happened = log.events[start : start + CHUNK]
        became = became.plus(record_events(happened, key=key))
        finished += len(happened)
        progress("feedback", finished, total)
    taken = (*shown.differing, *became.differing)
    report = None
    if log.problems or taken:
        report = _report(home, file, log.problems, taken, lang)
    return FeedbackImport(shown, became, len(log.problems), report)


def export_feedback(home: Home, file: Path) -> tuple[int, int]:
    """Write all feedback to a file that can be imported again; return how much of each.

    Raises:
        CallError: the file cannot be written.
    """
    from duijie.learn.feedback import write_log

    open_records(home)
    from duijie.app.feedback.queries import events, impressions

    shown, became = impressions(), events()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_log(file, shown, became)
    except OSError as error:
        raise _unwritable(file, error) from error
    return len(shown), len(became)


def judgements(home: Home) -> "list[Judgement]":
    """Return what people judged and what feedback says: what a ranker is trained on."""
    open_records(home)
    from duijie.app.feedback.queries import all_judgements

    return all_judgements(system_clock())


def add_judgements(home: Home, file: Path, judge: str) -> "Recorded":
    """Store the levels of a qrels file as those of a judge.

    Raises:
        LearnFileError, EvaluationError: the file cannot be used.
    """
    from duijie.learn.evaluation import judgements_of, read_qrels

    judged = judgements_of(read_qrels(file), judge=judge)
    open_records(home)
    from duijie.app.feedback.actions import record_judgements

    return record_judgements(judged, now=system_clock())


def write_judgements(file: Path, judged: "Sequence[Judgement]") -> int:
    """Write judgements as qrels, one grade for each pair; return how many.

    A file of grades has no weights: what tells too little to count as a judge's word is left out.

    Raises:
        CallError: the file cannot be written.
    """
    from duijie.learn.evaluation import qrels_of, write_qrels

    qrels = qrels_of([one for one in judged if one.weight >= LEAST_WEIGHT_OF_A_GRADE])
    if not qrels.judgements:
        return 0
    try:
        write_qrels(file, qrels)
    except OSError as error:
        raise _unwritable(file, error) from error
    return qrels.judgements


@dataclass(frozen=True, slots=True)
class ShownList:
    """A match list that was shown (已展示清单), and where a shadow ranker would have put what."""

    list_id: str
    answer: "MatchList"
    actor: str = ""
    shadow: str = ""
    shadow_ranks: Mapping[str, int] = field(default_factory=dict)


def shown_list(
    home: Home, engine: "Engine", request: "MatchRequest", answer: "MatchList"
) -> ShownList:
    """Return an answer as the list that was shown, with what the shadow ranker says, if any."""
    from duijie.app.releases import account

    return ShownList(uuid4().hex, answer, account(), *shadow_of(home, engine, request))


def shadow_of(
    home: Home, engine: "Engine", request: "MatchRequest"
) -> tuple[str, Mapping[str, int]]:
    """Return the shadow ranker's name and the ranks that it gives; "" when there is none.

    A shadow that cannot be used keeps nobody from being answered: it is passed over.
    """
    from duijie.app.releases import release_room
    from duijie.match import shadow_ranks
    from duijie.match.rankers import open_ranker

    try:
        name = release_room(home).shadow_ranker()
        if not name:
            return "", {}
        ranker = open_ranker(name, home, encoder_release=engine.index.stats().encoder_release)
        return name, shadow_ranks(engine, request, ranker)
    except DuijieError as error:
        log.warning("shadow passed over", extra={"why": error.code})
        return "", {}


def log_match(home: Home, shown: ShownList) -> int:
    """Store what a match list showed; return how many impressions that is."""
    from duijie.learn.feedback import Impression

    open_records(home)
    from duijie.app.feedback.actions import record_impressions, record_shadow_ranks

    now, answer = system_clock(), shown.answer
    impressions = [
        Impression(
            list_id=shown.list_id,
            request_id=request_name(answer),
            record_id=match.record_id,
            rank=match.rank,
            shown_at=now,
            list_propensity=1.0,
            release=answer.release[:LONGEST_NAME],
            page=CLI_PAGE,
            actor=shown.actor,
        )
        for match in answer.matches
    ]
    if shown.shadow_ranks:
        record_shadow_ranks(shown.list_id, shown.shadow, shown.shadow_ranks)
    return record_impressions(impressions, key=secret_key(home)).written


def request_name(answer: "MatchList") -> str:
    """Return how a request is named in the log: its record, else a mark of its words.

    The words themselves are not logged: they may be confidential.
    """
    return name_of(answer.request)


def name_of(request: "MatchRequest") -> str:
    """Return how the log names a request that the engine has made ready."""
    if request.source is not None:
        return request.source.record_id
    words = f"{request.title}\n{request.text}"
    return f"text:{hashlib.sha256(words.encode()).hexdigest()[:16]}"


def _report(
    home: Home, file: Path, problems: "Sequence[LogProblem]", taken: Sequence[str], lang: Lang
) -> Path:
    place = home.reports / f"feedback-{system_clock():%Y%m%d-%H%M%S}-{file.stem}.csv"
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([say(lang, column) for column in _COLUMNS])
        for one in problems:
            why, remedy = one.why.worded(lang), say(lang, one.remedy)
            writer.writerow([one.row, one.field, neutralised(one.value), why, remedy])
        for name in taken:
            why = say(lang, "it was recorded before with another content")
            remedy = say(lang, "What was recorded first counts; give what is new another id.")
            writer.writerow(["", "id", neutralised(name), why, remedy])
    return place


def _unwritable(file: Path, error: OSError) -> CallError:
    return CallError(
        why=N_("the file cannot be written"),
        remedy=Phrase("Check the path %(path)s: %(why)s.", path=file, why=error.strerror),
    )
