"""A chunk of rows → checked records and problems: pure, picklable, for any process."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from duijie.ingest.checks import Checker, checker_for
from duijie.ingest.mapping import ColumnMapping
from duijie.ingest.sources import Cells, RowFault, Source
from duijie.ingest.sources.rows import RowChunk, data_chunks
from duijie.kernel.identifiers import record_id, record_id_from_title
from duijie.kernel.kinds import Value, kind_named
from duijie.kernel.problems import Problem, Severity

_LONGEST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class CheckPlan:
    """How rows become records (校验方案): everything a worker needs to know.

    `visibility` is that of rows that name none; empty: they stay without, which counts as public.
    """

    source: Source
    mapping: ColumnMapping
    chunk_rows: int = 2000
    today: date | None = None
    visibility: str = ""

    @property
    def without_sample(self) -> "CheckPlan":
        """Return the plan without the sample rows, which checking does not need."""
        return replace(self, source=replace(self.source, sample=()))


@dataclass(slots=True)
class CheckedChunk:
    """What became of a chunk of rows (校验后的一批).

    Place i of `rows`, `record_ids` and `values` belong together; `last_row` is the last row of the
    file that the chunk covers. Of the `rejected` rows `rejected_ids` are the record ids that could
    be read; `unidentified` rows may be any record.
    """

    last_row: int
    rows: list[int] = field(default_factory=list)
    record_ids: list[str] = field(default_factory=list)
    values: list[dict[str, Value]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    blank: int = 0
    rejected: int = 0
    repaired_rows: list[int] = field(default_factory=list)
    rejected_ids: list[str] = field(default_factory=list)

    @property
    def unidentified(self) -> int:
        """Return how many rejected rows may be any record."""
        return self.rejected - len(self.rejected_ids)


def checked_chunks(plan: CheckPlan) -> Iterator[CheckedChunk]:
    """Yield every chunk of the plan's source, checked, in this process."""
    for chunk in data_chunks(plan.source, chunk_rows=plan.chunk_rows):
        yield check_chunk(plan, chunk)


def check_chunk(plan: CheckPlan, chunk: RowChunk) -> CheckedChunk:
    """Return a chunk of rows checked; the same rows give the same records in any process."""
    return _row_check(plan)(chunk)


@lru_cache(maxsize=4)
def _row_check(plan: CheckPlan) -> "_RowCheck":
    return _RowCheck(plan)


class _RowCheck:
    """The checks of one mapping, ready to run."""

    def __init__(self, plan: CheckPlan) -> None:
        kind = kind_named(plan.mapping.kind)
        places = {header: place for place, header in enumerate(plan.source.headers)}
        self._columns: list[tuple[int, str, Checker]] = []
        for column in plan.mapping.used:
            spec = kind.field(column.field)
            check = checker_for(
                spec, unit_yuan=column.unit_yuan, today=plan.today, header=column.header
            )
            self._columns.append((places[column.header], spec.name, check))
        self._width = len(plan.source.headers)
        self._kind = kind.name
        self._defaults = {"visibility": plan.visibility} if plan.visibility else {}
        self._identifier = kind.identifier.name
        self._title = kind.title.name
        self._required = tuple(spec.name for spec in kind.fields if spec.is_required)
        self._organization = next(
            (spec.name for spec in kind.fields if spec.facet == "organization"), ""
        )

    def __call__(self, chunk: RowChunk) -> CheckedChunk:
        checked = CheckedChunk(last_row=chunk.first_row + len(chunk.rows) - 1)
        for number, row in enumerate(chunk.rows, chunk.first_row):
            cells = self._cells(row, number, checked)
            if cells is None:
                continue
            seen = len(checked.problems)
            values = self._values(cells, number, checked)
            identity = self._record_id(values)
            missing = [name for name in self._required if values.get(name) is None]
            if missing or identity is None:
                checked.rejected += 1
                checked.rejected_ids.extend([identity] if identity else [])
                checked.problems.extend(
                    Problem(number, name, "", "P-REQUIRED", Severity.REJECTED) for name in missing
                )
                continue
            if any(p.severity is Severity.REPAIRED for p in checked.problems[seen:]):
                checked.repaired_rows.append(number)
            checked.rows.append(number)
            checked.record_ids.append(identity)
            checked.values.append(values)
        return checked

    def _cells(self, row: Cells | RowFault, number: int, checked: CheckedChunk) -> Cells | None:
        if isinstance(row, RowFault):
            checked.problems.append(Problem(number, "", row.value, row.code, row.severity))
            if row.cells is None:
                checked.rejected += 1
                return None
            row = row.cells
        if len(row) == self._width and any(row):
            return row
        if not any(cell.strip() for cell in row):
            checked.blank += 1
            return None
        return self._fitted(row, number, checked)

    def _fitted(self, row: Cells, number: int, checked: CheckedChunk) -> Cells | None:
        """Return a row of another width at the width of the header, or None when it cannot be."""
        beyond = [cell for cell in row[self._width :] if cell.strip()]
        if beyond:
            shown = " | ".join(beyond)[:_LONGEST_SHOWN]
            checked.problems.append(Problem(number, "", shown, "P-ROW-LONG", Severity.REJECTED))
            checked.rejected += 1
            return None
        if len(row) < self._width:
            shown = f"{len(row)} < {self._width}"
            checked.problems.append(Problem(number, "", shown, "P-ROW-SHORT", Severity.NOTED))
        return row[: self._width] + [""] * (self._width - len(row))

    def _values(self, cells: Cells, number: int, checked: CheckedChunk) -> dict[str, Value]:
        values: dict[str, Value] = dict(self._defaults)
        for place, name, check in self._columns:
            cell = cells[place]
            if not cell:
                continue
            value, faults = check(cell)
            if value is not None:
                values[name] = value
            for code, severity, repaired_to in faults:
                shown = cell[:_LONGEST_SHOWN]
                checked.problems.append(Problem(number, name, shown, code, severity, repaired_to))
        return values

    def _record_id(self, values: dict[str, Value]) -> str | None:
        """Return which record a row is; None when it has neither identifier nor title."""
        identifier = values.get(self._identifier)
        if identifier is not None:
            return record_id(self._kind, str(identifier))
        title = values.get(self._title)
        if title is None:
            return None
        organization = values.get(self._organization) if self._organization else None
        return record_id_from_title(self._kind, str(title), str(organization or ""))
