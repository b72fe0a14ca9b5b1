"""What a spreadsheet would compute of a file that the site gives out."""

import csv
import io
from collections.abc import Iterator

from openpyxl import load_workbook

# The wide signs too: spreadsheets set to Chinese read them as the plain ones.
STARTS = "=+-@＝＋－＠\t\r"


def cells_of(ending: str, content: bytes) -> list[str]:
    """Return every text of a spreadsheet; a formula is one that begins as such."""
    if ending == "csv":
        lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        return [cell for row in lines for cell in row]
    return list(_of_workbook(content))


def _of_workbook(content: bytes) -> Iterator[str]:
    for sheet in load_workbook(io.BytesIO(content)).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.hyperlink is None
                if cell.data_type == "f":
                    yield f"={cell.value}"
                elif isinstance(cell.value, str):
                    yield cell.value


def computed(ending: str, content: bytes) -> list[str]:
    """Return the cells that a spreadsheet would compute."""
    return [
        cell
        for cell in cells_of(ending, content)
        if cell.lstrip(" \u3000").startswith(tuple(STARTS))
    ]
