"""Fuse (融合): the lists of the retrievers become one order."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from duijie.kernel.matching import Candidate
from duijie.match.options import Retriever

# A sum, not reciprocal ranks: those lose 7 points of nDCG@10 on known items, because the dense
# list ranks its own near-misses as high as the exact hit: docs/decisions/0004.
WEIGHTS: Mapping[str, float] = {Retriever.LEXICAL.value: 1.0, Retriever.DENSE.value: 0.3}


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
    fused = []
    for candidate in candidates:
        lexical = candidate.scores.get(Retriever.LEXICAL.value, 0.0)
        dense = candidate.scores.get(Retriever.DENSE.value, 0.0)
        earned = weights[Retriever.LEXICAL.value] * (lexical / best if best else 0.0)
        earned += weights[Retriever.DENSE.value] * max(0.0, dense)
        fused.append(replace(candidate, fused=earned / scale))
    fused.sort(key=lambda c: (-c.fused, c.record_id))
    return fused


def best_lexical(candidates: Sequence[Candidate]) -> float:
    """Return the highest lexical score among candidates; 0 when there is none."""
    return max((c.scores.get(Retriever.LEXICAL.value, 0.0) for c in candidates), default=0.0)
