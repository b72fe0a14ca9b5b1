"""A list as a spreadsheet (清单表格): a row for each element of each match; nothing computes."""

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from duijie.app.matching.cards import Card
from duijie.app.matching.models import ShownList
from duijie.app.shared.words import say_now
from duijie.kernel.spreadsheets import neutralised
from duijie.kernel.words import N_

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

COLUMNS = (
    N_("Rank"), N_("Level"), N_("Record"), N_("Title"), N_("Holder"), N_("TRL"), N_("Year"),
    N_("Wanted"), N_("Met"), N_("What the record says"), N_("What would have to change"),
)  # fmt: skip
WIDTHS = (6, 12, 26, 40, 28, 6, 8, 32, 10, 60, 60)
LONGEST_CELL = 32_000  # a spreadsheet holds 32,767 characters in a cell


def list_xlsx(shown_list: ShownList, cards: Sequence[Card]) -> bytes:
    """Return a list as a workbook."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(say_now("Matches")[:31])
    sheet.append([_safe(say_now(column)) for column in COLUMNS])
    for card in cards:
        for row in _rows(card):
            sheet.append(row)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for letter, width in zip("ABCDEFGHIJK", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    _add_origin(book.create_sheet(say_now("Origin")[:31]), shown_list)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _rows(card: Card) -> list[list[object]]:
    head: list[object] = [
        card.rank, _safe(card.level_word), _safe(card.record_id), _safe(card.title),
        _safe(card.organization), card.trl, card.year,
    ]  # fmt: skip
    change = _safe(" ".join(card.changes))
    if not card.lines:
        return [[*head, "", "", "", change]]
    rows = []
    for number, line in enumerate(card.lines):
        quote = f"{line.before}{line.marked}{line.after}" if line.marked else line.said
        told = [_safe(line.wanted), f"{line.sign} {line.verdict_word}", _safe(quote)]
        rows.append([*head, *told, change if number == 0 else ""])
    return rows


def _add_origin(sheet: "Worksheet", shown_list: ShownList) -> None:
    rows = (
        (say_now("What is needed"), shown_list.request.text or shown_list.request.title),
        (say_now("Conditions"), shown_list.where),
        (say_now("Matched on"), f"{shown_list.asked_at.astimezone():%Y-%m-%d %H:%M}"),
        (say_now("Answered by"), shown_list.release),
    )
    for name, value in rows:
        sheet.append([_safe(name), _safe(value)])


def _safe(text: str) -> str:
    """Return a cell that no spreadsheet computes and none refuses."""
    printable = "".join(one for one in text if one >= " " or one in "\t\n\r")
    return neutralised(printable)[:LONGEST_CELL]
