"""The engine of a web process: opened once, refreshed when the index changes."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, Thread
from time import monotonic
from typing import TYPE_CHECKING

from duijie.app.wiring import open_engine
from duijie.kernel.errors import DuijieError
from duijie.kernel.home import Home
from duijie.kernel.matching import MatchRequest

if TYPE_CHECKING:
    from duijie.match import Engine

# Looking whether the index changed costs a few file reads: once a second is enough.
REFRESH_S = 1.0
_WARMING = "防爆锂离子电池，循环寿命不低于2000次"

log = logging.getLogger("duijie.match")


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


def warm_engine(home: Home) -> None:
    """Open the engine in the background and match once, so that the first reader need not wait.

    Opening index, encoder and dictionaries takes one to four seconds, a match some milliseconds.
    """

    def match_once() -> None:
        from duijie.app.feedback_files import shadow_of

        request = MatchRequest(_WARMING)
        try:
            with ROOM.engine(home) as engine:
                engine.match(request)
                shadow_of(home, engine, request)  # also loads what compares rankers: two seconds
        except DuijieError as error:  # no index yet: who matches is told so
            log.info("engine not warmed", extra={"why": error.code})

    Thread(target=match_once, name="warm-engine", daemon=True).start()
