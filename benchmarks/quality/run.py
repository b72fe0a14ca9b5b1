"""Quality on judged collections: `make bench-quality DATA=<folder>`.

Every system runs through the product's own index; the hybrid is `match_batch` of the product. An
encoder is trained on the library that is searched and on nothing else.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.measuring import write_result
from benchmarks.quality.collections import NAMES, Collection, CollectionMissingError, load
from benchmarks.quality.libraries import documents_of, library_of
from benchmarks.quality.metrics import METRICS, Scores, figures, summary, tested
from benchmarks.quality.systems import SYSTEMS, rankings

COMMAND = "make bench-quality DATA=<folder>"
BASELINES = ("bm25_words", "bm25_ngrams")
# Measured elsewhere on the same data, shown beside ours: nDCG@10 (CSL: MRR).
REFERENCE = {
    "bdci359": {"random": 0.379, "bm25_words": 0.594, "bm25_bigrams": 0.620, "tfidf_cosine": 0.640},
    "stard": {"bm25_words_bigrams": 0.353},
    "csl_titles": {"bm25_mrr": 0.956},
    "csl_keywords": {"bm25_mrr": 0.956},
}


def main() -> int:
    """Measure, print a table, write the result file; 1 when the hybrid loses somewhere."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", default="", help="folder of the judged collections")
    asked.add_argument("--work", type=Path, default=None, help="folder of built libraries, kept")
    asked.add_argument("--sets", nargs="*", default=list(NAMES), choices=NAMES)
    options = asked.parse_args()
    if not options.data:
        print(
            "Skipped: name the folder of the judged collections, make bench-quality DATA=<folder>"
        )
        return 0
    measured: dict[str, Any] = {}
    for name in options.sets:
        try:
            collection = load(name, options.data)
        except CollectionMissingError as missing:
            print(f"{name}: skipped, {missing}")
            continue
        measured[name] = measure(collection, options.work)
        show(name, measured[name])
    if not measured:
        return 0
    verdict = judge(measured)
    print(verdict["sentence"])
    told = {"command": COMMAND, "sets": measured, "verdict": verdict}
    written = write_result("quality", told)
    print(f"written to benchmarks/results/{written.name}")
    return 0 if not verdict["worse_on"] else 1


def measure(collection: Collection, work: Path | None) -> dict[str, Any]:
    """Return the figures of every system on one collection, and the paired tests."""
    shared = "csl" if collection.name.startswith("csl") else collection.name
    library = library_of(shared, documents_of(collection), work)
    scores: dict[str, Scores] = {}
    for system in SYSTEMS:
        found = rankings(library, collection, system)
        judged = [collection.qrels[query.id] for query in collection.queries]
        scores[system] = figures(found, judged, collection.relevant_from)
    if collection.judged_only:
        scores = {"random": _random(collection), **scores}
    best = max(BASELINES, key=lambda system: float(scores[system][:, 0].mean()))
    return {
        "queries": len(collection.queries),
        "documents": len(collection.documents),
        "systems": {system: summary(values) for system, values in scores.items()},
        "best_bm25": best,
        "hybrid_against_best_bm25": {
            metric: tested(scores["hybrid"][:, n], scores[best][:, n])
            for n, metric in enumerate(METRICS)
        },
        "reference": REFERENCE.get(collection.name, {}),
    }


def judge(measured: dict[str, Any]) -> dict[str, Any]:
    """Return on which sets the hybrid is significantly worse or better, by nDCG@10."""
    tests = {name: found["hybrid_against_best_bm25"]["ndcg@10"] for name, found in measured.items()}
    worse = [n for n, t in tests.items() if t["difference"] < 0 and t["p"] < 0.05]
    better = [n for n, t in tests.items() if t["difference"] > 0 and t["p"] < 0.05]
    sentence = (
        f"hybrid against the best BM25, nDCG@10, paired randomisation test at 5 %: "
        f"better on {', '.join(better) or 'none'}; worse on {', '.join(worse) or 'none'}"
    )
    return {"better_on": better, "worse_on": worse, "sentence": sentence}


def show(name: str, found: dict[str, Any]) -> None:
    """Print the table of one collection."""
    print(f"\n{name}: {found['queries']} queries, {found['documents']} documents")
    print(f"  {'':14}" + "".join(f"{metric:>26}" for metric in METRICS))
    for system, figures_of in found["systems"].items():
        cells = (
            f"{figures_of[m]['mean']:.4f} [{figures_of[m]['low']:.4f}, {figures_of[m]['high']:.4f}]"
            for m in METRICS
        )
        print(f"  {system:14}" + "".join(f"{cell:>26}" for cell in cells))
    test = found["hybrid_against_best_bm25"]["ndcg@10"]
    print(
        f"  hybrid - {found['best_bm25']}: {test['difference']:+.4f} nDCG@10, p = {test['p']:.4f}"
    )
    sys.stdout.flush()


def _random(collection: Collection) -> Scores:
    """Return the mean figures of 100 shuffles, query by query: what knowing nothing gives."""
    chance = random.Random(7)
    rows = []
    for query in collection.queries:
        grades = collection.qrels[query.id]
        ids = sorted(grades)
        shuffles = [chance.sample(ids, len(ids)) for _ in range(100)]
        rows.append(figures(shuffles, [grades] * 100, collection.relevant_from).mean(axis=0))
    return np.array(rows)


if __name__ == "__main__":
    raise SystemExit(main())
