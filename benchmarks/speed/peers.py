"""Runs the peers in their own environment and compares: recall against exact search, ratios."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.measuring import ROOT, run_step
from benchmarks.speed.recall import DEPTH, read_found, recall, reciprocal_ranks
from duijie.kernel.matching import Candidate
from duijie.match.fuse import fuse

CORE = 0
CANDIDATES = 100  # of each retriever, as LanceDB takes


def measure_peers(folder: Path, ours: dict[str, Any], python: Path) -> dict[str, Any]:
    """Return the figures of every engine, their recall@100 against exact search, the ratios."""
    figures: dict[str, Any] = {"duijie": ours}
    for peer in ("bm25s", "lancedb"):
        script = ROOT / "benchmarks" / "peers" / f"{peer}_peer.py"
        figures[peer] = {}
        for does, core in (("build", None), ("search", CORE)):
            out = folder / f"{peer}-{does}.json"
            env = {"RUST_LOG": "error"}
            step = run_step([python, script, does, folder, out], core=core, env=env)
            print(f"{step.seconds:8.1f} s  {step.peak_anonymous_mib:6.0f} MiB  {peer} {does}")
            figures[peer][does] = {
                **json.loads(out.read_text("utf-8")),
                "peak_anonymous_mib": round(step.peak_anonymous_mib),
            }
    figures["recall@100"] = _recalls(folder)
    figures["lancedb_over_duijie_p50"] = _ratios(ours, figures["lancedb"]["search"])
    figures["bm25s_over_duijie_p50"] = _ratios(ours, figures["bm25s"]["search"])
    return figures


def _ratios(ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, float]:
    return {
        name: round(theirs[name]["p50_ms"] / ours[name]["p50_ms"], 2)
        for name in ours
        if isinstance(theirs.get(name), dict)
    }


def _recalls(folder: Path) -> dict[str, dict[str, float]]:
    """Return recall@100 by engine and way; each way has the exact answer to the same query."""
    exact = {terms: _exact(folder, terms) for terms in ("terms", "pruned")}
    figures: dict[str, dict[str, float]] = {}
    for engine in ("duijie", "lancedb"):
        found = read_found(folder / f"found_{engine}.json")
        figures[engine] = {}
        for name, rows in found.items():
            kind, way = name.split(".")
            reference = exact["pruned" if way.endswith("_pruned") else "terms"][kind]
            plain = way.removesuffix("_pruned")
            figures[engine][name] = recall(rows, reference[engine if plain == "hybrid" else plain])
    return figures


def _exact(folder: Path, terms: str) -> dict[str, dict[str, list[list[int]]]]:
    """Return the exact answers by kind of query: lexical, dense and fused as each engine does."""
    queries = json.loads((folder / "queries.json").read_text("utf-8"))
    lexical = np.load(folder / f"exact_{terms}.npz")
    rows, scores = lexical["rows"], lexical["scores"]
    vectors = np.load(folder / "vectors.npy", mmap_mode="r")
    asked = np.load(folder / "query_vectors.npy")
    nearest = np.load(folder / "exact_dense.npy")
    exact: dict[str, dict[str, list[list[int]]]] = {}
    for kind in ("title", "full_text"):
        places = [place for place, query in enumerate(queries) if query["kind"] == kind]
        sparse = [_positive(rows[p], scores[p]) for p in places]
        close = [nearest[p].tolist() for p in places]
        cosines = [vectors[nearest[p]] @ asked[p] for p in places]
        exact[kind] = {
            "lexical": [[row for row, _ in found] for found in sparse],
            "dense": close,
            "duijie": [_fused(s, d, c) for s, d, c in zip(sparse, close, cosines, strict=True)],
            "lancedb": [
                reciprocal_ranks([[row for row, _ in s[:DEPTH]], d[:DEPTH]])[:DEPTH]
                for s, d in zip(sparse, close, strict=True)
            ],
        }
    return exact


def _positive(rows: np.ndarray, scores: np.ndarray) -> list[tuple[int, float]]:
    """Return the rows that share a term with the query: others score 0."""
    pairs = zip(rows.tolist(), scores.tolist(), strict=True)
    return [(row, score) for row, score in pairs if score > 0]


def _fused(sparse: list[tuple[int, float]], close: list[int], cosines: np.ndarray) -> list[int]:
    """Return the rows of an exact hybrid search under our own fusion."""
    scores: dict[int, dict[str, float]] = {}
    for row, score in sparse[:CANDIDATES]:
        scores.setdefault(row, {})["lexical"] = score
    for row, cosine in zip(close[:CANDIDATES], cosines[:CANDIDATES].tolist(), strict=True):
        scores.setdefault(row, {})["dense"] = cosine
    # Twelve digits, so that equal scores are ordered as rows are.
    candidates = [Candidate(f"{row:012d}", found) for row, found in scores.items()]
    return [int(candidate.record_id) for candidate in fuse(candidates)[:DEPTH]]
