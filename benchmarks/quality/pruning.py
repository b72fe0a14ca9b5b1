"""What pruning the terms of a long need costs: recall against searching every term.

`python -m benchmarks.quality.pruning --data <folder>`. The real needs are put to the library of
papers and patents with every term, then with fewer; what counts is how many of the first ten and
first hundred of the full search are still found, and how long the text search takes.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.measuring import write_result
from benchmarks.quality.collections import load_library, load_needs
from benchmarks.quality.libraries import KIND, library_of, to_document
from benchmarks.quality.systems import engine_of
from duijie.kernel.filters import Filter
from duijie.kernel.matching import MatchRequest
from duijie.match import Engine
from duijie.match.understand import Query

COMMAND = "python -m benchmarks.quality.pruning --data <folder>"
LIMITS = (16, 24, 32, 48, 64, 96)
EVERY = 100_000
WHERE = Filter(kinds=(KIND,))


def main() -> None:
    """Measure, print, write."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", required=True)
    asked.add_argument("--work", type=Path, default=None)
    options = asked.parse_args()
    documents = [to_document(item) for item in load_library(options.data)]
    engine = engine_of(library_of("library", documents, options.work))
    needs = [MatchRequest(need.text, need.title) for need in load_needs(options.data)]
    whole, spent = _found(engine, needs, EVERY)
    counts = sorted(len(q.terms.terms) for q in _queries(engine, needs, EVERY))
    rows: dict[str, dict[str, float]] = {"every": {"ms": spent}}
    for limit in LIMITS:
        pruned, spent = _found(engine, needs, limit)
        rows[str(limit)] = {
            "recall@10": _recall(pruned, whole, 10),
            "recall@100": _recall(pruned, whole, 100),
            "ms": spent,
        }
    for limit, row in rows.items():
        print(limit, row)
    told = {"needs": len(needs), "median_terms": counts[len(counts) // 2], "by_terms_kept": rows}
    write_result("pruning", {"command": COMMAND, **told})


def _queries(engine: Engine, needs: Sequence[MatchRequest], limit: int) -> list[Query]:
    options = replace(engine.options, max_terms=limit)
    return replace(engine.pipeline, options=options).prepare(needs)


def _found(
    engine: Engine, needs: Sequence[MatchRequest], limit: int
) -> tuple[list[list[str]], float]:
    """Return what the text search finds for each need, and its median time in milliseconds."""
    found, spent = [], []
    for query in _queries(engine, needs, limit):
        started = time.thread_time()
        (hits,) = engine.index.search_text([query.terms], where=WHERE, limit=200)
        spent.append((time.thread_time() - started) * 1000)
        found.append([hit.record_id for hit in hits])
    return found, round(statistics.median(spent), 2)


def _recall(pruned: Sequence[list[str]], whole: Sequence[list[str]], depth: int) -> float:
    """Return the mean share of the full search's first `depth` that the pruned 200 hold."""
    shares = [
        len(set(full[:depth]) & set(some)) / len(full[:depth])
        for some, full in zip(pruned, whole, strict=True)
        if full
    ]
    return round(statistics.fmean(shares), 4)


if __name__ == "__main__":
    main()
