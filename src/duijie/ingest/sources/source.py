"""What a source is: where the file lies, how it is written and what its columns are called."""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path

from duijie.kernel.folding import fold
from duijie.kernel.kinds import KINDS
from duijie.kernel.problems import Problem, Severity

Cells = list[str]
MEGABYTE = 1024 * 1024


class FileFormat(StrEnum):
    """How the rows of a file are written (文件格式)."""

    DELIMITED = "delimited"
    WORKBOOK = "workbook"
    JSON_LINES = "json_lines"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is taken in at once (上限): a hostile file must not fill the memory."""

    cell_characters: int = 1_000_000
    unpacked_megabytes: int = 4096
    columns: int = 4096
    lines_per_row: int = 2000

    @property
    def unpacked_bytes(self) -> int:
        """Return the largest unpacked size in bytes."""
        return self.unpacked_megabytes * MEGABYTE

    @property
    def row_bytes(self) -> int:
        """Return the largest size of one row in bytes."""
        return 4 * self.cell_characters + MEGABYTE // 4


@dataclass(frozen=True, slots=True)
class RowFault:
    """A row that could not be read as it stands (有误的行); `cells` are what was saved of it."""

    code: str
    value: str = ""
    cells: Cells | None = None

    @property
    def severity(self) -> Severity:
        """Return what becomes of the row."""
        return Severity.REJECTED if self.cells is None else Severity.REPAIRED


@dataclass(frozen=True, slots=True)
class Source:
    """A recognised file (来源): everything a reader needs, and nothing open.

    `header_row` counts from 1; 0 means that rows name their columns themselves (JSON Lines).
    `sample` holds the first data rows; `problems` what is wrong with the header.
    """

    path: Path
    format: FileFormat
    is_compressed: bool = False
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    header_row: int = 1
    sample: tuple[tuple[str, ...], ...] = ()
    problems: tuple[Problem, ...] = ()
    limits: Limits = field(default_factory=Limits)

    @property
    def name(self) -> str:
        """Return the name of the file, for people."""
        return self.path.name

    @property
    def size_bytes(self) -> int:
        """Return the size of the file as it lies on the disk."""
        return self.path.stat().st_size

    @property
    def estimated_rows(self) -> int | None:
        """Return about how many rows of data there are, by the first ones; None: cannot be told."""
        if self.is_compressed or self.format is FileFormat.WORKBOOK or not self.sample:
            return None
        encoding = self.encoding or "utf-8"
        written = sum(len(cell.encode(encoding, "replace")) + 1 for r in self.sample for cell in r)
        if self.format is FileFormat.JSON_LINES:
            names = sum(len(header.encode(encoding, "replace")) + 5 for header in self.headers)
            written += names * len(self.sample)
        return max(len(self.sample), self.size_bytes * len(self.sample) // max(1, written))


def known_header(header: str) -> str:
    """Return a column header folded to letters, digits and ideographs, for comparing.

    What stands in brackets (a unit, a remark) and marks such as * do not count.

    >>> known_header(" *预算（万元）"), known_header("Achievement_Title")
    ('预算', 'achievementtitle')
    """
    folded = fold(header[:200])
    if "(" in folded:
        kept, depth = [], 0
        for char in folded:
            depth += char == "("
            if depth <= 0:
                kept.append(char)
            depth -= char == ")" and depth > 0
        # "公开(公告)号" is one word; only a bracket at the end is a remark.
        outside = "".join(kept)
        if folded.rstrip().endswith(")") and outside.strip():
            folded = outside
    return "".join(char for char in folded if char.isalnum())


@cache
def header_names() -> frozenset[str]:
    """Return every header that some field of some kind is known by."""
    return frozenset(
        known_header(name)
        for kind in KINDS.values()
        for spec in kind.fields
        for name in (spec.name, spec.zh, spec.en, *spec.synonyms)
    )
