"""Importing: a recognised file and its mapping into the platform's database."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from duijie.app.wiring import open_sink
from duijie.kernel.home import Home
from duijie.kernel.settings import Settings
from duijie.kernel.words import Lang

if TYPE_CHECKING:
    from duijie.ingest import ColumnMapping, IngestReport, Source
    from duijie.kernel.ports import Progress


@dataclass(frozen=True, slots=True)
class Import:
    """What is to be imported (导入): the source, its mapping and where the problems are listed."""

    source: "Source"
    mapping: "ColumnMapping"
    report_file: Path
    withdraw_missing: bool = False
    visibility: str = ""


def open_file(file: Path, settings: Settings, *, sheet: str = "") -> "Source":
    """Return a file recognised as a source, within the limits of the settings."""
    from duijie.ingest import Limits, open_source

    limits = Limits(
        cell_characters=settings.integer("ingest.max_cell_characters"),
        unpacked_megabytes=settings.integer("ingest.max_unpacked_megabytes"),
    )
    return open_source(file, limits=limits, sheet=sheet)


def estimated_rows(source: "Source") -> int | None:
    """Return about how many rows a text file has, by its line ends; None for other files.

    Reading 1 GB for it takes under a second, and it tells a person how long the import lasts.
    """
    from duijie.ingest import FileFormat

    if source.is_compressed or source.format is FileFormat.WORKBOOK:
        return None
    lines = 0
    with source.path.open("rb") as stream:
        while block := stream.read(1 << 20):
            lines += block.count(b"\n")
    return max(lines - source.header_row, 1)


def run_import(home: Home, what: Import, lang: Lang, progress: "Progress") -> "IngestReport":
    """Import a source; the file of problems stays only when there are any."""
    from duijie.ingest import IngestOptions, ingest

    options = IngestOptions(
        withdraw_missing=what.withdraw_missing,
        report_path=what.report_file,
        lang=lang,
        visibility=what.visibility,
    )
    expected = estimated_rows(what.source)

    def told(stage: str, finished: int, total: int | None = None, note: str = "") -> None:
        # A cell may run over several lines: then the file has fewer rows than line ends.
        at_least = None if expected is None else max(expected, finished)
        progress(stage, finished, total or at_least, note)

    report = ingest(what.source, what.mapping, open_sink(home), options=options, progress=told)
    progress("import", report.rows, report.rows)
    if not report.has_problems:
        what.report_file.unlink(missing_ok=True)
    return report
