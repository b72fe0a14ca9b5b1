"""Figures of a ranking, their intervals, and whether two systems differ by more than chance."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

METRICS = ("ndcg@10", "recall@10", "recall@100", "mrr")
DRAWS = 2000
SEED = 20260101

Scores = NDArray[np.float64]


def figures(
    ranking: Sequence[str], grades: Mapping[str, int], relevant_from: int = 1
) -> list[float]:
    """Return nDCG@10 (gain 2^grade - 1), recall@10, recall@100 and MRR of one ranking."""
    relevant = {document for document, grade in grades.items() if grade >= relevant_from}
    first = next((n for n, document in enumerate(ranking, start=1) if document in relevant), 0)
    return [
        _ndcg(ranking, grades),
        len(relevant.intersection(ranking[:10])) / len(relevant) if relevant else 0.0,
        len(relevant.intersection(ranking[:100])) / len(relevant) if relevant else 0.0,
        1.0 / first if first else 0.0,
    ]


def interval(values: Scores) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of a mean over queries."""
    random = np.random.default_rng(SEED)
    picks = random.integers(0, len(values), (DRAWS, len(values)))
    low, high = np.percentile(values[picks].mean(axis=1), (2.5, 97.5))
    return float(low), float(high)


@dataclass(frozen=True, slots=True)
class Paired:
    """A paired comparison (配对检验): mean difference and two-sided p of a randomisation test."""

    difference: float
    p: float

    @property
    def is_worse(self) -> bool:
        """Tell whether the first system is significantly worse."""
        return self.difference < 0 and self.p < 0.05

    @property
    def is_better(self) -> bool:
        """Tell whether the first system is significantly better."""
        return self.difference > 0 and self.p < 0.05


def paired(first: Scores, second: Scores) -> Paired:
    """Return whether two systems differ on the same queries by more than swapping them would."""
    differences = first - second
    random = np.random.default_rng(SEED)
    extreme, observed = 0, abs(differences.sum())
    draws, chunk = 10_000, 500
    for _ in range(draws // chunk):
        signs = random.integers(0, 2, (chunk, len(differences)), dtype=np.int8) * 2.0 - 1.0
        extreme += int((np.abs(signs @ differences) >= observed - 1e-12).sum())
    return Paired(float(differences.mean()), (extreme + 1) / (draws + 1))


def _ndcg(ranking: Sequence[str], grades: Mapping[str, int], depth: int = 10) -> float:
    best = _dcg(sorted(grades.values(), reverse=True)[:depth])
    return _dcg([grades.get(document, 0) for document in ranking[:depth]]) / best if best else 0.0


def _dcg(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1.0) / math.log2(n + 2) for n, grade in enumerate(grades))
