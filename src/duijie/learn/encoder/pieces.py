"""Vectors for parts of words, so that a word never seen still points somewhere."""

from collections.abc import Sequence

import numpy as np

from duijie.index import pieces_of
from duijie.learn.encoder.clauses import Floats


def piece_table(terms: Sequence[str], table: Floats, limit: int) -> tuple[tuple[str, ...], Floats]:
    """Return the parts that stand in the most terms, and for each the mean of these terms.

    A part must stand in at least two terms, else it says no more than its one term.
    """
    places: dict[str, list[int]] = {}
    for row, term in enumerate(terms):
        if " " in term:
            continue
        for piece in set(pieces_of(term)):
            places.setdefault(piece, []).append(row)
    ranked = sorted(
        ((piece, rows) for piece, rows in places.items() if len(rows) > 1),
        key=lambda entry: (-len(entry[1]), entry[0]),
    )[:limit]
    means = np.zeros((len(ranked), table.shape[1]), dtype=np.float32)
    for number, (_, rows) in enumerate(ranked):
        means[number] = table[rows].mean(axis=0)
    return tuple(piece for piece, _ in ranked), means
