"""The life of a worker: its name, its sign of life, and whether another one is still alive."""

import fcntl
import logging
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO
from uuid import UUID, uuid4

from django.db import DatabaseError, connection

from duijie.app.jobs.models import Job, ScheduleLease
from duijie.kernel.home import Home
from duijie.kernel.ports import Clock

log = logging.getLogger("duijie.jobs")

PULSE_S = 2.0
# A worker on another machine that said nothing for so long is taken for dead. One on this machine
# is known to be dead at once: nobody holds its lock any more.
SILENCE = timedelta(seconds=60)


@dataclass(slots=True)
class Life:
    """A worker that is alive (工作进程): it holds the lock of its name as long as it runs."""

    name: str = field(default_factory=lambda: uuid4().hex)
    stopping: threading.Event = field(default_factory=threading.Event)
    job: UUID | None = None  # the key of the job that it is running now
    _lock: IO[str] | None = None

    def begin(self) -> "Life":
        """Take the lock, and let this be the worker of this process."""
        file = lock_file(self.name)
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = file.open("w")
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        _NOW.append(self)
        return self

    def end(self) -> None:
        """Give the lock back."""
        if self in _NOW:
            _NOW.remove(self)
        lock_file(self.name).unlink(missing_ok=True)
        if self._lock is not None:
            self._lock.close()

    def say(self, now: datetime) -> None:
        """Say that the worker lives, for its job and for the schedule if it keeps it."""
        if self.job is not None:
            Job.objects.filter(pk=self.job, worker=self.name, state=Job.State.RUNNING).update(
                seen_at=now
            )
        ScheduleLease.objects.filter(worker=self.name, seen_at__lt=now - SILENCE / 4).update(
            seen_at=now
        )


_NOW: list[Life] = []


def life_now() -> Life:
    """Return the worker that this process is; a new one where it is none (a test, a command)."""
    return _NOW[-1] if _NOW else Life()


def lock_file(worker: str) -> Path:
    """Return the file that a worker holds the lock of."""
    return Home.from_environment().path / "workers" / f"{worker}.lock"


def is_dead(worker: str, seen_at: datetime | None, now: datetime) -> bool:
    """Tell whether a worker has ended without a word."""
    return _is_free(lock_file(worker)) or seen_at is None or now - seen_at > SILENCE


def _is_free(file: Path) -> bool:
    """Tell whether the lock is there and nobody holds it any more; then it is removed."""
    try:
        with file.open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            file.unlink(missing_ok=True)
            return True
    except OSError:  # not there: on another machine; or held: alive
        return False


def forget_dead_locks() -> None:
    """Remove the locks that nobody holds any more."""
    for file in (Home.from_environment().path / "workers").glob("*.lock"):
        _is_free(file)


class Pulse(threading.Thread):
    """Says every two seconds that a worker lives (心跳), on a connection of its own."""

    def __init__(self, life: Life, clock: Clock) -> None:
        super().__init__(name="pulse", daemon=True)
        self._life, self._clock = life, clock
        self._over = threading.Event()

    def run(self) -> None:
        """Say so until told to stop."""
        while not self._over.wait(PULSE_S):
            quietly(lambda: self._life.say(self._clock()))
        connection.close()

    def stop(self) -> None:
        """Stop; at most one more sign is given."""
        self._over.set()
        self.join(PULSE_S)


def quietly(done: Callable[[], object]) -> None:
    """Do something that the next round does again when the database is busy or away."""
    try:
        done()
    except DatabaseError:
        log.warning("the database did not answer", exc_info=True, extra={"pid": os.getpid()})
        with suppress(DatabaseError):
            connection.close()
