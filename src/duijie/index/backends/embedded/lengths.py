"""Document lengths: BM25 by the length that a document has, not by tantivy's byte for it.

tantivy keeps the length of a field in one byte, rounded down by up to 11 %, so that of the first
hundred documents by textbook BM25 it finds 95. Each row therefore carries its exact length, and a
score is corrected by what the difference does to a term that stands twice (Robertson and Zaragoza,
*The Probabilistic Relevance Framework: BM25 and Beyond*, 2009, equation 3.15).
"""

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import tantivy

_K1, _B = 1.2, 0.75  # what tantivy scores with
_TYPICAL_FREQUENCY = 2.0
_EXACT = 40  # shorter lengths are kept as they are
_LONGEST = 1 << 31


def corrected(
    scores: NDArray[np.float64], lengths: NDArray[np.int64], average: float
) -> NDArray[np.float64]:
    """Return BM25 scores as they would be with the exact lengths (terms of each document).

    >>> corrected(np.array([1.0, 1.0]), np.array([104, 111]), 100.0).round(3).tolist()
    [1.0, 0.981]
    """
    kept = kept_lengths()
    rounded = kept[np.searchsorted(kept, lengths, side="right") - 1]
    norm = _K1 * (1 - _B + _B * lengths / average)
    rounded_norm = _K1 * (1 - _B + _B * rounded / average)
    factor: NDArray[np.float64] = (_TYPICAL_FREQUENCY + rounded_norm) / (_TYPICAL_FREQUENCY + norm)
    return scores * factor


@cache
def kept_lengths() -> NDArray[np.int64]:
    """Return the lengths that tantivy can keep, ascending; others are rounded down to these."""
    lengths = list(range(_EXACT))
    value, step = _EXACT, 2
    while value < _LONGEST:
        lengths.extend(value + step * place for place in range(8))
        value += 8 * step
        step *= 2
    return np.array(lengths, np.int64)


def average_length(query: "tantivy.Query", searcher: "tantivy.Searcher") -> float | None:
    """Return the mean length by which tantivy scores; None when the query finds nothing."""
    hits = searcher.search(query, 1, count=False).hits
    if not hits:
        return None
    return _figure(json.loads(query.explain(searcher, hits[0][1]).to_json()), "avgdl")


def _figure(explained: dict[str, Any], name: str) -> float | None:
    """Return the first figure of a name in tantivy's explanation of a score."""
    if str(explained.get("description", "")).startswith(name):
        return float(explained["value"])
    inner = (_figure(detail, name) for detail in explained.get("details") or ())
    return next((value for value in inner if value is not None), None)
