"""The engine of a web process: opened once, refreshed when the index changes."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from duijie.app.wiring import open_engine
from duijie.kernel.home import Home

if TYPE_CHECKING:
    from duijie.match import Engine

# Looking whether the index changed costs a few file reads: once a second is enough.
REFRESH_S = 1.0


class EngineRoom:
    """Holds the one engine of a process (引擎间).

    Only one thread at a time works with it: a match takes some twenty milliseconds, and a refresh
    puts another index under the engine.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._engine: Engine | None = None
        self._home: Home | None = None
        self._looked = 0.0

    @contextmanager
    def engine(self, home: Home) -> Iterator["Engine"]:
        """Give the engine of an installation for the time of one piece of work.

        Raises:
            IndexMissingError: there is no index yet.
        """
        with self._lock:
            if self._engine is None or self._home != home:
                self.close()
                self._engine, self._home = open_engine(home), home
                self._looked = monotonic()
            elif monotonic() - self._looked > REFRESH_S:
                self._engine.refresh()
                self._looked = monotonic()
            yield self._engine

    def close(self) -> None:
        """Release the engine, if one is open."""
        if self._engine is not None:
            self._engine.close()
        self._engine = None


ROOM = EngineRoom()
