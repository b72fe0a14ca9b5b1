"""Recall@100 of what engines found against exact search on the same data."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

Found = dict[str, list[list[int]]]
DEPTH = 100
RRF = 60  # the constant of reciprocal rank fusion that LanceDB uses


def write_found(file: Path, found: Found) -> None:
    """Write which rows an engine found, by kind of query and way of searching."""
    file.write_text(json.dumps(found), "utf-8")


def read_found(file: Path) -> Found:
    """Return which rows an engine found."""
    found: Found = json.loads(file.read_text("utf-8"))
    return found


def recall(found: Sequence[Sequence[int]], exact: Sequence[Sequence[int]]) -> float:
    """Return the mean share of the first 100 exact rows that are among the first 100 found."""
    shares = [
        len(set(rows[:DEPTH]) & set(wanted[:DEPTH])) / min(DEPTH, len(wanted))
        for rows, wanted in zip(found, exact, strict=True)
        if len(wanted)
    ]
    return round(float(np.mean(shares)), 4)


def reciprocal_ranks(lists: Sequence[Sequence[int]]) -> list[int]:
    """Return rows by summed reciprocal ranks, best first: the fusion of LanceDB."""
    scores: dict[int, float] = {}
    for rows in lists:
        for rank, row in enumerate(rows, start=1):
            scores[row] = scores.get(row, 0.0) + 1.0 / (RRF + rank)
    return sorted(scores, key=lambda row: (-scores[row], row))
