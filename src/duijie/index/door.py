"""The door of the room: indexes are opened, built and verified by path."""

from collections.abc import Iterable
from pathlib import Path

from duijie.index.backends.embedded import (
    BuildPlan,
    EmbeddedIndex,
    IndexFault,
    build_generation,
    roll_back,
)
from duijie.index.backends.embedded import verify_index as _verify
from duijie.kernel.documents import Document
from duijie.kernel.errors import IndexMissingError
from duijie.kernel.ports import Encoder, IndexStats, Progress, silent


def open_index(
    path: Path, encoder: Encoder | None = None, *, create: bool = False, threads: int = 0
) -> EmbeddedIndex:
    """Return the index in a folder, opened for searching and writing.

    With `create`, an empty one is made where there is none. Searching needs no encoder; an
    `upsert` without vectors does. `threads` are used for many queries at once (0: all cores).

    Raises:
        IndexMissingError: nothing was built there yet.
        IndexOutdatedError: it has another schema version or was built with another encoder.
        IndexDamagedError: it cannot be read.
    """
    try:
        return EmbeddedIndex(path, encoder, threads=threads)
    except IndexMissingError:
        if not create:
            raise
    build_generation(path, (), encoder, BuildPlan())
    return EmbeddedIndex(path, encoder, threads=threads)


def build_index(
    path: Path, documents: Iterable[Document], encoder: Encoder | None, plan: BuildPlan
) -> IndexStats:
    """Build a new generation from documents, switch to it at once and return what it holds.

    Raises:
        IndexBusyError: another process is writing the index.
    """
    build_generation(path, documents, encoder, plan)
    index = EmbeddedIndex(path)
    try:
        return index.stats()
    finally:
        index.close()


def index_status(path: Path) -> IndexStats:
    """Return what the index in a folder holds."""
    index = EmbeddedIndex(path)
    try:
        return index.stats()
    finally:
        index.close()


def verify_index(path: Path, progress: Progress = silent) -> list[IndexFault]:
    """Return what is wrong with the index in a folder; an empty list when it is whole."""
    return _verify(path, progress)


def roll_back_index(path: Path) -> IndexStats:
    """Put the generation before the current one in use again; return what it holds."""
    roll_back(path)
    return index_status(path)
