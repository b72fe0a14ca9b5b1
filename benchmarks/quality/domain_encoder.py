"""Measure what each addition to the encoder is worth: its training, its sizes, its judgements.

    DATA=<folder> python -m benchmarks.quality.domain_encoder [--data FOLDER] [--sets A,B] [--dry]

The table behind docs/decisions/0011-domain-encoder.md. Every encoder is trained on the library of a
collection; *judged* ones also on the judgements of four fifths of the queries, and asked only the
queries of the last fifth. Everything is scored exactly, in memory, alone and in a sum with BM25
(as a share of the query's best), with several weights of the cosine. Of known-item queries (CSL)
two thousand are asked.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.measuring import write_result
from benchmarks.quality.collections import Collection, CollectionMissingError, load
from benchmarks.quality.encoders import (
    Scores,
    bm25,
    measure,
    row_of,
    share_of_best,
    tokens_of,
    units,
)
from duijie.index import StaticEncoder, analyze
from duijie.kernel.documents import Document
from duijie.kernel.judgements import Judgement
from duijie.kernel.matching import Level
from duijie.learn import EncoderOptions, Lessons, train_encoders

SETS = ("cranfield", "bdci359", "stard", "csl_titles")
ASKED_AT_MOST = 2000
FOLDS = 5
SIZES = (128, 64, 32)
WEIGHTS = (0.5, 1.2, 2.0)
VARIED_AT_MOST = 50_000  # documents; a larger library is only trained once
VARIANTS = {
    "Matryoshka loss": EncoderOptions(prefixes=(32, 64, 128)),
    "512 dimensions": EncoderOptions(dimensions=512),
    "multi-words": EncoderOptions(phrases=20_000),
}


@dataclass(frozen=True, slots=True)
class Analysed:
    """A collection with its terms (已分词的评测集)."""

    collection: Collection
    documents: list[list[str]]
    queries: list[list[str]]
    folds: NDArray[np.int64]


def main() -> int:
    """Measure, print and write; 1 when there is no data."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", default=os.environ.get("DATA", ""), help="folder of collections")
    parser.add_argument("--sets", default=",".join(SETS), help="collections, by comma")
    parser.add_argument("--dry", action="store_true", help="write no result file")
    chosen = parser.parse_args()
    if not chosen.data:
        print("skipped: no folder of collections; say DATA=<folder> or --data <folder>")
        return 1
    report: dict[str, Any] = {"sets": {}}
    for name in chosen.sets.split(","):
        try:
            collection = load(name, chosen.data)
        except CollectionMissingError as missing:
            print(f"skipped: {missing}")
            continue
        print(f"\n{name}", flush=True)
        report["sets"][name] = list(rows(sampled(collection)))
        if not chosen.dry:
            write_result("domain-encoder", report)
    return 0 if report["sets"] else 1


def sampled(collection: Collection) -> Collection:
    """Return the collection with at most two thousand queries."""
    total, random = len(collection.queries), np.random.default_rng(0)
    if total <= ASKED_AT_MOST:
        return collection
    chosen = np.sort(random.choice(total, ASKED_AT_MOST, replace=False))
    return replace(collection, queries=tuple(collection.queries[n] for n in chosen))


def rows(collection: Collection) -> Iterator[dict[str, Any]]:
    """Yield a row for each system: figures, interval, and the paired test against BM25."""
    tokens = tokens_of(collection, analyze)
    folds = np.random.default_rng(1).permutation(len(collection.queries)) % FOLDS
    analysed = Analysed(collection, tokens.documents, tokens.queries, folds)
    lexical = bm25(tokens)
    base, shares = measure(collection, lexical), share_of_best(lexical)

    def shown(name: str, scores: Scores, **notes: Any) -> dict[str, Any]:
        row = row_of(name, measure(collection, scores), base, **notes)
        print(
            "  ", name, *(f"{key} {row[key]}" for key in ("ndcg@10", "recall@100", "p")), flush=True
        )
        return row

    yield shown("BM25", lexical)
    judged = judgements_of(analysed) if "csl" not in collection.name else []
    for name, cosines, notes in systems(analysed, judged):
        yield shown(name, cosines, **notes)
        if " of 256" not in name:
            for weight in WEIGHTS:
                yield shown(f"{name} + BM25, sum {weight}", shares + weight * cosines)


def systems(
    analysed: Analysed, judged: Sequence[Lessons]
) -> Iterator[tuple[str, Scores, dict[str, Any]]]:
    """Yield the name, the cosines and notes of each system."""
    encoders, seconds = trained(analysed, EncoderOptions(), [Lessons(), *judged])
    whole = (
        encoders[0].encode_tokens(analysed.queries),
        encoders[0].encode_tokens(analysed.documents),
    )
    notes = {"seconds": seconds, "held_out": dict(encoders[0].card.scores)}
    yield "library", np.asarray(whole[0] @ whole[1].T), notes
    for size in SIZES:
        first = units(whole[0][:, :size]) @ units(whole[1][:, :size]).T
        yield f"library, first {size} of 256", np.asarray(first), {}
    if judged:
        cosines = np.zeros((len(analysed.queries), len(analysed.documents)), np.float32)
        for fold, encoder in enumerate(encoders[1:]):
            asked = np.flatnonzero(analysed.folds == fold)
            vectors = encoder.encode_tokens([analysed.queries[n] for n in asked])
            cosines[asked] = vectors @ encoder.encode_tokens(analysed.documents).T
        yield f"judged, {FOLDS} folds", cosines, {"held_out": dict(encoders[1].card.scores)}
    if len(analysed.documents) > VARIED_AT_MOST:
        return
    for name, options in VARIANTS.items():
        (encoder,), seconds = trained(analysed, options, [Lessons()])
        asked, found = (
            encoder.encode_tokens(lists) for lists in (analysed.queries, analysed.documents)
        )
        yield name, np.asarray(asked @ found.T), {"seconds": seconds}
        if options.prefixes:
            for size in SIZES:
                first = units(asked[:, :size]) @ units(found[:, :size]).T
                yield f"{name}, first {size} of 256", np.asarray(first), {}


def trained(
    analysed: Analysed, options: EncoderOptions, lessons: Sequence[Lessons]
) -> tuple[list[StaticEncoder], float]:
    """Return the product's own encoders of several lessons, and the seconds of training them."""
    items = analysed.collection.documents
    documents = [Document(d.id, "achievement", d.title, d.text) for d in items]
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        names = train_encoders(
            documents,
            releases=Path(folder),
            clock=lambda: datetime.now(UTC),
            options=options,
            lessons=lessons,
        )
        seconds = round(time.perf_counter() - began, 1)
        return [StaticEncoder.load(Path(folder) / name) for name in names], seconds


def judgements_of(analysed: Analysed) -> list[Lessons]:
    """Return for each fold the judgements of all queries that are not in it."""
    collection, lessons = analysed.collection, []
    for fold in range(FOLDS):
        asked = [collection.queries[n] for n in np.flatnonzero(analysed.folds != fold)]
        judged = [
            Judgement(query.id, document, _level(collection, grade))
            for query in asked
            for document, grade in collection.qrels[query.id].items()
        ]
        lessons.append(Lessons({query.id: query.full_text for query in asked}, judged))
    return lessons


def _level(collection: Collection, grade: int) -> Level:
    if max(max(grades.values()) for grades in collection.qrels.values()) > 1:
        return Level(grade + 1)
    return Level.STRONG if grade else Level.NONE


if __name__ == "__main__":
    raise SystemExit(main())
