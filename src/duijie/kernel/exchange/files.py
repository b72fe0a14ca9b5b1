"""Exchange files (交换文件): a first line that says what follows, lines, and a last that counts.

A file without its last line was cut off: what it holds is stored, and nothing is withdrawn by it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import orjson

from duijie.kernel.exchange.lines import Line, LineError, read_line
from duijie.kernel.exchange.terms import LINE_TYPES, VERSION
from duijie.kernel.words import N_

FORMAT: Final = "duijie-exchange"
LONGEST_LINE: Final = 1_048_576


@dataclass(frozen=True, slots=True)
class Head:
    """The first line of an exchange file (文件头): who exported what, and when."""

    origin: str
    type: str
    exported_at: datetime

    def written(self) -> dict[str, Any]:
        """Return it as a JSON value."""
        return {
            "format": FORMAT,
            "version": VERSION,
            "origin": self.origin,
            "type": self.type,
            "exported_at": self.exported_at.astimezone(UTC).isoformat(),
        }


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that could not be used (坏行), and why."""

    number: int
    problem: LineError


@dataclass(frozen=True, slots=True)
class Tail:
    """The last line of a whole file (文件尾): how many lines stand between."""

    lines: int


def write_file(head: Head, lines: Iterable[Line]) -> Iterator[bytes]:
    """Yield the lines of an exchange file, streaming."""
    yield orjson.dumps(head.written()) + b"\n"
    count = 0
    for line in lines:
        yield orjson.dumps(line.written()) + b"\n"
        count += 1
    yield orjson.dumps({"format": FORMAT, "lines": count}) + b"\n"


def read_head(raw: bytes) -> Head:
    """Return the first line of a file.

    Raises:
        LineError: it is none of this format, or of another version.
    """
    value = _loaded(raw)
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise LineError("", N_("the first line is not that of an exchange file"))
    if value.get("version") != VERSION or str(value.get("type")) not in LINE_TYPES:
        raise LineError("", N_("it is of a version or type that is not known here"))
    try:
        moment = datetime.fromisoformat(str(value.get("exported_at")))
    except ValueError:
        raise LineError("exported_at", N_("is missing")) from None
    return Head(str(value.get("origin"))[:300], value["type"], moment)


def read_rest(rows: Iterable[bytes]) -> Iterator[Line | BadLine | Tail]:
    """Yield what follows the first line; a bad line never stops the others."""
    count = 0
    for number, raw in enumerate(rows, start=2):
        if not raw.strip():
            continue
        try:
            value = _loaded(raw)
            if isinstance(value, dict) and value.get("format") == FORMAT:
                yield Tail(value["lines"] if value.get("lines") == count else -1)
                return
            count += 1
            yield read_line(value)
        except LineError as problem:
            yield BadLine(number, problem)


def _loaded(raw: bytes) -> object:
    if len(raw) > LONGEST_LINE:
        raise LineError("", N_("the line is too long"))
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise LineError("", N_("it is not JSON")) from None
