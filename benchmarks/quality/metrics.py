"""Figures of rankings for the benchmarks, by the product's own evaluation: queries × metrics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from duijie.learn.evaluation import (
    PairedTest,
    Qrels,
    mean_estimate,
    paired_test,
    parse_measure,
    run_of,
    score_run,
)
from duijie.learn.evaluation.intervals import Floats

METRICS = ("ndcg@10", "recall@10", "recall@100", "mrr")
MEASURES = tuple(map(parse_measure, METRICS))

Scores = Floats


def figures(
    rankings: Sequence[Sequence[str]],
    judged: Sequence[Mapping[str, int]],
    relevant_from: int = 1,
) -> Scores:
    """Return nDCG@10 (gain 2^grade - 1), recall@10, recall@100 and MRR: a row for each ranking."""
    names = [f"{n:07}" for n in range(len(rankings))]
    run = run_of(dict(zip(names, rankings, strict=True)))
    qrels = Qrels(dict(zip(names, judged, strict=True)))
    found = score_run(run, qrels, MEASURES, relevant_from=relevant_from)
    return np.stack([found.values[metric] for metric in METRICS], axis=1)


def interval(values: Scores) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of a mean over queries."""
    found = mean_estimate(values)
    if found.low is None or found.high is None:
        return float("nan"), float("nan")
    return found.low, found.high


def paired(first: Scores, second: Scores) -> PairedTest:
    """Return whether two systems differ on the same queries by more than swapping them would."""
    return paired_test(first, second)


def summary(values: Scores) -> dict[str, dict[str, float]]:
    """Return mean and interval of each metric, as they are written to the JSON."""
    told = {}
    for n, metric in enumerate(METRICS):
        low, high = interval(values[:, n])
        mean = float(values[:, n].mean())
        told[metric] = {"mean": round(mean, 4), "low": round(low, 4), "high": round(high, 4)}
    return told


def tested(first: Scores, second: Scores) -> dict[str, float]:
    """Return the difference of two systems and its p, as they are written to the JSON."""
    test = paired(first, second)
    return {"difference": round(test.difference, 4), "p": round(test.p, 4)}
