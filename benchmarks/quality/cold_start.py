"""A fresh installation: `python -m benchmarks.quality.cold_start --data <folder>`.

Small libraries are drawn from judged collections: the records of some queries, filled up with
others. Each is searched with the encoder trained on it alone, and with the general encoder that
comes with the package, which learned from other texts (abstracts of `csl`, so `csl` is not asked).
Which of the two should a library start with, and up to what size?
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from benchmarks.measuring import write_result
from benchmarks.quality.collections import Collection, CollectionMissingError, Item, load
from benchmarks.quality.libraries import Library, documents_of
from benchmarks.quality.metrics import Scores, figures, interval, paired
from benchmarks.quality.systems import rankings
from duijie.index import BuildPlan, StaticEncoder, build_index, general_encoder, open_index
from duijie.kernel.documents import Document
from duijie.kernel.ports import Encoder
from duijie.learn.encoder import train_encoder

SEED = 20260101
SIZES = (100, 300, 1000, 3000)
QUERIES = 100  # at least so many are asked of libraries of each size
SETS = ("bdci359", "stard")
ENCODERS = ("trained", "general")
NDCG = 0  # the column of the figures


def main() -> int:
    """Measure, print, write."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", default="")
    asked.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    options = asked.parse_args()
    told: dict[str, Any] = {"seed": SEED, "general": general_encoder().release, "sets": {}}
    for name in SETS:
        try:
            collection = load(name, options.data)
        except CollectionMissingError as missing:
            print(f"skipped: {missing}")
            continue
        told["sets"][name] = {str(size): of_size(collection, size) for size in options.sizes}
    if not told["sets"]:
        return 0
    written = write_result("cold-start", told)
    print(f"written to benchmarks/results/{written.name}")
    return 0


def of_size(collection: Collection, size: int) -> dict[str, Any]:
    """Return the figures of libraries of one size, drawn until enough queries were asked."""
    scores: dict[str, list[Scores]] = {}
    records = libraries = 0
    for part in drawn(collection, size):
        for system, found in answers(part).items():
            judged = [part.qrels[query.id] for query in part.queries]
            scores.setdefault(system, []).append(figures(found, judged, part.relevant_from))
        records, libraries = records + len(part.documents), libraries + 1
    joined = {system: np.vstack(parts)[:, NDCG] for system, parts in scores.items()}
    told: dict[str, Any] = {"libraries": libraries, "records": round(records / libraries)}
    for system, values in joined.items():
        low, high = interval(values)
        mean = round(float(values.mean()), 4)
        told[system] = {"ndcg@10": mean, "low": round(low, 4), "high": round(high, 4)}
    test = paired(joined["hybrid, general"], joined["hybrid, trained"])
    told["general_better_by"] = {"difference": round(test.difference, 4), "p": round(test.p, 4)}
    told["queries"] = len(joined["bm25"])
    print(collection.name, told)
    sys.stdout.flush()
    return told


def drawn(collection: Collection, size: int) -> Iterator[Collection]:
    """Yield small collections, cut out of a large one.

    Queries are drawn until their judged records fill half of the size; the rest is drawn from all
    records. Where only judged records are ranked, they fill all of it.
    """
    random = np.random.default_rng((SEED, size))
    order = random.permutation(len(collection.queries)).tolist()
    places = {item.id: item for item in collection.documents}
    others = [item.id for item in collection.documents]
    room = size if collection.judged_only else size // 2
    asked = 0
    while order and asked < QUERIES:
        chosen: list[Item] = []
        names: set[str] = set()
        while order and (not chosen or len(names) < room) and len(chosen) < QUERIES:
            query = collection.queries[order.pop()]
            chosen.append(query)
            names |= set(collection.qrels[query.id])
        for n in random.permutation(len(others)).tolist():
            if len(names) >= size:
                break
            names.add(others[n])
        documents = tuple(places[name] for name in sorted(names) if name in places)
        asked += len(chosen)
        yield replace(collection, documents=documents, queries=tuple(chosen))


def answers(collection: Collection) -> dict[str, list[list[str]]]:
    """Return what the systems find in a small library, with either encoder."""
    found: dict[str, list[list[str]]] = {}
    documents = documents_of(collection)
    with TemporaryDirectory(prefix="duijie-cold-") as folder:
        for encoder in ENCODERS:
            library = built(documents, Path(folder) / encoder, encoder)
            found.setdefault("bm25", rankings(library, collection, "bm25_ngrams"))
            found[f"vectors, {encoder}"] = rankings(library, collection, "dense")
            found[f"hybrid, {encoder}"] = rankings(library, collection, "hybrid")
    return found


def built(documents: list[Document], folder: Path, named: str) -> Library:
    """Return the library in a folder, with the encoder trained on it or the general one."""
    encoder: Encoder = general_encoder()
    if named == "trained":
        releases = folder / "releases"
        release = train_encoder(documents, releases=releases, clock=lambda: datetime.now(UTC))
        encoder = StaticEncoder.load(releases / release)
    plan = BuildPlan(revision=1, total=len(documents))
    build_index(folder / "index", documents, encoder, plan)
    return Library(open_index(folder / "index", encoder), encoder)


if __name__ == "__main__":
    raise SystemExit(main())
