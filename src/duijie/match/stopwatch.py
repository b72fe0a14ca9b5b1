"""How long each stage took, and a log line of it."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from duijie.match.options import Stage

log = logging.getLogger("duijie.match")


class Stopwatch:
    """Measures stages (计时) in milliseconds; a stage entered twice adds up."""

    def __init__(self, tick: Callable[[], float] = time.perf_counter) -> None:
        self._tick = tick
        self.timings_ms: dict[str, float] = {}

    @contextmanager
    def measure(self, stage: Stage) -> Iterator[None]:
        """Measure what happens inside, and log it."""
        started = self._tick()
        yield
        spent = (self._tick() - started) * 1000.0
        self.timings_ms[stage.value] = self.timings_ms.get(stage.value, 0.0) + spent
        log.debug("stage done", extra={"stage": stage.value, "spent_ms": spent})
