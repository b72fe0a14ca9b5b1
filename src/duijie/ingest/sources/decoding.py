"""Bytes → lines of text, with the encoding recognised from the content."""

import codecs
import io
from collections.abc import Iterator
from typing import Protocol

from duijie.ingest.sources.unpacking import BLOCK_BYTES

REPLACEMENT = "\ufffd"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class LineTooLong(Exception):  # noqa: N818  (a signal to the row reader, never seen outside)
    """A line is longer than a row may be."""


class ByteReader(Protocol):
    """Gives bytes, block by block."""

    def read(self, size: int = BLOCK_BYTES) -> bytes:
        """Return the next bytes; empty at the end."""


def marked_encoding(head: bytes) -> tuple[str, int]:
    """Return the encoding that the first bytes say and how many bytes say it; ("", 0) if none.

    UTF-16 without a mark is seen by its many zero bytes on every other place.
    """
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding, len(mark)
    even, odd = head[0:2000:2], head[1:2000:2]
    if len(odd) >= 2 and even.count(0) * 10 < len(even) and odd.count(0) * 10 > len(odd) * 4:
        return "utf-16-le", 0
    if len(odd) >= 2 and odd.count(0) * 10 < len(odd) and even.count(0) * 10 > len(even) * 4:
        return "utf-16-be", 0
    return "", 0


def guessed_encoding(piece: bytes) -> str:
    """Return `ascii`, `utf-8` or `gb18030`: the one that reads a piece of whole lines best."""
    if piece.isascii():
        return "ascii"
    try:
        piece.decode("utf-8")
    except UnicodeDecodeError:
        wrong = [
            piece.decode(encoding, "replace").count(REPLACEMENT)
            for encoding in ("utf-8", "gb18030")
        ]
        # GB18030 accepts nearly every pair of bytes: it must be clearly better.
        return "gb18030" if wrong[1] * 4 < wrong[0] else "utf-8"
    return "utf-8"


class Lines:
    """The lines of a text (文本行), each with its newline; line ends are made one.

    Lines that were read may be pushed back, so that a broken row can be read again another way.
    Undecodable bytes come as U+FFFD. A line longer than `longest_bytes` raises `LineTooLong` and is
    passed over.
    """

    def __init__(self, reader: ByteReader, *, encoding: str, longest_bytes: int) -> None:
        self._pieces = _text_pieces(reader, encoding, longest_bytes)
        self._current: Iterator[str] = iter(())
        self._pushed: list[str] = []
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._pushed.pop() if self._pushed else self._next_line()
        self.taken.append(line)
        return line

    def push_back(self, lines: list[str]) -> None:
        """Give lines again, the first of them first."""
        self._pushed.extend(reversed(lines))

    def _next_line(self) -> str:
        while True:
            line = next(self._current, None)
            if line is not None:
                return line
            piece = next(self._pieces)
            if piece is None:
                raise LineTooLong
            self._current = io.StringIO(piece, newline="\n")


def _text_pieces(reader: ByteReader, encoding: str, longest: int) -> Iterator[str | None]:
    """Yield texts of whole lines; None stands for a line that was too long."""
    head = reader.read()
    marked, skip = marked_encoding(head)
    encoding = encoding or marked
    whole = _wide_pieces if encoding.startswith("utf-16") else _byte_pieces
    for piece in whole(reader, head[skip:], encoding, longest):
        if piece is None or "\r" not in piece:
            yield piece
        else:
            yield piece.replace("\r\n", "\n").replace("\r", "\n")


def _byte_pieces(
    reader: ByteReader, rest: bytes, encoding: str, longest: int
) -> Iterator[str | None]:
    is_skipping = False
    while True:
        # A lone \r at the very end may be half of a \r\n.
        cut = max(rest.rfind(b"\n"), rest.rfind(b"\r", 0, -1)) + 1
        if cut:
            piece, rest = rest[:cut], rest[cut:]
            if is_skipping:
                piece, is_skipping = piece[_first_line_end(piece) :], False
            if piece and not encoding and (guess := guessed_encoding(piece)) != "ascii":
                encoding = guess
            if piece:
                yield _decoded(piece, encoding or "ascii")
        elif len(rest) > longest:
            if not is_skipping:
                yield None
            rest, is_skipping = b"", True
        block = reader.read()
        if not block:
            break
        rest += block
    if rest and not is_skipping:
        yield _decoded(rest, encoding or guessed_encoding(rest))


def _first_line_end(piece: bytes) -> int:
    ends = [end for end in (piece.find(b"\n"), piece.find(b"\r")) if end >= 0]
    first = min(ends)
    return first + 2 if piece[first : first + 2] == b"\r\n" else first + 1


def _decoded(piece: bytes, encoding: str) -> str:
    try:
        return piece.decode(encoding)
    except UnicodeDecodeError:
        # Line by line, so that one bad line does not cost its neighbours a character.
        return "".join(line.decode(encoding, "replace") for line in piece.splitlines(keepends=True))


def _wide_pieces(
    reader: ByteReader, head: bytes, encoding: str, longest: int
) -> Iterator[str | None]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    rest, block, is_skipping = "", head, False
    while block:
        rest += decoder.decode(block)
        cut = max(rest.rfind("\n"), rest.rfind("\r", 0, -1)) + 1
        if cut:
            piece, rest = rest[:cut], rest[cut:]
            if is_skipping:
                piece, is_skipping = (
                    piece[_first_line_end(piece.encode("utf-8", "replace")) :],
                    False,
                )
            yield piece
        elif len(rest) > longest:
            if not is_skipping:
                yield None
            rest, is_skipping = "", True
        block = reader.read()
    rest += decoder.decode(b"", final=True)
    if rest and not is_skipping:
        yield rest
