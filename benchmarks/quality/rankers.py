"""Trained rankers against the engine without one: `python -m benchmarks.quality.rankers --data …`.

Five parts of the judged queries: a ranker is trained on four of them by the product's own
`train_ranker`, and the product's own `match_batch` answers the fifth with it. On the CSL known
items a ranker trained on a fifth of the titles answers other titles and the keywords: there every
query is of a record that nobody judged before, so judgements can only harm.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.measuring import versions, write_result
from benchmarks.quality.collections import Collection, CollectionMissingError, load
from benchmarks.quality.libraries import KIND, Library, documents_of, library_of, record_id
from benchmarks.quality.metrics import METRICS, Scores, figures, summary, tested
from benchmarks.quality.systems import completed, engine_of
from duijie.kernel.filters import Filter
from duijie.kernel.judgements import Judgement
from duijie.kernel.matching import Level, MatchRequest
from duijie.learn.evaluation import (
    abstention,
    calibration_error_by_chance,
    certainty,
    decision_errors,
    expected_calibration_error,
)
from duijie.learn.ranker import RankerOptions, train_ranker
from duijie.match import BatchOptions, Engine, match_batch
from duijie.match.rankers.trained import TrainedRanker

PARTS, SEED = 5, 20260101
DEPTH, SHOWN = 100, 10
KNOWN_ITEMS = 1_000  # queries of each CSL set that are answered; a fifth as many teach
SETS = ("stard", "cranfield", "bdci359", "csl")


@dataclass(frozen=True, slots=True)
class Answers:
    """What an engine answered: rankings, and the chance of each match shown (答案)."""

    rankings: Mapping[str, list[str]]
    chances: Mapping[str, list[float]]


def main() -> int:
    """Measure, print, write the result file; 1 when a ranker makes something worse."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", default="", help="folder of the judged collections")
    asked.add_argument("--work", type=Path, default=None, help="folder of built libraries, kept")
    asked.add_argument("--sets", nargs="*", default=list(SETS), choices=SETS)
    options = asked.parse_args()
    if not options.data:
        print("Skipped: name the folder of the judged collections, --data <folder>")
        return 0
    measured: dict[str, Any] = {}
    for name in options.sets:
        try:
            measured.update(_measured(name, options.data, options.work))
        except CollectionMissingError as missing:
            print(f"{name}: skipped, {missing}")
    if not measured:
        return 0
    told = {"sets": measured, "versions": versions(["lightgbm", "scikit-learn", "numpy"])}
    written = write_result("rankers", told)
    print(f"written to benchmarks/results/{written.name}")
    tests = [found["ranker_against_engine"]["ndcg@10"] for found in measured.values()]
    return int(any(test["difference"] < 0 and test["p"] < 0.05 for test in tests))


def _measured(name: str, data: str, work: Path | None) -> dict[str, Any]:
    started = time.perf_counter()
    if name == "csl":
        return known_items(data, work)
    collection = load(name, data)
    library = library_of(collection.name, documents_of(collection), work)
    found = cross_validated(collection, library)
    found["seconds"] = round(time.perf_counter() - started, 1)
    show(name, found)
    return {name: found}


def cross_validated(collection: Collection, library: Library) -> dict[str, Any]:
    """Return the figures of the engine with and without a ranker that knows four parts of five."""
    engine = engine_of(library, credible_from=0.0)
    requests = requests_of(collection)
    judgements = judgements_of(collection)
    names = sorted(requests)
    part = np.random.default_rng(SEED).permutation(len(names)) % PARTS
    of = dict(zip(names, part.tolist(), strict=True))
    plain = answer(engine, requests)
    rankings: dict[str, list[str]] = {}
    chances: dict[str, list[float]] = {}
    training: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        for held_out in range(PARTS):
            asked = {name: request for name, request in requests.items() if of[name] == held_out}
            taught = {name: request for name, request in requests.items() if of[name] != held_out}
            begun = time.perf_counter()
            release = train_ranker(
                engine,
                taught,
                [one for one in judgements if one.request_id in taught],
                releases=Path(folder),
                options=RankerOptions(),
            )
            training.append(round(time.perf_counter() - begun, 1))
            found = answer(engine.beside(TrainedRanker.load(Path(folder) / release)), asked)
            rankings.update(found.rankings)
            chances.update(found.chances)
    trained = Answers(rankings, chances)
    told = compared(collection, names, plain, trained)
    told["training_seconds"] = training
    told["chances"] = calibrated(collection, trained)
    told["chances_by_weights"] = calibrated(collection, plain)
    return told


def known_items(data: str, work: Path | None) -> dict[str, Any]:
    """Return the figures of CSL with and without a ranker that knows a fifth of the titles."""
    titles, keywords = load("csl_titles", data), load("csl_keywords", data)
    library = library_of("csl", documents_of(titles), work)
    engine = engine_of(library, credible_from=0.0)
    random = np.random.default_rng(SEED)
    order = random.permutation(len(titles.queries))
    taught = {titles.queries[n].id for n in order[: KNOWN_ITEMS // PARTS]}
    requests, judgements = requests_of(titles), judgements_of(titles)
    measured: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        release = train_ranker(
            engine,
            {name: request for name, request in requests.items() if name in taught},
            [one for one in judgements if one.request_id in taught],
            releases=Path(folder),
        )
        training = round(time.perf_counter() - begun, 1)
        trained = engine.beside(TrainedRanker.load(Path(folder) / release))
        for collection in (titles, keywords):
            started = time.perf_counter()
            every = [query.id for query in collection.queries if query.id not in taught]
            drawn = random.permutation(len(every))[:KNOWN_ITEMS]
            names = sorted(every[n] for n in drawn)
            every_request = requests_of(collection)
            asked = {name: every_request[name] for name in names}
            found = compared(collection, names, answer(engine, asked), answer(trained, asked))
            found["training_seconds"] = [training]
            found["seconds"] = round(time.perf_counter() - started, 1)
            measured[collection.name] = found
            show(collection.name, found)
    return measured


def requests_of(collection: Collection) -> dict[str, MatchRequest]:
    """Return the queries as requests; a judged set of pairs is searched within its own records."""
    requests = {}
    for query in collection.queries:
        within = tuple(record_id(i) for i in collection.qrels[query.id])
        where = Filter(kinds=(KIND,), record_ids=within if collection.judged_only else ())
        requests[query.id] = MatchRequest(query.text, query.title, where=where)
    return requests


def judgements_of(collection: Collection) -> list[Judgement]:
    """Return the judgements; where grades are only yes and no, yes is a good match."""
    grades = {grade for found in collection.qrels.values() for grade in found.values()}
    is_graded = max(grades) > 1
    return [
        Judgement(
            query,
            record_id(document),
            Level(grade + 1) if is_graded else (Level.FAIRLY_STRONG if grade > 0 else Level.NONE),
        )
        for query, found in collection.qrels.items()
        for document, grade in found.items()
    ]


def answer(engine: Engine, requests: Mapping[str, MatchRequest]) -> Answers:
    """Return what the engine answers to each request, however weak."""
    names = list(requests)
    options = BatchOptions(limit=DEPTH, pool=DEPTH, block=64, workers=1)
    lists = list(match_batch(engine, [requests[name] for name in names], options=options))
    rankings = {
        name: [match.record_id.removeprefix(f"{KIND}:") for match in found.matches]
        for name, found in zip(names, lists, strict=True)
    }
    chances = {
        name: [match.probability for match in found.matches[:SHOWN]]
        for name, found in zip(names, lists, strict=True)
    }
    return Answers(rankings, chances)


def compared(
    collection: Collection, names: Sequence[str], plain: Answers, trained: Answers
) -> dict[str, Any]:
    """Return both systems' figures with their intervals, and the paired tests."""
    judged = [collection.qrels[name] for name in names]
    scores: dict[str, Scores] = {}
    for system, found in (("engine", plain), ("ranker", trained)):
        rankings = [completed(found.rankings[name], collection, name) for name in names]
        scores[system] = figures(rankings, judged, collection.relevant_from)
    return {
        "queries": len(names),
        "documents": len(collection.documents),
        "systems": {system: summary(values) for system, values in scores.items()},
        "ranker_against_engine": {
            metric: tested(scores["ranker"][:, n], scores["engine"][:, n])
            for n, metric in enumerate(METRICS)
        },
    }


def calibrated(collection: Collection, found: Answers) -> dict[str, float]:
    """Return how true the chances of the ten that are shown are; not judged counts as no match."""
    pairs = [
        (chance, collection.qrels[name].get(record, 0) >= collection.relevant_from)
        for name, ranking in found.rankings.items()
        for record, chance in zip(ranking, found.chances[name], strict=False)
    ]
    chances = np.array([chance for chance, _ in pairs])
    outcomes = np.array([came for _, came in pairs], np.float64)
    errors = abstention(decision_errors(chances, outcomes), certainty(chances))
    return {
        "shown": len(pairs),
        "good": round(float(outcomes.mean()), 4),
        "ece": round(expected_calibration_error(chances, outcomes), 4),
        "ece_by_chance": round(calibration_error_by_chance(chances), 4),
        "error_at_full": round(errors.at_full, 4),
        "error_at_half": round(errors.at_half, 4),
        "half_over_full": round(errors.ratio, 4),
    }


def show(name: str, found: Mapping[str, Any]) -> None:
    """Print the figures of one collection."""
    print(f"\n{name}: {found['queries']} queries, {found['seconds']} s")
    for system, figures_of in found["systems"].items():
        cells = (
            f"{metric} {figures_of[metric]['mean']:.4f} "
            f"[{figures_of[metric]['low']:.4f}, {figures_of[metric]['high']:.4f}]"
            for metric in METRICS
        )
        print(f"  {system:8}" + "  ".join(cells))
    test = found["ranker_against_engine"]["ndcg@10"]
    print(f"  ranker - engine: {test['difference']:+.4f} nDCG@10, p = {test['p']:.4f}")
    print(f"  training {found['training_seconds']} s, chances {found.get('chances')}", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
