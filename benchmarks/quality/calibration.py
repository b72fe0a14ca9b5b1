"""How honest is *no good match*: fit the two-figure logistic, then measure the product's answers.

`python -m benchmarks.quality.calibration --data <folder>`. Fitted on one half of the papers; the
other half is put to `Engine.match` twice, with its paper in the library and with it taken out, and
counted by the level that is called once the cards have been looked at.
The judged levels of bdci359 are only looked at, never fitted on.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from benchmarks.measuring import write_result
from benchmarks.quality.collections import load
from benchmarks.quality.libraries import KIND, documents_of, library_of, record_id
from benchmarks.quality.papers import KINDS, Asked, answering_library, papers_of, requests_of
from benchmarks.quality.systems import engine_of
from duijie.kernel.filters import Filter
from duijie.kernel.matching import MatchList, MatchRequest
from duijie.match import Engine
from duijie.match.calibrate import INTERCEPT, WEIGHTS, level_of
from duijie.match.options import CREDIBLE_FROM

COMMAND = "python -m benchmarks.quality.calibration --data <folder>"
FIGURES = tuple(WEIGHTS)
FAST = frozenset({"explain"})
WHOLE: dict[str, Any] = {"off": FAST, "credible_from": 0.0}  # every candidate, with its chance


def main() -> None:
    """Fit, measure, print, write."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", required=True)
    asked.add_argument("--work", type=Path, default=None)
    options = asked.parse_args()
    papers = papers_of(options.data)
    half = len(papers) // 2
    examples: list[tuple[Mapping[str, float], int, str]] = []
    honest: dict[str, dict[str, Any]] = {}
    for kind in KINDS:
        library = answering_library(kind, options.data, options.work)
        engine, open_engine = engine_of(library), engine_of(library, **WHOLE)
        fitted_on = requests_of(kind, papers[:half])
        examples += [(*example, kind) for example in _examples(open_engine, fitted_on)]
        honest[kind] = no_good_match_of(engine, requests_of(kind, papers[half:]))
        print(kind, honest[kind], flush=True)
    fitted = fit(examples)
    print("fitted", fitted, "in use", {"intercept": INTERCEPT, **WEIGHTS})
    levels = judged_levels(options.data, options.work)
    print("judged levels", levels)
    told = {"fitted": fitted, "no_good_match": honest, "bdci359_levels": levels}
    write_result("calibration", {"command": COMMAND, "credible_from": CREDIBLE_FROM, **told})


def no_good_match_of(engine: Engine, asked: Sequence[Asked]) -> dict[str, Any]:
    """Return precision and recall of *no good match*, the paper being there or taken out.

    With them, by which level the paper is called, and the best match without it; 1 is none shown.
    """
    present = [engine.match(a.request) for a in asked]
    removed = [engine.match(_without(a)) for a in asked]
    wrongly = sum(answer.no_good_match is not None for answer in present)
    rightly = sum(answer.no_good_match is not None for answer in removed)
    found = sum(
        any(match.record_id == a.answer for match in answer.matches)
        for a, answer in zip(asked, present, strict=True)
    )
    return {
        "precision": round(rightly / max(1, rightly + wrongly), 3),
        "recall": round(rightly / len(asked), 3),
        "said_though_present": round(wrongly / len(asked), 3),
        "paper_among_ten": round(found / len(asked), 3),
        "paper_called": _called([(a.answer,) for a in asked], present),
        "best_without_it_called": _called([() for _ in asked], removed),
    }


def _called(wanted: Sequence[tuple[str, ...]], answers: Sequence[MatchList]) -> dict[str, int]:
    """Return how often the best match, of those wanted if any are named, has each level."""
    levels = Counter(
        max((int(m.level) for m in answer.matches if not ids or m.record_id in ids), default=1)
        for ids, answer in zip(wanted, answers, strict=True)
    )
    return {str(level): levels[level] for level in (1, 2, 3, 4)}


def fit(examples: Sequence[tuple[Mapping[str, float], int, str]]) -> dict[str, float]:
    """Return the logistic that tells papers from neighbours; kinds and classes weigh alike."""
    sizes: dict[tuple[str, int], int] = defaultdict(int)
    for _, label, kind in examples:
        sizes[kind, label] += 1
    rows = np.array([[1.0, *(found[name] for name in FIGURES)] for found, _, _ in examples])
    labels = np.array([label for _, label, _ in examples])
    weights = np.array([1.0 / sizes[kind, label] for _, label, kind in examples])
    weights /= weights.sum()

    def loss(beta: np.ndarray) -> tuple[float, np.ndarray]:
        z = rows @ beta
        wrong = weights @ (np.logaddexp(0, z) - labels * z) + 1e-4 * beta[1:] @ beta[1:]
        slope = rows.T @ (weights * (1 / (1 + np.exp(-z)) - labels))
        return float(wrong), slope + 2e-4 * np.r_[0.0, beta[1:]]

    bounds = [(None, None)] + [(0, None)] * len(FIGURES)
    best = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds).x
    return {"intercept": round(best[0], 2), **dict(zip(FIGURES, best[1:].round(2), strict=True))}


def judged_levels(data: str, work: Path | None) -> dict[str, dict[str, float]]:
    """Return, for each judged level, the mean chance given and how often each level is called."""
    collection = load("bdci359", data)
    library = library_of("bdci359", documents_of(collection), work)
    engine = engine_of(library, credible_from=0.0)
    chances: dict[int, list[float]] = defaultdict(list)
    for query in collection.queries:
        grades = collection.qrels[query.id]
        ids = tuple(record_id(i) for i in grades)
        request = MatchRequest(query.text, query.title, Filter(kinds=(KIND,), record_ids=ids))
        answer = engine.match(replace(request, limit=len(ids)))
        given = {match.record_id: match.probability for match in answer.matches}
        for item, grade in grades.items():
            chances[grade + 1].append(given.get(record_id(item), 0.0))
    return {
        str(level): {
            "pairs": len(found),
            "mean_chance": round(float(np.mean(found)), 3),
            **{
                f"called_{called}": round(float(np.mean([level_of(p) == called for p in found])), 3)
                for called in (2, 3, 4)
            },
        }
        for level, found in sorted(chances.items())
    }


def _examples(engine: Engine, asked: Sequence[Asked]) -> list[tuple[Mapping[str, float], int]]:
    """Return the figures of each paper (1) and of its nearest neighbour (0)."""
    found: list[tuple[Mapping[str, float], int]] = []
    for a in asked:
        ranked = engine.match(a.request).matches
        found += [(m.features, 1) for m in ranked if m.record_id == a.answer]
        found += [(m.features, 0) for m in ranked if m.record_id != a.answer][:1]
    return found


def _without(asked: Asked) -> MatchRequest:
    where = replace(asked.request.where, without_record_ids=(asked.answer,))
    return replace(asked.request, where=where)


if __name__ == "__main__":
    main()
