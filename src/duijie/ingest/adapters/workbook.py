"""XLSX workbooks → rows, read row by row by openpyxl."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self
from xml.etree.ElementTree import ParseError, fromstring
from xml.parsers import expat

from duijie.ingest.sources.source import MEGABYTE, Cells, Limits, RowFault, Source
from duijie.ingest.sources.unpacking import (
    HIGHEST_RATIO,
    SMALL_BYTES,
    harmful,
    too_large,
    unreadable,
)
from duijie.kernel.errors import SourceError
from duijie.kernel.words import N_

if TYPE_CHECKING:
    from openpyxl import Workbook

# What is no sheet, above all the shared strings, is held in memory whole (about four times this).
LARGEST_STRINGS = 200 * MEGABYTE
MOST_ROWS = 1_048_576  # of a sheet; a row that claims a higher number would be filled up to
# What stands before the first element of a part: a declaration and perhaps a remark.
LONGEST_PROLOGUE = MEGABYTE
_LARGEST_TYPES = 8 * MEGABYTE
_ROW = re.compile(rb"<\w+:row[\s>/]")
_NO_MARKUP = b"<!"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_FAULTS = (
    zipfile.BadZipFile, zlib.error, ParseError, EOFError, ValueError, KeyError, TypeError,
    IndexError, AttributeError, NotImplementedError, RuntimeError, OverflowError, OSError,
)  # fmt: skip


def first_rows(path: Path, limits: Limits, *, count: int) -> dict[str, list[Cells | RowFault]]:
    """Return the first rows of every sheet of cells, the visible sheets first."""
    _refuse_bombs(path, limits)
    with _opened(path) as workbook:
        sheets = sorted(workbook.worksheets, key=lambda sheet: sheet.sheet_state != "visible")
        return {sheet.title: list(islice(_rows(path, sheet, limits), count)) for sheet in sheets}


def workbook_rows(source: Source) -> Iterator[Cells | RowFault]:
    """Yield the rows of the chosen sheet as text; formulas as the values last computed."""
    _refuse_bombs(source.path, source.limits)
    with _opened(source.path) as workbook:
        yield from _rows(source.path, workbook[source.sheet], source.limits)


def _rows(path: Path, sheet: Any, limits: Limits) -> Iterator[Cells | RowFault]:
    """Yield the rows of one of openpyxl's read-only sheets."""
    # Some writers give a wrong extent; without it every cell that is there is read.
    sheet.reset_dimensions()
    opened = sheet._get_source  # noqa: SLF001  (openpyxl has no other place to step in)
    sheet._get_source = lambda: _BoundedRows(opened(), path, limits.row_bytes)  # noqa: SLF001
    widest = 0  # a workbook leaves out the empty cells at the end of a row: it is not short
    for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
        if number > MOST_ROWS:
            raise _damaged(path)
        if len(values) > limits.columns and any(values[limits.columns :]):
            yield RowFault("P-ROW-LONG", str(len(values)))
        else:
            cells = [_as_cell(value) for value in values[: limits.columns]]
            widest = max(widest, len(cells))
            yield cells + [""] * (widest - len(cells))


class _BoundedRows:
    """Reads a sheet (限量读取) and stops where one row is larger than a row may be."""

    def __init__(self, stream: IO[bytes], path: Path, longest: int) -> None:
        self._stream = stream
        self._path = path
        self._longest = longest
        self._since_row = 0
        self._is_plain = True

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes of the sheet."""
        block = self._stream.read(size)
        # In a remark or a CDATA section <row> is only words: from there on all is one row.
        self._is_plain = self._is_plain and _NO_MARKUP not in block
        last = _last_row_start(block) if self._is_plain else -1
        self._since_row = len(block) - last if last >= 0 else self._since_row + len(block)
        if self._since_row > self._longest:
            raise _unholdable(self._path)
        return block

    def close(self) -> None:
        """Close the part."""
        self._stream.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _last_row_start(block: bytes) -> int:
    last = block.rfind(b"<row")
    if last < 0 and b":row" in block:  # some writers put a prefix before every name
        return max((found.start() for found in _ROW.finditer(block)), default=-1)
    return last


@contextmanager
def _opened(path: Path) -> Iterator["Workbook"]:
    import warnings

    import openpyxl

    workbook: Workbook | None = None
    try:
        with warnings.catch_warnings():
            # openpyxl warns about styles and validations, which do not matter here.
            warnings.simplefilter("ignore")
            with path.open("rb") as file:  # by its content, whatever its name says
                workbook = openpyxl.load_workbook(file, read_only=True, data_only=True)
                yield workbook
    except SourceError:
        raise
    except _FAULTS as error:
        raise _damaged(path) from error
    finally:
        if workbook is not None:
            workbook.close()


def _refuse_bombs(path: Path, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _refuse_parts(path, parts, limits)
            if any(_has_doctype(archive, part) for part in parts):
                raise harmful(path)
            sheets = _sheet_parts(archive)
            if any(p.file_size > LARGEST_STRINGS and p.filename not in sheets for p in parts):
                raise _unholdable(path)
    except SourceError:
        raise
    except _FAULTS as error:
        if isinstance(error, OSError):
            raise unreadable(path, error) from error
        raise _damaged(path) from error


def _refuse_parts(path: Path, parts: list[zipfile.ZipInfo], limits: Limits) -> None:
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise SourceError(
            path=path,
            why=N_("it is a packed file but not an .xlsx workbook"),
            remedy=N_("Unpack it first, or save the table as .xlsx or CSV."),
        )
    if any(part.flag_bits & 0x1 for part in parts):
        raise SourceError(
            path=path,
            why=N_("it is protected by a password"),
            remedy=N_("Save it without a password."),
        )
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.unpacked_bytes:
        raise too_large(path)
    if unpacked > SMALL_BYTES and unpacked > HIGHEST_RATIO * path.stat().st_size:
        raise harmful(path)


def _sheet_parts(archive: zipfile.ZipFile) -> set[str]:
    """Return the parts that are sheets and nothing else: these are read row by row."""
    with archive.open("[Content_Types].xml") as stream:
        types = fromstring(stream.read(_LARGEST_TYPES))  # noqa: S314  (no part has entities)
    declared = {
        (part.get("PartName", "").lstrip("/"), part.get("ContentType", "")) for part in types
    }
    others = {name for name, kind in declared if kind != _SHEET_TYPE}
    return {name for name, _ in declared} - others


def _has_doctype(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Tell whether a part declares entities: no workbook does, and they can grow without end."""
    seen: list[str] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: seen.append("doctype")
    parser.StartElementHandler = lambda *_: seen.append("element")
    left = LONGEST_PROLOGUE
    with archive.open(part) as stream:
        while not seen and (block := stream.read(4096)):
            left -= len(block)
            if left < 0:  # whatever it is: as one piece it would be held in memory
                return True
            try:
                parser.Parse(block)
            except expat.ExpatError:
                return "doctype" in seen
    return seen[:1] == ["doctype"]


def _unholdable(path: Path) -> SourceError:
    return SourceError(
        path=path,
        why=N_("its texts do not fit into memory at once"),
        remedy=N_("Save the sheet as CSV and import that: a CSV may be of any size."),
    )


def _damaged(path: Path) -> SourceError:
    return SourceError(
        path=path,
        why=N_("the workbook is damaged or is not an .xlsx workbook"),
        remedy=N_("Open it in a spreadsheet program and save it as .xlsx or CSV."),
    )


def _as_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time(0):
        return value.date().isoformat()
    # str() of what is left: texts, numbers, and days and moments in ISO form.
    return str(value)
