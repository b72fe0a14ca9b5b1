"""The door of the room: indexes are opened, built and verified by path."""

from collections.abc import Iterable
from pathlib import Path

from duijie.index.backends.embedded import (
    BuildPlan,
    EmbeddedIndex,
    IndexFault,
    adopt,
    build_generation,
    current_generation,
    earlier_pairs,
    models_of,
    roll_back,
)
from duijie.index.backends.embedded import switch_ranker as _switch_ranker
from duijie.index.backends.embedded import verify_index as _verify
from duijie.kernel.documents import Document
from duijie.kernel.errors import IndexMissingError
from duijie.kernel.live import Models, live_pairs
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


def roll_back_index(path: Path, *, to_another: bool = False) -> IndexStats:
    """Put what was in use before the last switch in use again; return what it holds.

    A switch is a build or another ranker; generation and ranker go back together. With
    `to_another`, switches that changed neither encoder nor ranker are passed over.

    Raises:
        IndexMissingError: nothing was built, or nothing earlier was kept.
        IndexDamagedError: the generation that would be used again is damaged.
    """
    roll_back(path, to_another=to_another)
    return index_status(path)


def live_models(path: Path) -> Models:
    """Return the encoder and ranker in use, both "" when nothing was built yet."""
    pairs = live_pairs(path)
    return models_of(path, pairs[0]) if pairs else Models()


def earlier_models(path: Path, *, to_another: bool = False) -> Models:
    """Return the encoder and ranker that `roll_back_index` would put in use.

    Raises:
        IndexMissingError: nothing was built, or nothing earlier was kept.
    """
    return models_of(path, earlier_pairs(path, to_another=to_another)[0])


def switch_ranker(path: Path, ranker: str) -> Models:
    """Put another ranker in use over the generation there is, at once; return what is in use.

    Raises:
        IndexMissingError: nothing was built yet.
        IndexBusyError: another process is writing the index.
    """
    return models_of(path, _switch_ranker(path, ranker))


def adopt_generation(path: Path, aside: Path, ranker: str) -> IndexStats:
    """Put the index in the folder `aside`, which must be on the same disk, in use with a ranker.

    It becomes a generation of the index in `path`; both are switched at once.

    Raises:
        IndexBusyError: another process is writing the index.
    """
    adopt(path, current_generation(aside), ranker)
    return index_status(path)
