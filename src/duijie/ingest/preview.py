"""A look at the first rows as they will be: before anything is stored."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from duijie.ingest.chunks import CheckedChunk, CheckPlan, check_chunk, checked_chunks
from duijie.ingest.mapping import ColumnMapping
from duijie.ingest.sources import RowFault, Source
from duijie.ingest.sources.rows import RowChunk, data_chunks
from duijie.kernel.kinds import Value
from duijie.kernel.problems import Problem

_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row as it will be (预览行): its cells, its values by field, and what is wrong.

    `record_id` is "" for a row that will not be imported.
    """

    row: int
    cells: tuple[str, ...]
    record_id: str
    values: Mapping[str, Value] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def preview(
    source: Source,
    mapping: ColumnMapping,
    *,
    limit: int = 50,
    visibility: str = "",
    today: date | None = None,
) -> list[PreviewRow]:
    """Return the first rows of a source that are not blank, checked as an import would.

    That a number stands twice in the file is not seen here: only the whole file tells.
    """
    plan = CheckPlan(source, mapping, today=today, visibility=visibility)
    rows: list[PreviewRow] = []
    for chunk in data_chunks(source, chunk_rows=_AT_ONCE):
        rows += islice(_shown(chunk, check_chunk(plan, chunk)), limit - len(rows))
        if len(rows) >= limit:
            break
    return rows


def rows_of(source: Source, wanted: Sequence[int]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the cells of some rows of a source, by their numbers, in order; streaming."""
    left = iter(sorted(wanted))
    row = next(left, None)
    for chunk in data_chunks(source, chunk_rows=_AT_ONCE):
        while row is not None and row < chunk.first_row + len(chunk.rows):
            yield row, _cells(chunk, row)
            row = next(left, None)
        if row is None:
            return


def rows_of_records(
    source: Source, mapping: ColumnMapping, record_ids: frozenset[str]
) -> dict[int, str]:
    """Return the rows that are one of some records, with the record."""
    return {
        row: record_id
        for chunk in checked_chunks(CheckPlan(source, mapping).without_sample)
        for row, record_id in zip(chunk.rows, chunk.record_ids, strict=True)
        if record_id in record_ids
    }


def _shown(chunk: RowChunk, checked: CheckedChunk) -> Iterator[PreviewRow]:
    places = {row: place for place, row in enumerate(checked.rows)}
    problems: dict[int, list[Problem]] = {}
    for problem in checked.problems:
        problems.setdefault(problem.row, []).append(problem)
    for number in range(chunk.first_row, chunk.first_row + len(chunk.rows)):
        place, wrong = places.get(number), tuple(problems.get(number, ()))
        if place is None and not wrong:
            continue  # a blank row
        yield PreviewRow(
            row=number,
            cells=_cells(chunk, number),
            record_id="" if place is None else checked.record_ids[place],
            values={} if place is None else checked.values[place],
            problems=wrong,
        )


def _cells(chunk: RowChunk, number: int) -> tuple[str, ...]:
    row = chunk.rows[number - chunk.first_row]
    cells = row.cells if isinstance(row, RowFault) else row
    return tuple(cells or ())
