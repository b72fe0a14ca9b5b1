"""XLSX workbooks → rows, read row by row by openpyxl."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError
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

# Shared strings are the one part that openpyxl holds in memory as a whole (about four times this).
LARGEST_STRINGS = 200 * MEGABYTE
_FAULTS = (
    zipfile.BadZipFile, zlib.error, ParseError, EOFError, ValueError, KeyError, TypeError,
    IndexError, AttributeError, NotImplementedError, RuntimeError, OverflowError, OSError,
)  # fmt: skip


def first_rows(path: Path, limits: Limits, *, count: int) -> dict[str, list[Cells | RowFault]]:
    """Return the first rows of every sheet of cells, the visible sheets first."""
    _refuse_bombs(path, limits)
    with _opened(path) as workbook:
        sheets = sorted(workbook.worksheets, key=lambda sheet: sheet.sheet_state != "visible")
        return {sheet.title: list(islice(_rows(sheet, limits), count)) for sheet in sheets}


def workbook_rows(source: Source) -> Iterator[Cells | RowFault]:
    """Yield the rows of the chosen sheet as text; formulas as the values last computed."""
    _refuse_bombs(source.path, source.limits)
    with _opened(source.path) as workbook:
        yield from _rows(workbook[source.sheet], source.limits)


def _rows(sheet: Any, limits: Limits) -> Iterator[Cells | RowFault]:  # openpyxl's read-only sheet
    # Some writers give a wrong extent; without it every cell that is there is read.
    sheet.reset_dimensions()
    for values in sheet.iter_rows(values_only=True):
        if len(values) > limits.columns and any(values[limits.columns :]):
            yield RowFault("P-ROW-LONG", str(len(values)))
        else:
            yield [_as_cell(value) for value in values[: limits.columns]]


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
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and _has_doctype(archive, part):
                    raise harmful(path)
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
    if any(_is_held_whole(part.filename) and part.file_size > LARGEST_STRINGS for part in parts):
        raise SourceError(
            path=path,
            why=N_("its texts do not fit into memory at once"),
            remedy=N_("Save the sheet as CSV and import that: a CSV may be of any size."),
        )


def _is_held_whole(name: str) -> bool:
    return name.endswith(".xml") and not name.startswith("xl/worksheets/")


def _has_doctype(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Tell whether a part declares entities: no workbook does, and they can grow without end."""
    seen: list[str] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: seen.append("doctype")
    parser.StartElementHandler = lambda *_: seen.append("element")
    with archive.open(part) as stream:
        while not seen and (block := stream.read(4096)):
            try:
                parser.Parse(block)
            except expat.ExpatError:
                return "doctype" in seen
    return seen[:1] == ["doctype"]


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
