"""Fuse (融合): the lists of the retrievers become one order."""

from collections.abc import Mapping, Sequence

from duijie.kernel.matching import Candidate
from duijie.match.options import Retriever

# A sum, not reciprocal ranks: those lose 7 points of nDCG@10 on known items, because the dense
# list ranks its own near-misses as high as the exact hit: docs/decisions/0004.
_LEXICAL, _DENSE = Retriever.LEXICAL.value, Retriever.DENSE.value
WEIGHTS: Mapping[str, float] = {_LEXICAL: 1.0, _DENSE: 0.5}


def fuse(
    candidates: Sequence[Candidate], *, weights: Mapping[str, float] = WEIGHTS
) -> list[Candidate]:
    """Return the candidates by the weighted sum of their scores, best first; equal ones by id.

    A lexical score counts as a share of the best one in the list, a dense one as the cosine it is.

    >>> found = [Candidate("a", {"lexical": 30.0}), Candidate("b", {"lexical": 29.0, "dense": 0.4})]
    >>> [c.record_id for c in fuse(found)]
    ['b', 'a']
    """
    best = best_lexical(candidates)
    scale = sum(weights.values()) or 1.0
    by_words, by_meaning = weights[_LEXICAL] / (best or 1.0), weights[_DENSE]
    fused = []
    for candidate in candidates:
        found = candidate.scores
        earned = by_words * found.get(_LEXICAL, 0.0) + by_meaning * max(0.0, found.get(_DENSE, 0.0))
        fused.append(Candidate(candidate.record_id, found, earned / scale))
    fused.sort(key=lambda c: (-c.fused, c.record_id))
    return fused


def best_lexical(candidates: Sequence[Candidate]) -> float:
    """Return the highest lexical score among candidates; 0 when there is none."""
    return max((c.scores.get(_LEXICAL, 0.0) for c in candidates), default=0.0)
