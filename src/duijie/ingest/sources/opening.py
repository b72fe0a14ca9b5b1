"""A path → a recognised source: format, encoding, delimiter, sheet and header."""

import os
from dataclasses import replace
from itertools import islice
from pathlib import Path

from duijie.ingest.sources.decoding import guessed_encoding, marked_encoding
from duijie.ingest.sources.delimited import sniff_delimiter
from duijie.ingest.sources.header import known_headers, named_columns, with_header
from duijie.ingest.sources.json_lines import flattened
from duijie.ingest.sources.rows import all_rows
from duijie.ingest.sources.source import Cells, FileFormat, Limits, RowFault, Source
from duijie.ingest.sources.unpacking import BLOCK_BYTES, is_gzip, open_bytes, unreadable
from duijie.kernel.errors import SourceError, SourcePathError
from duijie.kernel.words import N_

_SAMPLE_ROWS = 60
_JSON_SAMPLE_ROWS = 500
_SIGNATURES = (
    (b"\xd0\xcf\x11\xe0", N_("it is an old .xls file or is protected by a password"),
     N_("Open it in a spreadsheet program and save it as .xlsx without a password.")),
    (b"%PDF", N_("it is a PDF document"), N_("Export the table as .xlsx or CSV.")),
    (b"7z\xbc\xaf", N_("it is a packed archive"), N_("Unpack it first.")),
    (b"Rar!", N_("it is a packed archive"), N_("Unpack it first.")),
    (b"\x1f\x8b", N_("it is packed twice"), N_("Unpack it first.")),
    (b"\x28\xb5\x2f\xfd", N_("it is a packed archive"), N_("Unpack it first.")),
    (b"BZh", N_("it is a packed archive"), N_("Unpack it first.")),
    (b"\xfd7zXZ", N_("it is a packed archive"), N_("Unpack it first.")),
    (b"SQLite format 3", N_("it is a database file"), N_("Export the table as .xlsx or CSV.")),
)  # fmt: skip
_TEXT_CONTROLS = frozenset(b"\t\n\r\f\x01\x1a\x1b")


def open_source(
    path: Path,
    *,
    limits: Limits | None = None,
    encoding: str = "",
    delimiter: str = "",
    sheet: str = "",
) -> Source:
    """Return a file recognised as a source (来源); what is not given is found from the content.

    Raises:
        SourcePathError: the file is not there, is a folder or may not be read.
        SourceError: the file is empty or binary, or would fill the memory.
    """
    limits = limits or Limits()
    path = Path(path)
    _refuse_wrong_paths(path)
    source = Source(path, FileFormat.DELIMITED, is_compressed=is_gzip(path), limits=limits)
    with open_bytes(path, limits, is_compressed=source.is_compressed) as reader:
        head = reader.read()
    if head.startswith(b"PK\x03\x04"):
        return _open_workbook(source, sheet)
    _refuse_other_formats(path, head)
    marked, skip = marked_encoding(head)
    known = _checked_encoding(path, encoding) or marked
    known = known or _guessed(head[skip:])
    text = _head_text(head[skip:], known)
    if not text.strip():
        raise _no_rows(path)
    _refuse_binary(path, text)
    source = replace(source, encoding=known)
    if _looks_like_json_lines(text):
        return _open_json_lines(source, text)
    _refuse_markup(path, text)
    found = delimiter or sniff_delimiter(text.replace("\r\n", "\n").replace("\r", "\n"))
    source = replace(source, delimiter=found)
    return _with_sample(source, list(islice(all_rows(source), _SAMPLE_ROWS)))


def _refuse_wrong_paths(path: Path) -> None:
    check_path = N_("Check the path.")
    if path.is_dir():
        raise SourcePathError(path=path, why=N_("it is a folder"), remedy=N_("Name a file in it."))
    try:
        is_there = path.exists()
    except OSError as error:
        raise unreadable(path, error) from error
    if not is_there:
        raise SourcePathError(path=path, why=N_("there is no such file"), remedy=check_path)
    if not path.is_file():
        raise SourcePathError(path=path, why=N_("it is not a plain file"), remedy=check_path)
    if not os.access(path, os.R_OK):
        raise SourcePathError(
            path=path,
            why=N_("you may not read it"),
            remedy=N_("Check the path and that you may read the file."),
        )


def _looks_like_json_lines(text: str) -> bool:
    if not text.lstrip().startswith("{"):
        return False
    lines = [line for line in text.split("\n")[:20] if line.strip()]
    return any(flattened(line.strip()) is not None for line in lines)


def _open_workbook(source: Source, sheet: str) -> Source:
    from duijie.ingest.adapters.workbook import first_rows

    if source.is_compressed:
        raise SourceError(
            path=source.path,
            why=N_("a workbook inside a .gz cannot be read"),
            remedy=N_("Unpack it first; an .xlsx is packed already."),
        )
    sheets = first_rows(source.path, source.limits, count=_SAMPLE_ROWS)
    if sheet and sheet not in sheets:
        raise SourceError(
            path=source.path,
            why=N_("it has no such sheet"),
            remedy=", ".join(sheets)[:500],
        )
    # The table, not the notes on how to fill it in; of equal sheets the first.
    chosen = sheet or max(sheets, key=lambda name: known_headers(_cells(sheets[name])), default="")
    book = replace(source, format=FileFormat.WORKBOOK, sheets=tuple(sheets), sheet=chosen)
    return _with_sample(book, sheets.get(chosen, []))


def _open_json_lines(source: Source, head: str) -> Source:
    source = replace(source, format=FileFormat.JSON_LINES, header_row=0)
    names: dict[str, None] = {}
    for line in head.split("\n")[:_JSON_SAMPLE_ROWS]:
        names.update(dict.fromkeys(flattened(line.strip()) or ()))
        if len(names) > source.limits.columns:
            break
    columns = tuple(islice(names, source.limits.columns))
    source = replace(source, headers=columns)
    rows = [row for row in islice(all_rows(source), _SAMPLE_ROWS) if not isinstance(row, RowFault)]
    return replace(source, sample=tuple(tuple(row) for row in rows if any(row)))


def _cells(rows: list[Cells | RowFault]) -> list[Cells]:
    return [(row.cells or []) if isinstance(row, RowFault) else row for row in rows]


def _with_sample(source: Source, first: list[Cells | RowFault]) -> Source:
    written = next((row for row in first if isinstance(row, RowFault) or any(row)), None)
    if isinstance(written, RowFault) and written.code == "P-ROW-LONG":
        raise SourceError(
            path=source.path,
            why=N_("it has more columns than is allowed"),
            remedy=N_("Delete the columns that are not needed."),
        )
    rows = _cells(first)
    if not any(any(cell.strip() for cell in row) for row in rows):
        raise _no_rows(source.path)
    row_number, headers = with_header(rows)
    below = rows[row_number:]
    names, problems = named_columns(headers, below, row_number)
    sample = tuple(tuple(row) for row in below if any(row))
    return replace(source, headers=names, header_row=row_number, sample=sample, problems=problems)


def _head_text(head: bytes, encoding: str) -> str:
    return _whole_lines(head).decode(encoding or "ascii", "replace")


def _guessed(head: bytes) -> str:
    """Return the encoding of the first block; empty for ASCII: the reader looks further on."""
    guess = guessed_encoding(_whole_lines(head))
    return "" if guess == "ascii" else guess


def _whole_lines(head: bytes) -> bytes:
    return head if len(head) < BLOCK_BYTES else head[: max(head.rfind(b"\n"), 0) or len(head)]


def _checked_encoding(path: Path, encoding: str) -> str:
    name = encoding.lower().replace("_", "-")
    known = {"": "", "gbk": "gb18030", "gb2312": "gb18030", "gb18030": "gb18030", "utf8": "utf-8",
             "utf-8": "utf-8", "utf-16-le": "utf-16-le", "utf-16-be": "utf-16-be"}  # fmt: skip
    if name not in known:
        raise SourceError(
            path=path,
            why=N_("the encoding is not one of those that can be read"),
            remedy=", ".join(sorted(known)[1:]),
        )
    return known[name]


def _refuse_other_formats(path: Path, head: bytes) -> None:
    for signature, why, remedy in _SIGNATURES:
        if head.startswith(signature):
            raise SourceError(path=path, why=why, remedy=remedy)


def _refuse_markup(path: Path, text: str) -> None:
    start = text.lstrip()[:200].lower()
    if start.startswith(("<!doctype", "<html", "<?xml", "<table")):
        raise SourceError(
            path=path,
            why=N_("it is a web page or XML, whatever its name says"),
            remedy=N_("Open it in a spreadsheet program and save it as .xlsx or CSV."),
        )
    if start.startswith("[") and start[1:].lstrip().startswith(("{", "[")):
        raise SourceError(
            path=path,
            why=N_("it is one JSON array"),
            remedy=N_("Write one object per line (JSON Lines)."),
        )


def _refuse_binary(path: Path, text: str) -> None:
    sample = text[:65536]
    controls = sum(1 for char in sample if char < " " and ord(char) not in _TEXT_CONTROLS)
    unread = sample.count("\ufffd")
    # A short text with a line in another encoding stays below a third.
    if (unread > 4 and unread * 3 > len(sample)) or (controls > 4 and controls * 20 > len(sample)):
        raise SourceError(
            path=path,
            why=N_("it is not a text or a table"),
            remedy=N_("Import CSV, TSV, XLSX or JSON Lines, each also as .gz."),
        )


def _no_rows(path: Path) -> SourceError:
    return SourceError(
        path=path,
        why=N_("there are no rows in it"),
        remedy=N_("Check that it is the right file and sheet."),
    )


__all__ = ["open_source", "unreadable"]
