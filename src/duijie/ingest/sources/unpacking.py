"""Bytes of a file, unpacked when it is a .gz, never more than allowed."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from duijie.ingest.sources.source import Limits
from duijie.kernel.errors import SourceError, SourcePathError
from duijie.kernel.words import N_

GZIP_MAGIC = b"\x1f\x8b"
BLOCK_BYTES = 1024 * 1024
# Real tables pack five to fifty times; blanks pack a thousand times.
HIGHEST_RATIO = 200
SMALL_BYTES = 20 * 1024 * 1024


class BoundedBytes:
    """Reads a file block by block (限量读取) and stops with an error beyond the limit."""

    def __init__(
        self, stream: IO[bytes], path: Path, limits: Limits, *, packed_bytes: int = 0
    ) -> None:
        self._stream = stream
        self._taken = 0
        self._credible = max(SMALL_BYTES, HIGHEST_RATIO * packed_bytes) if packed_bytes else None
        self._path = path
        self._left = limits.unpacked_bytes

    def read(self, size: int = BLOCK_BYTES) -> bytes:
        """Return the next bytes, at most `size`; empty at the end."""
        try:
            block = self._stream.read(size)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise SourceError(
                path=self._path,
                why=N_("the compressed file is damaged or was cut off"),
                remedy=N_("Copy or pack the file again."),
            ) from error
        except OSError as error:
            raise unreadable(self._path, error) from error
        self._left -= len(block)
        self._taken += len(block)
        if self._left < 0:
            raise too_large(self._path)
        if self._credible is not None and self._taken > self._credible:
            raise harmful(self._path)
        return block


@contextmanager
def open_bytes(path: Path, limits: Limits, *, is_compressed: bool) -> Iterator[BoundedBytes]:
    """Open a file for bounded reading."""
    try:
        opened = path.open("rb")
    except OSError as error:
        raise unreadable(path, error) from error
    with opened as raw:
        if not is_compressed:
            yield BoundedBytes(raw, path, limits)
            return
        with gzip.GzipFile(fileobj=raw) as unpacked:
            packed_bytes = path.stat().st_size
            yield BoundedBytes(unpacked, path, limits, packed_bytes=packed_bytes)  # type: ignore[arg-type]


def is_gzip(path: Path) -> bool:
    """Tell whether a file begins as a .gz does."""
    try:
        with path.open("rb") as raw:
            return raw.read(2) == GZIP_MAGIC
    except OSError as error:
        raise unreadable(path, error) from error


def unreadable(path: Path, error: OSError) -> SourceError:
    """Return the error for a file that the system does not give; the call's where it may be."""
    is_wrong_path = isinstance(error, FileNotFoundError | PermissionError | IsADirectoryError)
    return (SourcePathError if is_wrong_path else SourceError)(
        path=path,
        why=error.strerror or type(error).__name__,
        remedy=N_("Check the path and that you may read the file."),
    )


def harmful(path: Path) -> SourceError:
    """Return the error for a file that unpacks to far more than a table does."""
    return SourceError(
        path=path,
        why=N_("it unpacks to more than two hundred times its size, as a harmful file does"),
        remedy=N_("If you trust it, unpack it or save it as CSV, and import that."),
    )


def too_large(path: Path) -> SourceError:
    """Return the error for a file that unpacks to more than is allowed."""
    return SourceError(
        path=path,
        why=N_("unpacked it is larger than is allowed"),
        remedy=N_(
            "Split it, or raise the setting ingest.max_unpacked_megabytes if you trust the file."
        ),
    )
