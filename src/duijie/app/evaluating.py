"""Evaluating (评测): the live engine over judged requests, and the folder that reports go to."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from duijie.app.wiring import open_engine
from duijie.kernel.durable import private_folder, write_durably
from duijie.kernel.errors import CallError, EvaluationError
from duijie.kernel.home import Home
from duijie.kernel.matching import MatchRequest
from duijie.kernel.words import N_, Lang, Phrase

if TYPE_CHECKING:
    from duijie.kernel.ports import Progress
    from duijie.learn.evaluation import (
        AskedRequest,
        PairPrediction,
        Qrels,
        RankingScores,
        Report,
        Run,
    )
    from duijie.match import Engine

REPORT: Final = "report.json"
PAGE: Final = "report.html"
RUN: Final = "run.txt"
PREDICTIONS: Final = "predictions.tsv"
PER_REQUEST: Final = "per_request.tsv"
NO_CAP: Final = 1_000_000


def run_live(
    home: Home,
    asked: Sequence["AskedRequest"],
    qrels: "Qrels",
    *,
    depth: int,
    whole_order: bool,
    progress: "Progress",
) -> tuple["Run", list[Phrase]]:
    """Return what the engine of an installation answers to the judged requests, and remarks.

    Args:
        home: the installation.
        asked: requests in words; those without judgements are not asked.
        qrels: the judgements; its records must be named as in the index.
        depth: how many matches are kept of each request.
        whole_order: keep matches that are too weak to be shown, too, and have no cap per holder.
        progress: is told how far the matching is.

    Raises:
        EvaluationError: no request is judged, or no judged record is in the index.
    """
    from duijie.learn.evaluation import Run

    judged = [request for request in asked if request.request_id in qrels.grades]
    if not judged:
        raise EvaluationError(
            why=N_("no request of the file is among the judged ones"),
            remedy=N_("The ids of the requests must be those of the first column of the qrels."),
        )
    engine = open_engine(home)
    try:
        remarks = [*_unasked(asked, judged), *_absent(engine, qrels)]
        if whole_order:
            engine.options = replace(engine.options, credible_from=0.0, per_organization=NO_CAP)
        scores = dict(_answered(engine, judged, depth, progress))
        return Run(scores, engine.release.replace(" ", "_")), remarks
    finally:
        engine.close()


def _answered(
    engine: "Engine", judged: Sequence["AskedRequest"], depth: int, progress: "Progress"
) -> Iterator[tuple[str, dict[str, float]]]:
    from duijie.match import BatchOptions, match_batch

    requests = [MatchRequest(text=one.text, title=one.title, limit=depth) for one in judged]
    options = BatchOptions(limit=depth, pool=depth, workers=1)
    answers = match_batch(engine, requests, options=options, progress=progress)
    for one, answer in zip(judged, answers, strict=True):
        # The order of a list is more than its scores: places are what counts.
        ids = [match.record_id for match in answer.matches]
        yield one.request_id, {i: float(len(ids) - n) for n, i in enumerate(ids)}


def _unasked(asked: Sequence["AskedRequest"], judged: Sequence["AskedRequest"]) -> Iterator[Phrase]:
    if len(judged) < len(asked):
        yield Phrase(
            "%(count)s requests of the file are not judged and were not asked.",
            count=len(asked) - len(judged),
        )


def _absent(engine: "Engine", qrels: "Qrels") -> Iterator[Phrase]:
    """Yield how many judged records the index does not hold; none at all is an error."""
    ids = sorted({record for grades in qrels.grades.values() for record in grades})
    absent = sum(document is None for document in engine.index.get(ids))
    if absent == len(ids):
        raise EvaluationError(
            why=Phrase("no judged record, such as %(example)s, is in the index", example=ids[0]),
            remedy=N_("Name records as duijie shows them, such as achievement:17."),
        )
    if absent:
        yield Phrase(
            "%(count)s of %(all)s judged records are not in the index and cannot be found.",
            count=absent,
            all=len(ids),
        )


def report_folder(home: Home, kind: str, moment: datetime) -> Path:
    """Return the folder of its own that a report gets where none is named."""
    return private_folder(home.prepare().path / "evaluations") / f"{moment:%Y%m%d-%H%M%S}-{kind}"


def write_report(folder: Path, report: "Report", lang: Lang) -> dict[str, Path]:
    """Write the JSON and the page of a report; return `report` and `page` → their files.

    Raises:
        CallError: the folder cannot be written to.
    """
    import orjson

    from duijie.learn.evaluation import report_json, report_page

    files = {"report": folder / REPORT, "page": folder / PAGE}
    value = orjson.dumps(report_json(report, lang), option=orjson.OPT_INDENT_2)
    with writable(folder):
        folder.mkdir(parents=True, exist_ok=True)
        write_durably(files["report"], value + b"\n")
        write_durably(files["page"], report_page(report, lang).encode())
    return files


def write_scores(folder: Path, scores: "RankingScores") -> Path:
    """Write the figures request by request as a TSV file; return the file."""
    names = list(scores.values)
    lines = ["\t".join(("query", *names))]
    lines += [
        "\t".join((request_id, *(f"{scores.values[name][n]:.6f}" for name in names)))
        for n, request_id in enumerate(scores.request_ids)
    ]
    file = folder / PER_REQUEST
    with writable(folder):
        folder.mkdir(parents=True, exist_ok=True)
        write_durably(file, ("\n".join(lines) + "\n").encode())
    return file


def write_live_run(folder: Path, run: "Run") -> Path:
    """Write what the engine answered as a TREC run; return the file."""
    from duijie.learn.evaluation import write_run

    with writable(folder):
        write_run(folder / RUN, run)
    return folder / RUN


def write_pair_predictions(folder: Path, predictions: "Sequence[PairPrediction]") -> Path:
    """Write what was predicted as a TSV file; return the file."""
    from duijie.learn.evaluation import write_predictions

    with writable(folder):
        write_predictions(folder / PREDICTIONS, predictions)
    return folder / PREDICTIONS


@contextmanager
def writable(folder: Path) -> Iterator[None]:
    """Turn what the system says of a folder into an error with what to do."""
    try:
        yield
    except OSError as error:
        raise CallError(
            why=N_("the file cannot be written"),
            remedy=Phrase("Check the path %(path)s: %(why)s.", path=folder, why=error.strerror),
        ) from error
