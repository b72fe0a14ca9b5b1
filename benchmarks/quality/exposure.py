"""What spreading exposure does: generated needs × generated achievements, with and without a cap.

`python -m benchmarks.quality.exposure`. Figures per cap: how many holders would be above it, how
many are full, what the busiest holder has, and how much chance a place loses on average.
"""

from __future__ import annotations

import tempfile
import time
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.measuring import write_result
from duijie.index import BuildPlan, build_index, open_index
from duijie.ingest.generate import synthetic_documents, synthetic_needs
from duijie.kernel.matching import MatchRequest
from duijie.match import BatchOptions, Engine, match_batch_spread

COMMAND = "python -m benchmarks.quality.exposure"
ACHIEVEMENTS, NEEDS, LIMIT = 20_000, 1_000, 10
CAPS = (1_000_000, 20, 10, 5)


def main() -> None:
    """Measure, print, write."""
    with tempfile.TemporaryDirectory() as folder:
        documents = list(synthetic_documents(ACHIEVEMENTS))
        build_index(Path(folder), documents, None, BuildPlan(revision=1, total=ACHIEVEMENTS))
        index = open_index(Path(folder))
        engine = Engine(index, clock=lambda: datetime(2026, 1, 1, tzinfo=UTC))
        requests = [
            MatchRequest("", source=need)
            for need in synthetic_needs(NEEDS)
            if need.visibility != "private"
        ]
        rows = {}
        for cap in CAPS:
            started = time.perf_counter()
            lists, effect = match_batch_spread(
                engine, requests, cap=cap, options=BatchOptions(limit=LIMIT, pool=40)
            )
            rows["no cap" if cap > NEEDS * LIMIT else str(cap)] = {
                **asdict(effect),
                "places": sum(len(answer.matches) for answer in lists),
                "seconds": round(time.perf_counter() - started, 1),
            }
            print(cap, rows[next(reversed(rows))], flush=True)
        index.close()
    sizes = {"achievements": ACHIEVEMENTS, "needs": len(requests), "limit": LIMIT}
    write_result("exposure", {"command": COMMAND, **sizes, "by_cap": rows})


if __name__ == "__main__":
    main()
