"""bm25s over the exchanged texts: exact BM25, and the reference of lexical recall.

Runs in the peers' own environment; `build` uses all cores, `search` is pinned to one:
    python benchmarks/peers/bm25s_peer.py build|search FOLDER OUT.json
"""

from __future__ import annotations

import json
import sys
import time
from array import array
from pathlib import Path

import bm25s
import numpy as np

LIMIT, DEPTH, WARM_UP = 100, 200, 15


def build(folder: Path) -> dict[str, object]:
    """Index the texts and save; return how long it took."""
    started = time.perf_counter()
    vocabulary: dict[str, int] = {}
    with (folder / "tokens.txt").open(encoding="utf-8") as file:
        documents = [
            array("i", [vocabulary.setdefault(t, len(vocabulary)) for t in line.split()])
            for line in file
        ]
    # k1 and b as in tantivy and LanceDB.
    engine = bm25s.BM25(k1=1.2, b=0.75, method="lucene", backend="numba")
    engine.index((documents, vocabulary), show_progress=False)
    engine.save(str(folder / "bm25s"))
    size = sum(f.stat().st_size for f in (folder / "bm25s").iterdir())
    return {"build_seconds": round(time.perf_counter() - started, 1), "bytes_on_disk": size}


def search(folder: Path) -> dict[str, object]:
    """Time the queries, one at a time; write the exact rows and scores."""
    engine = bm25s.BM25.load(str(folder / "bm25s"), mmap=True, backend="numba")
    engine.activate_numba_scorer()
    queries = json.loads((folder / "queries.json").read_text("utf-8"))

    def ask(terms: list[str], limit: int) -> tuple[np.ndarray, np.ndarray]:
        if not terms:
            return np.zeros(limit, np.int32), np.zeros(limit, np.float32)
        found = engine.retrieve(
            [terms], k=limit, show_progress=False, n_threads=1, backend_selection="numba"
        )
        return found.documents[0], found.scores[0]

    figures: dict[str, object] = {}
    for kind in ("title", "full_text"):
        of_kind = [query for query in queries if query["kind"] == kind]
        for name, terms in (("lexical", "terms"), ("lexical_pruned", "pruned")):
            for query in of_kind[:WARM_UP]:
                ask(query[terms], LIMIT)
            times = []
            for query in of_kind:
                start = time.perf_counter()
                ask(query[terms], LIMIT)
                times.append(time.perf_counter() - start)
            figures[f"{kind}.{name}"] = _spread(times)
    for terms in ("terms", "pruned"):
        rows, scores = zip(*(ask(query[terms], DEPTH) for query in queries), strict=True)
        np.savez(folder / f"exact_{terms}.npz", rows=np.array(rows), scores=np.array(scores))
    return figures


def _spread(seconds: list[float]) -> dict[str, float]:
    ms = sorted(1000 * s for s in seconds)
    return {
        "p50_ms": round(float(np.median(ms)), 2),
        "p95_ms": round(ms[min(len(ms) - 1, int(0.95 * len(ms)))], 2),
        "mean_ms": round(float(np.mean(ms)), 2),
        "queries": len(ms),
    }


if __name__ == "__main__":
    does, where, out = sys.argv[1:4]
    figures = {"build": build, "search": search}[does](Path(where))
    Path(out).write_text(json.dumps(figures), "utf-8")
