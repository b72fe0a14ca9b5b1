"""Generations (代): a full rebuild goes beside the current one and is switched in at once."""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from duijie.kernel.durable import sync_folder, write_durably
from duijie.kernel.errors import IndexBusyError, IndexMissingError

CURRENT_FILE = "CURRENT"
LOCK_FILE = "write.lock"
_UNFINISHED = ".building"
_PAUSE_SECONDS = 0.02
_held: set[int] = set()  # descriptors of the locks this process holds


def current_generation(root: Path) -> Path:
    """Return the folder of the generation in use.

    Raises:
        IndexMissingError: nothing was built yet.
    """
    try:
        name = (root / CURRENT_FILE).read_text("ascii").strip()
    except OSError:
        raise IndexMissingError(path=root) from None
    return root / name


@contextmanager
def write_lock(root: Path, *, wait_seconds: float = 10.0) -> Iterator[None]:
    """Hold the right to write the index; the system takes it back when the process dies.

    Raises:
        IndexBusyError: another writer holds it for longer than `wait_seconds`.
    """
    root.mkdir(parents=True, exist_ok=True)
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
    root.mkdir(parents=True, exist_ok=True)
    for left_over in root.glob(f"*{_UNFINISHED}"):
        shutil.rmtree(left_over)
    folder = root / f"{max([0, *_numbers(root)]) + 1:06d}{_UNFINISHED}"
    folder.mkdir()
    return folder


def switch_to(root: Path, built: Path) -> Path:
    """Put a built generation in use, keep the one before for rollback, remove older ones."""
    folder = built.with_name(built.name.removesuffix(_UNFINISHED))
    sync_folder(built)
    built.rename(folder)
    sync_folder(root)
    before = (root / CURRENT_FILE).read_text("ascii").strip() if _in_use(root) else ""
    write_durably(root / CURRENT_FILE, folder.name.encode())
    for number in _numbers(root):
        if f"{number:06d}" not in (folder.name, before):
            shutil.rmtree(root / f"{number:06d}", ignore_errors=True)
    return folder


def roll_back(root: Path) -> Path:
    """Put the generation before the current one in use again; return its folder.

    Raises:
        IndexMissingError: there is none.
    """
    with write_lock(root):
        now = current_generation(root).name
        earlier = [number for number in _numbers(root) if f"{number:06d}" < now]
        if not earlier:
            raise IndexMissingError(path=root)
        name = f"{max(earlier):06d}"
        write_durably(root / CURRENT_FILE, name.encode())
        return root / name


def _in_use(root: Path) -> bool:
    return (root / CURRENT_FILE).exists()


def _numbers(root: Path) -> list[int]:
    return [int(place.name) for place in root.iterdir() if place.is_dir() and place.name.isdigit()]
