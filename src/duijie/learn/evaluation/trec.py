"""TREC files (TREC 格式): judgements as qrels, rankings as runs, read strictly and written whole.

A line of qrels is `query 0 document grade`; a line of a run is `query Q0 document rank score tag`,
fields parted by blanks or tabs. A grade is a level less one: 0 none, 1 weak, 2 fairly strong,
3 strong. In a run only the scores count, as everywhere in TREC; equal scores are ordered by id.
"""

import gzip
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from duijie.kernel.durable import write_durably
from duijie.kernel.errors import EvaluationError
from duijie.kernel.judgements import Judgement
from duijie.kernel.matching import Level
from duijie.kernel.words import N_, Phrase
from duijie.learn.evaluation.lines import finite_number, read_lines, row_error, whole_number

QRELS_FIELDS: Final = ("query", "iteration", "document", "grade")
RUN_FIELDS: Final = ("query", "Q0", "document", "rank", "score", "tag")
LARGEST_GRADE: Final = 1000
TAG: Final = "duijie"


@dataclass(frozen=True, slots=True)
class Qrels:
    """Judgements by request (相关性标注集): request id → record id → grade, 0 for none."""

    grades: Mapping[str, Mapping[str, int]]

    @property
    def judgements(self) -> int:
        """Return how many pairs are judged."""
        return sum(map(len, self.grades.values()))


@dataclass(frozen=True, slots=True)
class Run:
    """Rankings by request (检索结果集): request id → record id → score, higher is better."""

    scores: Mapping[str, Mapping[str, float]]
    tag: str = TAG

    def ranking(self, request_id: str) -> list[str]:
        """Return the record ids of a request, best first; equal scores are ordered by id."""
        scores = self.scores.get(request_id, {})
        return sorted(scores, key=lambda record_id: (-scores[record_id], record_id))


def run_of(rankings: Mapping[str, Sequence[str]], tag: str = TAG) -> Run:
    """Return a run from rankings, best first; the scores only tell the order.

    >>> run_of({"1": ["b", "a"]}).ranking("1")
    ['b', 'a']
    """
    scores = {
        query: {record: float(len(ranking) - n) for n, record in enumerate(ranking)}
        for query, ranking in rankings.items()
    }
    return Run(scores, tag)


def read_qrels(path: Path) -> Qrels:
    """Return the judgements of a qrels file.

    Raises:
        LearnFileError: a row has the wrong number of fields or a wrong value, or comes twice.
    """
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    for row, (query, _, document, grade) in _rows(path, QRELS_FIELDS):
        if document in grades[query]:
            raise _repeated(path, row, query, document)
        grades[query][document] = whole_number(path, row, "grade", grade)
        if abs(grades[query][document]) > LARGEST_GRADE:
            raise row_error(
                path,
                row,
                N_("the field %(field)s holds “%(value)s”, which is beyond %(most)s"),
                N_("Grades are small whole numbers: 0 none, 1 weak, 2 fairly strong, 3 strong."),
                field="grade",
                value=grade,
                most=LARGEST_GRADE,
            )
    return Qrels(dict(grades))


def read_run(path: Path) -> Run:
    """Return the rankings of a run file, named by the tag of its first row.

    Raises:
        LearnFileError: a row has the wrong number of fields or a wrong value, or comes twice.
    """
    scores: dict[str, dict[str, float]] = defaultdict(dict)
    name = ""
    for row, (query, _, document, rank, score, tag) in _rows(path, RUN_FIELDS):
        if document in scores[query]:
            raise _repeated(path, row, query, document)
        whole_number(path, row, "rank", rank)
        scores[query][document] = finite_number(path, row, "score", score)
        name = name or tag
    return Run(dict(scores), name)


def write_qrels(path: Path, qrels: Qrels) -> None:
    """Write judgements as a qrels file, whole or not at all; `.gz` is packed."""
    _write(
        path,
        (
            f"{_word(query)} 0 {_word(record)} {grade}\n"
            for query, grades in sorted(qrels.grades.items())
            for record, grade in sorted(grades.items())
        ),
    )


def write_run(path: Path, run: Run) -> None:
    """Write rankings as a run file, whole or not at all; `.gz` is packed."""
    tag = _word(run.tag or TAG)
    _write(
        path,
        (
            f"{_word(query)} Q0 {_word(record)} {rank} {scores[record]!r} {tag}\n"
            for query, scores in sorted(run.scores.items())
            for rank, record in enumerate(run.ranking(query), start=1)
        ),
    )


def qrels_of(judgements: Iterable[Judgement]) -> Qrels:
    """Return judgements as qrels; of several for one pair the weighted median, the lower if even.

    >>> judged = [Judgement("need:1", "achievement:7", Level.STRONG)]
    >>> qrels_of(judged).grades["need:1"]
    {'achievement:7': 3}
    """
    told: dict[str, dict[str, list[tuple[int, float]]]] = defaultdict(lambda: defaultdict(list))
    for judgement in judgements:
        if judgement.weight > 0:
            grade = (int(judgement.level) - 1, judgement.weight)
            told[judgement.request_id][judgement.record_id].append(grade)
    return Qrels(
        {
            query: {record: _median(grades) for record, grades in pairs.items()}
            for query, pairs in told.items()
        }
    )


def judgements_of(qrels: Qrels, judge: str = "") -> list[Judgement]:
    """Return qrels as judgements; a grade below 0 counts as none.

    Raises:
        EvaluationError: a grade stands for no level.
    """
    judgements = []
    for query, grades in sorted(qrels.grades.items()):
        for record, grade in sorted(grades.items()):
            if grade > Level.STRONG - 1:
                raise EvaluationError(
                    why=Phrase(
                        "the grade %(grade)s of request %(query)s and record %(record)s "
                        "stands for no level",
                        grade=grade,
                        query=query,
                        record=record,
                    ),
                    remedy=N_("Levels 1 to 4 are the grades 0 to 3."),
                )
            judgements.append(Judgement(query, record, Level(max(grade, 0) + 1), judge=judge))
    return judgements


def _median(grades: list[tuple[int, float]]) -> int:
    half = sum(weight for _, weight in grades) / 2
    heard = 0.0
    for grade, weight in sorted(grades):
        heard += weight
        if heard >= half - 1e-12:
            return grade
    return max(grades)[0]


def _rows(path: Path, fields: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    for row, line in read_lines(path):
        words = line.split()
        if len(words) != len(fields):
            raise row_error(
                path,
                row,
                N_("it has %(have)s fields instead of %(need)s (%(fields)s)"),
                N_("Write one line for each pair, its fields parted by a blank or a tab."),
                have=len(words),
                need=len(fields),
                fields=" ".join(fields),
            )
        yield row, words


def _repeated(path: Path, row: int, query: str, document: str) -> Exception:
    return row_error(
        path,
        row,
        N_("query %(query)s and document %(document)s stand together a second time"),
        N_("Keep one row for each pair."),
        query=query,
        document=document,
    )


def _word(text: str) -> str:
    if not text or text.split() != [text]:
        raise EvaluationError(
            why=Phrase("the id “%(id)s” is empty or has blanks in it", id=text),
            remedy=N_("TREC files need ids without blanks: give the records other ids."),
        )
    return text


def _write(path: Path, lines: Iterable[str]) -> None:
    content = "".join(lines).encode()
    if path.suffix == ".gz":
        packed = io.BytesIO()
        with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0, filename="") as stream:
            stream.write(content)
        content = packed.getvalue()
    path.parent.mkdir(parents=True, exist_ok=True)
    write_durably(path, content)
