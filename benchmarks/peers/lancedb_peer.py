"""LanceDB over the exchanged texts and vectors: its own full-text and vector index, hybrid search.

Runs in the peers' own environment; `build` uses all cores, `search` is pinned to one:
    python benchmarks/peers/lancedb_peer.py build|search FOLDER OUT.json

Tuned in its favour: text is pre-tokenised with the same terms (whitespace tokenizer, no stemming
or stop words of its own, no positions), the vector index is IVF_RQ on cosine as its manual advises
for this size, and before the timed run probes and refinement are tried on 40 queries: the fastest
setting whose dense recall@100 is at least 0.98 is taken, else the one with the highest.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import lancedb
import numpy as np
import pyarrow as pa
from lancedb.index import FTS, IvfRq
from lancedb.query import MatchQuery
from lancedb.rerankers import RRFReranker

LIMIT, WARM_UP, TRIED = 100, 15, 40
ENOUGH = 0.98
SETTINGS = [(probes, refine) for refine in (2, 4, 8) for probes in (8, 16, 32, 64, 128)]


def batches(folder: Path, dimensions: int) -> Iterator[pa.RecordBatch]:
    """Yield the texts and vectors, some thousand rows at a time."""
    vectors = np.load(folder / "vectors.npy", mmap_mode="r")
    start = 0
    with (folder / "tokens.txt").open(encoding="utf-8") as file:
        while lines := [line.rstrip("\n") for line in islice(file, 10_000)]:
            block = np.ascontiguousarray(vectors[start : start + len(lines)])
            flat = pa.array(block.reshape(-1))
            yield pa.record_batch(
                {
                    "row": pa.array(range(start, start + len(lines)), pa.int32()),
                    "text": pa.array(lines),
                    "vector": pa.FixedSizeListArray.from_arrays(flat, dimensions),
                }
            )
            start += len(lines)


def build(folder: Path) -> dict[str, object]:
    """Fill a table and build both indexes; return how long each took."""
    dimensions = np.load(folder / "vectors.npy", mmap_mode="r").shape[1]
    schema = pa.schema(
        {"row": pa.int32(), "text": pa.utf8(), "vector": pa.list_(pa.float32(), dimensions)}
    )
    database = lancedb.connect(folder / "lancedb")
    started = time.perf_counter()
    table = database.create_table(
        "documents",
        pa.RecordBatchReader.from_batches(schema, batches(folder, dimensions)),
        mode="overwrite",
    )
    filled = time.perf_counter()
    plain = FTS(
        base_tokenizer="whitespace",
        stem=False,
        remove_stop_words=False,
        lower_case=False,
        ascii_folding=False,
        with_position=False,
        max_token_length=None,
    )
    hour = timedelta(hours=1)
    table.create_index("text", config=plain, wait_timeout=hour)
    indexed_text = time.perf_counter()
    table.create_index("vector", config=IvfRq(distance_type="cosine"), wait_timeout=hour)
    done = time.perf_counter()
    size = sum(f.stat().st_size for f in (folder / "lancedb").rglob("*") if f.is_file())
    return {
        "fill_seconds": round(filled - started, 1),
        "text_seconds": round(indexed_text - filled, 1),
        "vector_seconds": round(done - indexed_text, 1),
        "bytes_on_disk": size,
        "version": lancedb.__version__,
    }


def search(folder: Path) -> dict[str, object]:
    """Time the queries, one at a time; write which rows were found."""
    table = lancedb.connect(folder / "lancedb").open_table("documents")
    queries = json.loads((folder / "queries.json").read_text("utf-8"))
    vectors = np.load(folder / "query_vectors.npy")
    exact = np.load(folder / "exact_dense.npy")[:, :LIMIT]
    reranker = RRFReranker()

    def rows(query: Any, score: str) -> list[int]:
        query = query.limit(LIMIT).select(["row", score])
        found: list[int] = query.to_arrow()["row"].to_pylist()
        return found[:LIMIT]

    def lexical(place: int, terms: str) -> list[int]:
        match = MatchQuery(" ".join(queries[place][terms]), "text")
        return rows(table.search(match, query_type="fts"), "_score")

    def dense(place: int, probes: int, refine: int) -> list[int]:
        query = table.search(vectors[place], vector_column_name="vector").distance_type("cosine")
        return rows(query.nprobes(probes).refine_factor(refine), "_distance")

    def hybrid(place: int, terms: str, probes: int, refine: int) -> list[int]:
        query = table.search(query_type="hybrid", vector_column_name="vector")
        match = MatchQuery(" ".join(queries[place][terms]), "text")
        query = query.vector(vectors[place]).text(match).distance_type("cosine")
        query = query.nprobes(probes).refine_factor(refine).rerank(reranker)
        found: list[int] = query.limit(LIMIT).select(["row"]).to_arrow()["row"].to_pylist()
        return found[:LIMIT]

    tried = _tried(dense, exact, len(queries))
    probes, refine = _chosen(tried)
    figures: dict[str, object] = {"probes": probes, "refine_factor": refine, "tried": tried}
    ways: dict[str, Callable[[int], list[int]]] = {
        "lexical": lambda place: lexical(place, "terms"),
        "lexical_pruned": lambda place: lexical(place, "pruned"),
        "dense": lambda place: dense(place, probes, refine),
        "hybrid": lambda place: hybrid(place, "terms", probes, refine),
        "hybrid_pruned": lambda place: hybrid(place, "pruned", probes, refine),
    }
    found = {}
    for kind in ("title", "full_text"):
        places = [place for place, query in enumerate(queries) if query["kind"] == kind]
        for name, way in ways.items():
            for place in places[:WARM_UP]:
                way(place)
            times, answers = [], []
            for place in places:
                start = time.perf_counter()
                answers.append(way(place))
                times.append(time.perf_counter() - start)
            figures[f"{kind}.{name}"] = _spread(times)
            found[f"{kind}.{name}"] = answers
    (folder / "found_lancedb.json").write_text(json.dumps(found), "utf-8")
    return figures


def _tried(
    dense: Callable[[int, int, int], list[int]], exact: np.ndarray, queries: int
) -> list[dict[str, float]]:
    places = np.linspace(0, queries - 1, min(TRIED, queries)).astype(int).tolist()
    tried = []
    for probes, refine in SETTINGS:
        for place in places[:5]:
            dense(place, probes, refine)
        start = time.perf_counter()
        found = [dense(place, probes, refine) for place in places]
        spent = (time.perf_counter() - start) / len(places)
        recall = np.mean(
            [
                len(set(a) & set(exact[p].tolist())) / LIMIT
                for p, a in zip(places, found, strict=True)
            ]
        )
        tried.append(
            {
                "probes": probes,
                "refine_factor": refine,
                "recall": round(float(recall), 4),
                "mean_ms": round(1000 * spent, 2),
            }
        )
    return tried


def _chosen(tried: list[dict[str, float]]) -> tuple[int, int]:
    enough = [setting for setting in tried if setting["recall"] >= ENOUGH]
    best = (
        min(enough, key=lambda setting: setting["mean_ms"])
        if enough
        else max(tried, key=lambda setting: setting["recall"])
    )
    return int(best["probes"]), int(best["refine_factor"])


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
