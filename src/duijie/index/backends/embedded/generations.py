"""Generations (代): a full rebuild goes beside the current one and is switched in at once.

What is in use is named by one line of one file, the generation with its ranker; the lines after it
are what can be rolled back to.
"""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from duijie.index.backends.embedded.layout import read_manifest
from duijie.kernel.durable import private_folder, sync_folder
from duijie.kernel.errors import DuijieError, IndexBusyError, IndexDamagedError, IndexMissingError
from duijie.kernel.live import LivePair, Models, live_pairs, write_pairs

LOCK_FILE = "write.lock"
_UNFINISHED = ".building"
_PAUSE_SECONDS = 0.02
_MOST_PAIRS = 20
_held: set[int] = set()  # descriptors of the locks this process holds


def current_pair(root: Path) -> LivePair:
    """Return the generation in use and its ranker.

    Raises:
        IndexMissingError: nothing was built yet.
        IndexDamagedError: the file that names them cannot be understood.
    """
    pairs = live_pairs(root)
    if not pairs:
        raise IndexMissingError(path=root)
    return pairs[0]


def current_generation(root: Path) -> Path:
    """Return the folder of the generation in use.

    Raises:
        IndexMissingError: nothing was built yet.
    """
    return root / current_pair(root).generation


@contextmanager
def write_lock(root: Path, *, wait_seconds: float = 10.0) -> Iterator[None]:
    """Hold the right to write the index; the system takes it back when the process dies.

    Raises:
        IndexBusyError: another writer holds it for longer than `wait_seconds`.
    """
    private_folder(root)
    deadline = time.monotonic() + wait_seconds
    with (root / LOCK_FILE).open("ab") as stream:
        while True:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise IndexBusyError(path=root) from None
                time.sleep(_PAUSE_SECONDS)
        _held.add(stream.fileno())
        try:
            yield
        finally:
            _held.discard(stream.fileno())


def forget_locks() -> None:
    """Let go, in a forked worker, of the locks its parent holds.

    A worker that outlives a killed parent would otherwise keep the index locked.
    """
    while _held:
        os.close(_held.pop())


def new_generation(root: Path) -> Path:
    """Return an empty folder for a new generation; unfinished ones are cleared away."""
    folder = _next_folder(root)
    folder.mkdir()
    return folder


def switch_to(root: Path, built: Path, ranker: str) -> Path:
    """Put a built generation and a ranker in use together; return the folder of the generation.

    The generation before is kept, and the newest of another pair of encoder and ranker, so that
    the pair before can be rolled back to after any number of rebuilds. The others are removed.
    """
    folder = built.with_name(built.name.removesuffix(_UNFINISHED))
    sync_folder(built)
    built.rename(folder)
    sync_folder(root)
    live, before = LivePair(folder.name, ranker), _earlier(root)
    others = [pair for pair in before if models_of(root, pair) != models_of(root, live)]
    kept = {pair.generation for pair in (*before[:1], *others[:1])}
    pairs = (live, *(pair for pair in before if pair.generation in kept))[:_MOST_PAIRS]
    write_pairs(root, pairs)
    named = {pair.generation for pair in pairs}
    for number in _numbers(root):
        if f"{number:06d}" not in named:
            shutil.rmtree(root / f"{number:06d}", ignore_errors=True)
    return folder


def adopt(root: Path, built: Path, ranker: str) -> Path:
    """Put a generation that was built in another folder in use, with a ranker; return its folder.

    Until the very last step the index answers as before.

    Raises:
        IndexBusyError: another process is writing the index.
    """
    with write_lock(root):
        place = _next_folder(root)
        built.rename(place)
        return switch_to(root, place, ranker)


def switch_ranker(root: Path, ranker: str) -> LivePair:
    """Put another ranker in use over the generation there is; return the pair now in use.

    Raises:
        IndexMissingError: nothing was built yet.
        IndexBusyError: another process is writing the index.
    """
    with write_lock(root):
        now = current_pair(root)
        pairs = (LivePair(now.generation, ranker), *live_pairs(root))
        write_pairs(root, pairs[:_MOST_PAIRS])
        return pairs[0]


def roll_back(root: Path, *, to_another: bool = False) -> LivePair:
    """Put an earlier pair in use again; return it.

    It is the one before, or with `to_another` the newest that has another encoder or ranker.

    Raises:
        IndexMissingError: there is none.
        IndexDamagedError: its generation cannot be read.
    """
    with write_lock(root):
        earlier = earlier_pairs(root, to_another=to_another)
        read_manifest(root / earlier[0].generation)  # a damaged one is not put in use
        write_pairs(root, earlier)
        return earlier[0]


def earlier_pairs(root: Path, *, to_another: bool) -> tuple[LivePair, ...]:
    """Return the pair that a rollback would put in use, and those before it.

    Raises:
        IndexMissingError: there is none.
    """
    current_pair(root)
    pairs = live_pairs(root)
    for place, pair in enumerate(pairs[1:], start=1):
        if not to_another or models_of(root, pair) != models_of(root, pairs[0]):
            return pairs[place:]
    raise IndexMissingError(path=root)


def models_of(root: Path, pair: LivePair) -> Models:
    """Return the encoder and the ranker of a pair; no encoder where its generation is damaged."""
    try:
        return Models(read_manifest(root / pair.generation).encoder_release, pair.ranker)
    except DuijieError:
        return Models("", pair.ranker)


def _earlier(root: Path) -> tuple[LivePair, ...]:
    """Return the pairs there are; none when the file that names them is damaged."""
    try:
        return live_pairs(root)
    except IndexDamagedError:
        return ()


def _next_folder(root: Path) -> Path:
    private_folder(root)
    for left_over in root.glob(f"*{_UNFINISHED}"):
        shutil.rmtree(left_over)
    return root / f"{max([0, *_numbers(root)]) + 1:06d}{_UNFINISHED}"


def _numbers(root: Path) -> list[int]:
    return [int(place.name) for place in root.iterdir() if place.is_dir() and place.name.isdigit()]
