"""Our retrieval alone on one core, on the queries that the peers get: times and what was found.

python -m benchmarks.speed.retrieval HOME FOLDER OUT.json
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.measuring import anonymous_mib, spread
from benchmarks.speed.recall import write_found
from duijie.app.wiring import open_engine
from duijie.kernel.filters import Filter
from duijie.kernel.home import Home
from duijie.kernel.matching import Candidate, Hit, TextQuery
from duijie.match.fuse import fuse

# As LanceDB does: as many from each retriever as are asked for.
CANDIDATES, LIMIT, WARM_UP = 100, 100, 15


class Asked:
    """The exchanged queries, put to our index in each way (检索方式)."""

    def __init__(self, home: Home, folder: Path) -> None:
        self.index = open_engine(home).index
        self.queries = json.loads((folder / "queries.json").read_text("utf-8"))
        self.vectors = np.load(folder / "query_vectors.npy")

    def ways(self) -> dict[str, Callable[[int], list[str]]]:
        """Return what is timed, by name: the ids found for the query at a place."""
        return {
            "lexical": lambda place: _ids(self.lexical(place, "terms", LIMIT)),
            "lexical_pruned": lambda place: _ids(self.lexical(place, "pruned", LIMIT)),
            "dense": lambda place: _ids(self.dense(place, LIMIT)),
            "hybrid": lambda place: self.hybrid(place, "terms"),
            "hybrid_pruned": lambda place: self.hybrid(place, "pruned"),
        }

    def lexical(self, place: int, terms: str, limit: int) -> list[Hit]:
        """Return the best by BM25."""
        query = TextQuery(tuple((term, 1.0) for term in self.queries[place][terms]))
        return self.index.search_text([query], where=Filter(), limit=limit)[0]

    def dense(self, place: int, limit: int) -> list[Hit]:
        """Return the nearest by cosine."""
        vector = self.vectors[place : place + 1]
        return self.index.search_vectors(vector, where=Filter(), limit=limit)[0]

    def hybrid(self, place: int, terms: str) -> list[str]:
        """Return the ids of both, fused."""
        scores: dict[str, dict[str, float]] = {}
        for hit in self.lexical(place, terms, CANDIDATES):
            scores.setdefault(hit.record_id, {})["lexical"] = hit.score
        for hit in self.dense(place, CANDIDATES):
            scores.setdefault(hit.record_id, {})["dense"] = hit.score
        fused = fuse([Candidate(record_id, found) for record_id, found in scores.items()])
        return [candidate.record_id for candidate in fused[:LIMIT]]


def main() -> None:
    """Measure and write the figures and what was found."""
    parser = argparse.ArgumentParser()
    parser.add_argument("home", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    asked = parser.parse_args()
    put = Asked(Home(asked.home), asked.folder)
    figures: dict[str, object] = {}
    found: dict[str, list[list[str]]] = {}
    for kind in ("title", "full_text"):
        places = [place for place, query in enumerate(put.queries) if query["kind"] == kind]
        for name, way in put.ways().items():
            figures[f"{kind}.{name}"], found[f"{kind}.{name}"] = _timed(way, places)
    figures["anonymous_mib"] = round(anonymous_mib(), 1)
    ids = (asked.folder / "ids.txt").read_text("utf-8").splitlines()
    row_of = {record_id: row for row, record_id in enumerate(ids)}
    rows = {
        name: [[row_of.get(record_id, -1) for record_id in answer] for answer in answers]
        for name, answers in found.items()
    }
    write_found(asked.folder / "found_duijie.json", rows)
    asked.out.write_text(json.dumps(figures), "utf-8")


def _timed(
    way: Callable[[int], list[str]], places: list[int]
) -> tuple[dict[str, float], list[list[str]]]:
    for place in places[:WARM_UP]:
        way(place)
    times, answers = [], []
    for place in places:
        start = time.perf_counter()
        answers.append(way(place))
        times.append(time.perf_counter() - start)
    return spread(times), answers


def _ids(hits: list[Hit]) -> list[str]:
    return [hit.record_id for hit in hits]


if __name__ == "__main__":
    main()
