"""The file of errors: only the rows to correct, with what is wrong, to be uploaded again."""

import csv
from collections.abc import Iterator, Sequence
from typing import Any

from duijie.app.imports import store
from duijie.app.imports.mapping import ADDED, is_added
from duijie.app.imports.models import FileImport
from duijie.ingest import PROBLEM_CODES, Source, rows_of, rows_of_records
from duijie.kernel.spreadsheets import neutralised
from duijie.kernel.words import N_, Lang, say

# More rows to correct than that are corrected where they come from.
MOST_ROWS = 100_000
ROW, FIELD, CODE, BECAME = 0, 1, 3, 4
NOT_IMPORTED = N_("Row not imported")
FOREIGN = (
    N_("A record of this number belongs to another organisation; the row was not imported."),
    N_("Give the record a number of your own."),
)
Said = dict[int, list[tuple[str, str]]]


def write(what: FileImport, source: Source, foreign: Sequence[str]) -> int:
    """Write the rows that were not imported as a workbook and as CSV; return how many.

    The workbook has a second sheet with the rows that were imported but deserve a look.
    """
    lang: Lang = "zh" if what.lang == "zh" else "en"
    rejected, noted = _problems(what, lang)
    if foreign:
        mapping = store.mapping_of(what)
        for row in rows_of_records(source, mapping, frozenset(foreign)):
            rejected.setdefault(row, []).append((say(lang, FOREIGN[0]), say(lang, FOREIGN[1])))
    for name in store.ERRORS:
        (store.folder_of(what.pk) / name).unlink(missing_ok=True)
    noted = {row: said for row, said in noted.items() if row not in rejected}
    if rejected or noted:
        _write_workbook(what, source, {NOT_IMPORTED: rejected, N_("Imported, please check"): noted})
    if rejected:
        _write_csv(what, source, rejected)
    return len(rejected)


def _problems(what: FileImport, lang: Lang) -> tuple[Said, Said]:
    """Return what is wrong with which rows, from the list of problems of the import."""
    rejected: Said = {}
    noted: Said = {}
    file = store.report_of(what.pk)
    if not file.exists():
        return rejected, noted
    not_imported = say(lang, NOT_IMPORTED)
    with file.open(encoding="utf-8-sig", newline="") as stream:
        for line in list_after_header(stream):
            if not line[ROW]:
                continue
            kept = rejected if line[BECAME] == not_imported else noted
            row = int(line[ROW])
            if row in kept or len(kept) < MOST_ROWS:
                meaning = PROBLEM_CODES[line[CODE]]
                told = (_of_field(line[FIELD], meaning.what_in(lang)), meaning.remedy_in(lang))
                kept.setdefault(row, []).append(told)
    return rejected, noted


def list_after_header(stream: Any) -> Iterator[list[str]]:
    """Yield the lines of a CSV below its header."""
    lines = csv.reader(stream)
    next(lines, None)
    yield from lines


def _of_field(field: str, said: str) -> str:
    return f"{field}: {said}" if field else said


def _lines(source: Source, said: Said, lang: Lang) -> Iterator[list[str]]:
    """Yield the header and the rows to correct, with the three columns that we add."""
    places = [place for place, header in enumerate(source.headers) if not is_added(header)]
    yield [source.headers[place] for place in places] + [say(lang, column) for column in ADDED]
    for row, cells in rows_of(source, list(said)):
        own = [cells[place] if place < len(cells) else "" for place in places]
        whats = " ".join(dict.fromkeys(what for what, _ in said[row]))
        remedies = " ".join(dict.fromkeys(remedy for _, remedy in said[row]))
        yield [*own, str(row), whats, remedies]


def _write_csv(what: FileImport, source: Source, said: Said) -> None:
    lang: Lang = "zh" if what.lang == "zh" else "en"
    file = store.folder_of(what.pk) / "errors.csv"
    file.touch(mode=0o600)
    with file.open("w", encoding="utf-8-sig", newline="", errors="replace") as out:
        csv.writer(out).writerows(map(_safe, _lines(source, said, lang)))


def _write_workbook(what: FileImport, source: Source, sheets: dict[str, Said]) -> None:
    from openpyxl import Workbook

    lang: Lang = "zh" if what.lang == "zh" else "en"
    book = Workbook(write_only=True)
    for title, said in sheets.items():
        if said:
            sheet = book.create_sheet(say(lang, title)[:31])
            sheet.freeze_panes = "A2"
            for line in _lines(source, said, lang):
                sheet.append([_without_controls(cell) for cell in _safe(line)])
    file = store.folder_of(what.pk) / "errors.xlsx"
    file.touch(mode=0o600)
    book.save(file)


def _safe(line: Sequence[str]) -> list[str]:
    """Return cells that no spreadsheet computes; a line break within a cell stays."""
    return [f"'{cell}" if neutralised(cell).startswith("'") else cell for cell in line]


def _without_controls(cell: str) -> str:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return str(ILLEGAL_CHARACTERS_RE.sub("", cell))[:32_767]
