"""Ways to fuse the two retrievers, measured: reciprocal ranks, and sums of scores.

`python -m benchmarks.quality.fusion --data <folder>`. Both lists come from the product's index,
with the terms that the product searches. Weights are chosen on the sets that may ship (STARD, CSL,
Cranfield); bdci359 is only looked at.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.measuring import write_result
from benchmarks.quality.collections import NAMES, Collection, load
from benchmarks.quality.libraries import KIND, Library, documents_of, library_of, record_id
from benchmarks.quality.metrics import Scores, figures, paired
from benchmarks.quality.systems import engine_of
from duijie.kernel.filters import Filter
from duijie.kernel.matching import Candidate, MatchRequest
from duijie.match.retrieve import retrieve

COMMAND = "python -m benchmarks.quality.fusion --data <folder>"
QUERIES = 600
Fused = Callable[[Sequence[Candidate]], list[str]]


def reciprocal(weight: float) -> Fused:
    """Return a fusion by reciprocal ranks (k = 60), the dense list weighted."""

    def fuse(candidates: Sequence[Candidate]) -> list[str]:
        earned = {c.record_id: 0.0 for c in candidates}
        for name, worth in (("lexical", 1.0), ("dense", weight)):
            ordered = sorted(
                (c for c in candidates if name in c.scores),
                key=lambda c: (-c.scores[name], c.record_id),
            )
            for place, candidate in enumerate(ordered, start=1):
                earned[candidate.record_id] += worth / (60 + place)
        return sorted(earned, key=lambda i: (-earned[i], i))

    return fuse


def summed(weight: float) -> Fused:
    """Return a fusion by the share of the best BM25 plus the weighted cosine."""

    def fuse(candidates: Sequence[Candidate]) -> list[str]:
        best = max((c.scores.get("lexical", 0.0) for c in candidates), default=0.0) or 1.0
        earned = {
            c.record_id: c.scores.get("lexical", 0.0) / best
            + weight * max(0.0, c.scores.get("dense", 0.0))
            for c in candidates
        }
        return sorted(earned, key=lambda i: (-earned[i], i))

    return fuse


WAYS: dict[str, Fused] = {
    "lexical": summed(0.0),
    **{f"reciprocal dense {w:g}": reciprocal(w) for w in (0.25, 0.5, 1.0)},
    **{f"sum dense {w:g}": summed(w) for w in (0.1, 0.2, 0.3, 0.5, 0.7, 1.0)},
}


def main() -> None:
    """Measure, print, write."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", required=True)
    asked.add_argument("--work", type=Path, default=None)
    options = asked.parse_args()
    told: dict[str, Any] = {}
    for name in NAMES:
        collection = _sampled(load(name, options.data))
        shared = "csl" if name.startswith("csl") else name
        whole = load(name, options.data)
        library = library_of(shared, documents_of(whole), options.work)
        told[name] = _measured(collection, candidates_of(library, collection))
        print(name, {way: row["ndcg@10"] for way, row in told[name].items()}, flush=True)
    write_result("fusion", {"command": COMMAND, "queries_at_most": QUERIES, "sets": told})


def candidates_of(library: Library, collection: Collection) -> list[list[Candidate]]:
    """Return what the product's retrievers find for each query."""
    pipeline = engine_of(library).pipeline
    found: list[list[Candidate]] = []
    for query in collection.queries:
        where = Filter(kinds=(KIND,))
        if collection.judged_only:
            where = replace(
                where, record_ids=tuple(record_id(i) for i in collection.qrels[query.id])
            )
        queries = pipeline.prepare([MatchRequest(query.text, query.title)])
        vectors = pipeline.vectors(queries)
        options = pipeline.options
        found += retrieve(queries, vectors, library.index, where=where, options=options)
    return found


def _measured(
    collection: Collection, found: Sequence[Sequence[Candidate]]
) -> Mapping[str, dict[str, float]]:
    scores = {way: _scores(collection, found, fuse) for way, fuse in WAYS.items()}
    rows = {}
    for way, values in scores.items():
        test = paired(values, scores["lexical"])
        rows[way] = {
            "ndcg@10": round(float(values.mean()), 4),
            "against_lexical": round(test.difference, 4),
            "p": round(test.p, 4),
        }
    return rows


def _scores(collection: Collection, found: Sequence[Sequence[Candidate]], fuse: Fused) -> Scores:
    rankings = []
    for query, candidates in zip(collection.queries, found, strict=True):
        ranking = [record.removeprefix(f"{KIND}:") for record in fuse(candidates)]
        if collection.judged_only:
            ranking += sorted(set(collection.qrels[query.id]) - set(ranking))
        rankings.append(ranking)
    judged = [collection.qrels[query.id] for query in collection.queries]
    return figures(rankings, judged, collection.relevant_from)[:, 0]


def _sampled(collection: Collection) -> Collection:
    queries = list(collection.queries)
    if len(queries) > QUERIES:
        queries = random.Random(3).sample(queries, QUERIES)
    return replace(collection, queries=tuple(queries))


if __name__ == "__main__":
    main()
