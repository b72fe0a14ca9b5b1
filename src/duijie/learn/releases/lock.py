"""One command at a time changes what is live; the system lets go when it dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from duijie.kernel.durable import private_folder
from duijie.kernel.errors import ReleasesBusyError

LOCK_FILE = "write.lock"
_held: set[int] = set()  # descriptors of the locks this process holds


@contextmanager
def changing(releases: Path) -> Iterator[None]:
    """Hold the right to change what is live.

    Raises:
        ReleasesBusyError: another process holds it.
    """
    private_folder(releases)
    with (releases / LOCK_FILE).open("ab") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ReleasesBusyError(path=releases) from None
        _held.add(stream.fileno())
        try:
            yield
        finally:
            _held.discard(stream.fileno())


def _let_go() -> None:
    while _held:
        os.close(_held.pop())


# A worker that outlives a killed parent would otherwise keep the lock.
os.register_at_fork(after_in_child=_let_go)
