"""Lines of a text file (文本行), read strictly: what is wrong is said with file and row.

A `.gz` is unpacked on the way, whatever the file is called.
"""

import gzip
import math
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from duijie.kernel.errors import LearnFileError, SourcePathError
from duijie.kernel.words import N_, Phrase

GZIP_MAGIC = b"\x1f\x8b"
LONGEST_LINE = 4 * 1024 * 1024
LARGEST_TEXT = 8 * 1024**3
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}", re.ASCII)
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,4})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Verbatim:
    """What a file says (原文), which is never translated: not even a level called `strong`."""

    text: str

    def __str__(self) -> str:
        return self.text


def read_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the number (from 1) and the text of each line that is not blank.

    Raises:
        SourcePathError: there is no file to be read there.
        LearnFileError: it is empty, binary, not UTF-8, damaged, or has a line beyond all measure.
    """
    is_empty = True
    try:
        with _opened(path) as stream:
            for row, line in _bounded(path, stream):
                text = _decoded(path, row, line)
                if text.strip():
                    is_empty = False
                    yield row, text
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise LearnFileError(
            path=path,
            why=N_("the compressed file is damaged or was cut off"),
            remedy=N_("Copy or pack the file again."),
        ) from error
    except OSError as error:
        raise _unreadable(path, error) from error
    if is_empty:
        raise LearnFileError(
            path=path,
            why=N_("it is empty"),
            remedy=N_("Name a file with content; was it written to the end?"),
        )


def row_error(path: Path, row: int, why: str, remedy: str, **values: object) -> LearnFileError:
    """Return the error for a row; `why` and `remedy` are marked sentences, `values` fill `why`."""
    shown = {name: Verbatim(v) if isinstance(v, str) else v for name, v in values.items()}
    return LearnFileError(
        path=path,
        why=Phrase("row %(row)s: %(why)s", row=row, why=Phrase(why, **shown)),
        remedy=remedy,
    )


def whole_number(path: Path, row: int, field: str, text: str) -> int:
    """Return a field as a whole number."""
    if not _WHOLE.fullmatch(text):
        raise row_error(
            path,
            row,
            N_("the field %(field)s holds “%(value)s”, which is no whole number"),
            N_("Correct the row and run the command again."),
            field=field,
            value=shortened(text),
        )
    return int(text)


def finite_number(path: Path, row: int, field: str, text: str) -> float:
    """Return a field as a finite number."""
    if not _NUMBER.fullmatch(text) or not math.isfinite(float(text)):
        raise row_error(
            path,
            row,
            N_("the field %(field)s holds “%(value)s”, which is no finite number"),
            N_("Correct the row and run the command again."),
            field=field,
            value=shortened(text),
        )
    return float(text)


def shortened(text: str) -> str:
    """Return a value as a message may show it.

    >>> shortened("x" * 100)
    'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…'
    """
    return text if len(text) <= 40 else text[:39] + "…"


def _opened(path: Path) -> IO[bytes]:
    with path.open("rb") as raw:
        is_packed = raw.read(2) == GZIP_MAGIC
    return gzip.open(path, "rb") if is_packed else path.open("rb")  # type: ignore[return-value]


def _bounded(path: Path, stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    row = taken = 0
    while line := stream.readline(LONGEST_LINE + 1):
        row, taken = row + 1, taken + len(line)
        if len(line) > LONGEST_LINE or taken > LARGEST_TEXT:
            raise row_error(
                path,
                row,
                N_("it is longer than such a file can be"),
                N_("Check that this is the file you meant."),
            )
        yield row, line


def _decoded(path: Path, row: int, line: bytes) -> str:
    if b"\0" in line:
        raise row_error(
            path,
            row,
            N_("this is not text: there are zero bytes in it"),
            N_("Name a text file in UTF-8; a spreadsheet must be saved as text first."),
        )
    try:
        return line.decode("utf-8-sig" if row == 1 else "utf-8").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise row_error(
            path,
            row,
            N_("this is not text in UTF-8"),
            N_("Save the file as UTF-8 and run the command again."),
        ) from error


def _unreadable(path: Path, error: OSError) -> SourcePathError:
    return SourcePathError(
        path=path,
        why=error.strerror or type(error).__name__,
        remedy=N_("Check the path and that you may read the file."),
    )
