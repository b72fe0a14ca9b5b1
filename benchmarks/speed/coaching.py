"""What the coach's choice by trial costs and brings: one, three or eight questions tried.

python -m benchmarks.speed.coaching HOME [--needs 200]
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measuring import spread, write_result
from duijie.kernel.clock import system_clock
from duijie.kernel.home import Home
from duijie.kernel.matching import MatchRequest
from duijie.match import Engine
from duijie.match.coach import CoachOptions, advise

if TYPE_CHECKING:
    from collections.abc import Sequence

TRIED = (1, 3, 8)


def titles(home: Home, count: int) -> list[str]:
    """Return the titles of stored needs: as short as what somebody begins with."""
    from duijie.app.wiring import open_source

    source = open_source(home, ["need"])
    return sorted(document.title for document in source.documents())[:count]


def measured(engine: Engine, needs: Sequence[str], tried: int) -> dict[str, object]:
    """Return processor time, how often something is asked, and how much its answers change."""
    options = CoachOptions(tried=tried)
    spent: list[float] = []
    changes: list[float] = []
    for need in needs:
        started = time.process_time()
        advice = advise(engine, MatchRequest(need), options=options)
        spent.append(time.process_time() - started)
        if advice.question is not None:
            changes.append(advice.question.change)
    return {
        "tried": tried,
        "processor_ms": spread(spent),
        "needs_asked": len(changes),
        "mean_change_of_first_ten": round(statistics.fmean(changes), 4) if changes else None,
    }


def main() -> None:
    """Measure and write the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("home", type=Path)
    parser.add_argument("--needs", type=int, default=200)
    asked = parser.parse_args()
    home = Home(asked.home)
    needs = titles(home, asked.needs)
    engine = Engine.open(home, clock=system_clock)
    try:
        for need in needs[:10]:  # what is loaded at first use is not the coach's time
            advise(engine, MatchRequest(need))
        figures = {
            "documents": engine.index.stats().documents,
            "needs": len(needs),
            "each": [measured(engine, needs, tried) for tried in TRIED],
        }
    finally:
        engine.close()
    write_result("coach", figures)


if __name__ == "__main__":
    main()
