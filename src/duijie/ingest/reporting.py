"""What an import did: counts in memory, every problem in a file."""

import csv
from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from duijie.ingest.problem_codes import PROBLEM_CODES
from duijie.kernel.durable import private_folder
from duijie.kernel.kinds import RecordKind
from duijie.kernel.problems import Problem, Severity
from duijie.kernel.spreadsheets import neutralised
from duijie.kernel.words import N_, Lang, say

_COLUMNS = (
    N_("Row"), N_("Field"), N_("Value"), N_("Problem code"), N_("What became of it"),
    N_("Repaired to"), N_("Problem"), N_("What to do"),
)  # fmt: skip
_SEVERITIES = {
    Severity.REJECTED: N_("Row not imported"),
    Severity.REPAIRED: N_("Imported, repaired"),
    Severity.NOTED: N_("Imported, please check"),
}
FIRST_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an import did (采集报告).

    `rows` counts the rows of data, blank ones not; each is accepted or rejected. `repaired` counts
    accepted rows with a repaired cell. `problems` holds the first hundred; `problem_counts` counts
    all by code, and `report_path` is the file that lists them all. `withdrawal_held_back` counts
    the rejected rows that may be any record: because of them nothing was withdrawn, as was wished.
    `visibility_header` is the column that says who may see a record, "" when there is none; rows
    that name no visibility have got `default_visibility`.
    """

    kind: str
    source_name: str
    run_id: int
    rows: int = 0
    accepted: int = 0
    rejected: int = 0
    repaired: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    withdrawal_held_back: int = 0
    resumed_after: int = 0
    problem_counts: dict[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    unused_headers: tuple[str, ...] = ()
    visibility_header: str = ""
    default_visibility: str = "public"
    report_path: Path | None = None

    @property
    def has_problems(self) -> bool:
        """Tell whether anything was rejected, repaired or noted."""
        return bool(self.problem_counts)


class ProblemLog(AbstractContextManager["ProblemLog"]):
    """Counts problems, keeps the first, writes all to a CSV that spreadsheets open (问题清单).

    A cell that a spreadsheet would compute is written with an apostrophe before it.
    """

    def __init__(self, path: Path | None, kind: RecordKind, lang: Lang) -> None:
        self.counts: Counter[str] = Counter()
        self.first: list[Problem] = []
        self._lang = lang
        self._labels = {spec.name: spec.zh if lang == "zh" else spec.en for spec in kind.fields}
        self._path = path
        self._file = None
        if path is not None:
            private_folder(path.parent)
            path.touch(mode=0o600)
            self._file = path.open("w", encoding="utf-8-sig", newline="", errors="replace")
            self._writer = csv.writer(self._file)
            self._writer.writerow([say(lang, column) for column in _COLUMNS])

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()

    def extend(self, problems: Sequence[Problem]) -> None:
        """Take note of problems."""
        self.counts.update(problem.code for problem in problems)
        if len(self.first) < FIRST_PROBLEMS:
            self.first.extend(problems[: FIRST_PROBLEMS - len(self.first)])
        if self._file is not None:
            self._writer.writerows(map(self._line, problems))

    def _line(self, problem: Problem) -> list[str]:
        meaning = PROBLEM_CODES[problem.code]
        return [
            str(problem.row) if problem.row else "",
            self._labels.get(problem.field, problem.field),
            neutralised(problem.value),
            problem.code,
            say(self._lang, _SEVERITIES[problem.severity]),
            neutralised(problem.repaired_to),
            meaning.what_in(self._lang),
            meaning.remedy_in(self._lang),
        ]
