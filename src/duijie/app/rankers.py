"""Training a ranker for an installation: the judged requests in words, or as they are stored."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from duijie.app.feedback_files import judgements as stored_judgements
from duijie.app.wiring import open_engine, open_records
from duijie.kernel.documents import to_document
from duijie.kernel.errors import EvaluationError
from duijie.kernel.home import Home
from duijie.kernel.judgements import Judgement
from duijie.kernel.matching import Level, MatchRequest
from duijie.kernel.ports import Progress
from duijie.kernel.words import N_

if TYPE_CHECKING:
    from duijie.learn.ranker import RankerOptions


def train_ranker(
    home: Home,
    qrels: Path | None,
    needs: Path | None,
    options: "RankerOptions",
    progress: Progress,
) -> str:
    """Train a ranker on judgements and return the name of its release.

    Without a file of judgements, it is trained on what is stored: what people judged, and what
    feedback says. Without a file of requests, the judged ids name stored records.

    Raises:
        LearnFileError: a file cannot be used.
        EvaluationError: no request of the judgements is known.
        TrainingRefusedError: too few requests have a good record to learn from.
    """
    from duijie.learn.ranker import train_ranker as trained

    judgements = stored_judgements(home) if qrels is None else _judgements(qrels)
    if not judgements:
        raise EvaluationError(
            why=N_("no judgements are stored"),
            remedy=N_("Judge matches (duijie judge new --help), or name judgements: --qrels FILE."),
        )
    asked = {judgement.request_id for judgement in judgements}
    requests = _from_file(needs) if needs is not None else _stored(home, sorted(asked))
    if not asked & set(requests):
        raise EvaluationError(
            why=N_("no request of the file is among the judged ones"),
            remedy=N_("The ids of the requests must be those of the first column of the qrels."),
        )
    engine = open_engine(home)
    try:
        return trained(
            engine,
            requests,
            judgements,
            releases=home.releases,
            options=options,
            progress=progress,
        )
    finally:
        engine.close()


def _judgements(qrels: Path) -> list[Judgement]:
    """Return the judgements of a file; in one that knows no grade above 1, 1 is a good match."""
    from duijie.learn.evaluation import judgements_of, read_qrels

    judged = judgements_of(read_qrels(qrels))
    if all(one.level <= Level.WEAK for one in judged):
        return [
            replace(one, level=Level.FAIRLY_STRONG) if one.level == Level.WEAK else one
            for one in judged
        ]
    return judged


def _from_file(needs: Path) -> dict[str, MatchRequest]:
    from duijie.learn.evaluation import read_requests

    return {
        request.request_id: MatchRequest(request.text, request.title)
        for request in read_requests(needs)
    }


def _stored(home: Home, names: list[str]) -> dict[str, MatchRequest]:
    open_records(home)
    from duijie.app.records.queries import find_record

    found = {}
    for name in names:
        record = find_record(name)
        if record is not None:
            document = to_document(record)
            found[name] = MatchRequest(document.text, document.title, source=document)
    return found
