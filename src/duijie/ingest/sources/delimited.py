"""Delimited text (CSV, TSV and their kin) → rows."""

import csv
from collections import Counter
from collections.abc import Iterator

from duijie.ingest.sources.decoding import ByteReader, Lines, LineTooLong
from duijie.ingest.sources.source import Cells, Limits, RowFault, header_names, known_header

DELIMITERS = (",", "\t", ";", "|", "，", "；", "\x01", "^", "~")
# The C parser must hold a whole cell; rows are bounded by bytes before it sees them.
_LARGEST_CELL = 2**31 - 1


def delimited_rows(
    reader: ByteReader, *, encoding: str, delimiter: str, limits: Limits
) -> Iterator[Cells | RowFault]:
    """Yield the rows of delimited text; a blank line is an empty row.

    A quotation mark that is never closed would swallow the rest of the file: such a row is read
    again as one line without quoting, and noted.
    """
    lines = Lines(reader, encoding=encoding, longest_bytes=limits.row_bytes)
    bounded = _BoundedRow(lines, limits)
    csv.field_size_limit(_LARGEST_CELL)
    rows = csv.reader(bounded, delimiter=delimiter, doublequote=True, strict=False)
    while True:
        bounded.begin()
        try:
            cells = next(rows)
        except StopIteration:
            return
        except (LineTooLong, csv.Error):
            taken = lines.taken
            if taken and '"' in taken[0]:
                yield _unquoted(lines, delimiter)
            else:
                lines.push_back(taken[1:])
                yield RowFault("P-CELL-LONG", taken[0][:200] if taken else "")
            continue
        if bounded.ended_inside_quotes():
            yield _unquoted(lines, delimiter)
        elif len(cells) > limits.columns and any(cells[limits.columns :]):
            yield RowFault("P-ROW-LONG", str(len(cells)))
        else:
            yield cells[: limits.columns] if len(cells) > limits.columns else cells


class _BoundedRow:
    """Gives one row's lines to the C parser, and no more than a row may have."""

    def __init__(self, lines: Lines, limits: Limits) -> None:
        self._lines = lines
        self._limits = limits
        self._count = 0
        self._left = 0
        self._is_at_end = False

    def __iter__(self) -> Iterator[str]:
        return self

    def begin(self) -> None:
        self._lines.taken.clear()
        self._count = 0
        self._left = self._limits.row_bytes

    def __next__(self) -> str:
        try:
            line = next(self._lines)
        except StopIteration:
            self._is_at_end = True
            raise
        self._count += 1
        self._left -= len(line)
        if self._count > self._limits.lines_per_row or (self._left < 0 and self._count > 1):
            raise LineTooLong
        return line

    def ended_inside_quotes(self) -> bool:
        """Tell whether the text ended while a quotation mark was still open.

        The parser asks for a line after the last one only when it looks for the closing mark.
        """
        ended, self._is_at_end = self._is_at_end, False
        return ended and bool(self._lines.taken)


def _unquoted(lines: Lines, delimiter: str) -> RowFault:
    taken = list(lines.taken)
    lines.push_back(taken[1:])
    cells = next(csv.reader([taken[0]], delimiter=delimiter, quoting=csv.QUOTE_NONE))
    return RowFault("P-QUOTE", taken[0][:200].strip(), [cell.strip('"') for cell in cells])


def sniff_delimiter(text: str) -> str:
    r"""Return the delimiter that cuts the first lines of a text into the most even rows.

    >>> sniff_delimiter("编号；名称\n1；甲，乙\n2；丙")
    '；'
    """
    lines = [line[:20_000] for line in text.split("\n")[:200] if line.strip()][:100]
    names = header_names()
    best, best_score = ",", (0, 0.0)
    for delimiter in DELIMITERS:
        try:
            rows = list(csv.reader(lines, delimiter=delimiter))
        except csv.Error:
            continue
        widths = Counter(len(row) for row in rows)
        width, count = max(widths.items(), key=lambda pair: (pair[1], pair[0]))
        # Headers that are known say more than evenness: texts are full of commas.
        known = max(
            sum(1 for cell in row if cell and known_header(cell) in names) for row in rows[:30]
        )
        if known < 2 and width < 2:
            continue
        score = (known if known > 1 else 0, count / len(rows) + min(width, 20) / 100)
        if score > best_score:
            best, best_score = delimiter, score
    return best
