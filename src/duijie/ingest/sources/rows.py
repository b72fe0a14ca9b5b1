"""A source → chunks of numbered rows, streaming."""

from collections.abc import Iterator
from dataclasses import dataclass

from duijie.ingest.sources.delimited import delimited_rows
from duijie.ingest.sources.json_lines import json_rows
from duijie.ingest.sources.source import Cells, FileFormat, RowFault, Source
from duijie.ingest.sources.unpacking import open_bytes


@dataclass(frozen=True, slots=True)
class RowChunk:
    """Rows that follow each other (一批行); the first is row `first_row` of the file."""

    first_row: int
    rows: list[Cells | RowFault]


def all_rows(source: Source) -> Iterator[Cells | RowFault]:
    """Yield every row of a source from the top, the header included."""
    if source.format is FileFormat.WORKBOOK:
        from duijie.ingest.adapters.workbook import workbook_rows

        yield from workbook_rows(source)
        return
    with open_bytes(source.path, source.limits, is_compressed=source.is_compressed) as reader:
        if source.format is FileFormat.JSON_LINES:
            yield from json_rows(
                reader, encoding=source.encoding, columns=source.headers, limits=source.limits
            )
        else:
            yield from delimited_rows(
                reader,
                encoding=source.encoding,
                delimiter=source.delimiter,
                limits=source.limits,
            )


def data_chunks(source: Source, *, chunk_rows: int) -> Iterator[RowChunk]:
    """Yield the rows below the header in chunks of `chunk_rows`, the last one shorter."""
    rows = all_rows(source)
    for _ in range(source.header_row):
        next(rows, None)
    first = source.header_row + 1
    chunk: list[Cells | RowFault] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == chunk_rows:
            yield RowChunk(first, chunk)
            first += chunk_rows
            chunk = []
    if chunk:
        yield RowChunk(first, chunk)
