"""Compare encoders trained on the library itself, alone and fused with BM25.

    DATA=<folder> python -m benchmarks.quality.encoders [--data FOLDER] [--out FILE] [--sets A,B]

The table behind docs/decisions/0003-first-encoder.md. Each encoder is trained on the library of a
collection and on nothing else; queries and judgements are only measured on. Everything is scored
exactly, in memory: the index and the engine are measured by `benchmarks.quality.run`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from benchmarks.quality.collections import NAMES, Collection, CollectionMissingError, load
from benchmarks.quality.metrics import METRICS, figures, interval, paired
from duijie.index import StaticEncoder, analyze, words
from duijie.kernel.documents import Document
from duijie.learn import EncoderOptions, train_encoder
from duijie.learn.encoder.start import topic_axes

Scores = NDArray[np.float32]
DEPTH = 1000  # of each list that reciprocal ranks are fused from
RRF_CONSTANT = 60
RRF_WEIGHT = 0.5
SUM_WEIGHTS = (0.15, 0.3, 0.5)
DEFAULTS = EncoderOptions()


@dataclass(frozen=True, slots=True)
class Tokens:
    """The analysed library and queries of a collection."""

    documents: list[list[str]]
    queries: list[list[str]]


def tokens_of(collection: Collection, analysis: Callable[[str], list[str]]) -> Tokens:
    """Return the terms of every document and query."""
    return Tokens(
        [analysis(document.full_text) for document in collection.documents],
        [analysis(query.full_text) for query in collection.queries],
    )


def counts_of(tokens: Tokens) -> tuple[csr_array, csr_array]:
    """Return documents × terms and queries × terms, over the terms of the library."""
    numbers: dict[str, int] = {}
    for terms in tokens.documents:
        for term in terms:
            numbers.setdefault(term, len(numbers))

    def matrix(lists: list[list[str]]) -> csr_array:
        ids = [[numbers[term] for term in terms if term in numbers] for terms in lists]
        ends = np.cumsum([0, *map(len, ids)])
        flat = np.array([number for row in ids for number in row], dtype=np.int64)
        counts = csr_array(
            (np.ones(len(flat), np.float32), flat, ends), shape=(len(lists), len(numbers))
        )
        counts.sum_duplicates()
        return counts

    return matrix(tokens.documents), matrix(tokens.queries)


def bm25(tokens: Tokens, k1: float = 1.2, b: float = 0.75) -> Scores:
    """Return queries × documents by BM25; a term counts as often as the query says it."""
    documents, queries = counts_of(tokens)
    total = documents.shape[0]
    frequency = np.bincount(documents.indices, minlength=documents.shape[1])
    idf = np.log(1 + (total - frequency + 0.5) / (frequency + 0.5))
    lengths = np.asarray(documents.sum(axis=1)).ravel()
    share = np.repeat(lengths / lengths.mean(), np.diff(documents.indptr))
    times = documents.data
    weights = times * (k1 + 1) / (times + k1 * (1 - b + b * share)) * idf[documents.indices]
    documents.data = weights.astype(np.float32)
    return np.asarray((queries @ documents.T).todense(), dtype=np.float32)


def tf_idf(tokens: Tokens) -> tuple[csr_array, csr_array]:
    """Return documents and queries as TF-IDF rows of length 1."""
    documents, queries = counts_of(tokens)
    frequency = np.bincount(documents.indices, minlength=documents.shape[1])
    idf = np.log((documents.shape[0] + 1) / (frequency + 0.5)).astype(np.float32)
    for counts in (documents, queries):
        counts.data = np.log2(1 + counts.data) * idf[counts.indices]
        lengths = np.sqrt(np.asarray(counts.multiply(counts).sum(axis=1)).ravel())
        counts.data /= np.repeat(np.maximum(lengths, 1e-9), np.diff(counts.indptr))
    return documents, queries


def random_indexing(tokens: Tokens) -> Scores:
    """Return cosines of sums of context vectors, a context being a random vector a document."""
    documents, queries = tf_idf(tokens)
    signs = np.random.default_rng(0).choice(
        np.array([-1, 0, 1], np.float32), (documents.shape[0], 256), p=[1 / 12, 5 / 6, 1 / 12]
    )
    contexts = units(documents.T @ signs)
    return np.asarray(units(queries @ contexts) @ units(documents @ contexts).T)


def units(rows: Scores) -> Scores:
    """Return the rows at length 1."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-9), dtype=np.float32)


def trained(
    collection: Collection, tokens: Tokens, options: EncoderOptions
) -> tuple[Scores, dict[str, Any]]:
    """Return cosines by the product's own training and encoder, and what the card says."""
    documents = [Document(d.id, "achievement", d.title, d.text) for d in collection.documents]
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        name = train_encoder(
            documents, releases=Path(folder), clock=lambda: datetime.now(UTC), options=options
        )
        seconds = time.perf_counter() - started
        encoder = StaticEncoder.load(Path(folder) / name)
        cosines = encoder.encode_tokens(tokens.queries) @ encoder.encode_tokens(tokens.documents).T
        held_out = encoder.card.scores
    return np.asarray(cosines), {"seconds": round(seconds, 1), "held_out": dict(held_out)}


def lsa(tokens: Tokens) -> Scores:
    """Return cosines in the space of the first 256 singular vectors of TF-IDF."""
    documents, queries = tf_idf(tokens)
    frequent = np.bincount(documents.indices, minlength=documents.shape[1]) >= 2
    documents, queries = csr_array(documents[:, frequent]), csr_array(queries[:, frequent])
    axes = topic_axes(documents, 256, np.random.default_rng(0))
    return np.asarray(units(queries @ axes) @ units(documents @ axes).T)


TRAINED = {
    "random projection": EncoderOptions(semantic_share=0, epochs=0),
    "contrast from random": EncoderOptions(semantic_share=0),
    "contrast from LSA": EncoderOptions(semantic_share=1),
    "contrast from both": DEFAULTS,
}


def reciprocal(scores: Scores) -> Scores:
    """Return 1 / (60 + rank) for the first thousand of each row, 0 for the others."""
    shares = np.zeros_like(scores)
    depth = min(DEPTH, scores.shape[1])
    for row, line in enumerate(scores):
        best = np.argpartition(-line, depth - 1)[:depth]
        best = best[np.lexsort((best, -line[best]))]
        shares[row, best] = 1 / (RRF_CONSTANT + 1 + np.arange(depth))
    return shares


def share_of_best(scores: Scores) -> Scores:
    """Return each score as a share of the best one of its query."""
    best = np.maximum(scores.max(axis=1, keepdims=True), 1e-9)
    return np.asarray(scores / best, dtype=np.float32)


def measure(collection: Collection, scores: Scores) -> NDArray[np.float64]:
    """Return queries × metrics; equal scores are ordered by id."""
    ids = np.array([document.id for document in collection.documents])
    place = {identifier: number for number, identifier in enumerate(ids)}
    rankings = []
    for query, line in zip(collection.queries, scores, strict=True):
        grades = collection.qrels[query.id]
        if collection.judged_only:
            pool = np.array([place[document] for document in sorted(grades)])
        else:
            depth = min(101, len(line))
            pool = np.argpartition(-line, depth - 1)[:depth]
        order = pool[np.lexsort((ids[pool], -line[pool]))]
        rankings.append([str(found) for found in ids[order]])
    judged = [collection.qrels[query.id] for query in collection.queries]
    return figures(rankings, judged, collection.relevant_from)


def compare(collection: Collection, encoders: dict[str, EncoderOptions]) -> list[dict[str, Any]]:
    """Return one row for each system: figures, interval, and the paired test against BM25."""
    tokens = tokens_of(collection, analyze)
    lexical = {"BM25 words": bm25(tokens_of(collection, words)), "BM25 words+bigrams": bm25(tokens)}
    measured = {name: measure(collection, scores) for name, scores in lexical.items()}
    best = max(measured, key=lambda name: float(measured[name][:, 0].mean()))
    base = measured[best]
    rows = [row_of(name, measured[name], base, best_bm25=name == best) for name in lexical]

    def add(name: str, scores: Scores, **notes: Any) -> None:
        rows.append(row_of(name, measure(collection, scores), base, **notes))

    text = lexical["BM25 words+bigrams"]
    ranks, shares = reciprocal(text), share_of_best(text)
    documents, queries = tf_idf(tokens)
    add("TF-IDF cosine", np.asarray((queries @ documents.T).todense()))
    dense: dict[str, Callable[[], tuple[Scores, dict[str, Any]]]] = {
        "LSA": lambda: (lsa(tokens), {}),
        "random indexing": lambda: (random_indexing(tokens), {}),
    }
    for name, options in encoders.items():
        dense[name] = partial(trained, collection, tokens, options)
    for name, make in dense.items():
        cosines, notes = make()
        add(name, cosines, **notes)
        add(f"{name} + BM25, ranks", ranks + RRF_WEIGHT * reciprocal(cosines))
        for weight in SUM_WEIGHTS:
            add(f"{name} + BM25, sum {weight}", shares + weight * cosines)
    return rows


def row_of(
    name: str, values: NDArray[np.float64], base: NDArray[np.float64], **notes: Any
) -> dict[str, Any]:
    """Return the figures of one system; nDCG@10 is tested against the best BM25."""
    test = paired(values[:, 0], base[:, 0])
    means = {metric: round(float(values[:, n].mean()), 4) for n, metric in enumerate(METRICS)}
    low, high = interval(values[:, 0])
    return {
        "system": name,
        **means,
        "ndcg@10_interval": [round(low, 4), round(high, 4)],
        "difference": round(test.difference, 4),
        "p": round(test.p, 4),
        **notes,
    }


def machine() -> dict[str, Any]:
    """Return what the figures were made with."""
    commit = subprocess.run(
        ["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    return {
        "command": "DATA=<folder> python -m benchmarks.quality.encoders",
        "commit": commit,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
    }


def show(name: str, rows: Sequence[dict[str, Any]]) -> None:
    """Print the rows of a collection."""
    print(f"\n{name}")
    for row in rows:
        mark = "" if row["p"] >= 0.05 else ("better" if row["difference"] > 0 else "worse")
        line = " ".join(f"{row[metric]:.4f}" for metric in METRICS)
        seconds = f"{row['seconds']:.0f} s" if "seconds" in row else ""
        test = f"{row['difference']:+.4f} p={row['p']:.4f}"
        print(f"  {row['system']:38s} {line}  {test} {mark:6s} {seconds}", flush=True)


def main() -> int:
    """Measure, print and write; 1 when there is no data."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", default=os.environ.get("DATA", ""), help="folder of collections")
    parser.add_argument("--out", type=Path, help="JSON file to write")
    parser.add_argument("--sets", default=",".join(NAMES), help="collections, by comma")
    chosen = parser.parse_args()
    if not chosen.data:
        print("skipped: no folder of collections; say DATA=<folder> or --data <folder>")
        return 1
    report: dict[str, Any] = {**machine(), "metrics": list(METRICS), "sets": {}}
    for name in chosen.sets.split(","):
        try:
            collection = load(name, chosen.data)
        except CollectionMissingError as missing:
            print(f"skipped: {missing}")
            continue
        report["sets"][name] = compare(collection, TRAINED)
        show(name, report["sets"][name])
        if chosen.out:  # after each set: the whole takes a quarter of an hour
            chosen.out.parent.mkdir(parents=True, exist_ok=True)
            text = json.dumps(report, ensure_ascii=False, indent=1)
            chosen.out.write_text(text + "\n", "utf-8")
    return 0 if report["sets"] else 1


if __name__ == "__main__":
    raise SystemExit(main())
