"""Multi-words (多词术语): neighbouring terms that belong together, as one term."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Integers = NDArray[np.int64]

_AT_LEAST = 5  # times a pair stands in the library; rarer ones are chance
_TOGETHER = 0.35  # normalised pointwise mutual information; 0 is chance, 1 is never apart


def neighbours(ids: Integers, ends: Integers, terms: int) -> tuple[Integers, Integers]:
    """Return each pair of neighbouring terms of one clause as one number, and its clause."""
    clause = np.repeat(np.arange(len(ends) - 1), np.diff(ends))
    beside = clause[:-1] == clause[1:]
    first, second = ids[:-1][beside].astype(np.int64), ids[1:][beside].astype(np.int64)
    apart = first != second
    return first[apart] * terms + second[apart], clause[:-1][beside][apart]


def stand_apart(names: Sequence[str], pairs: Integers) -> NDArray[np.bool_]:
    """Tell which pairs share no Chinese character at their seam.

    Two bigrams that do say no more than the word that they are cut from.

    >>> stand_apart(["石墨", "墨烯", "heat", "transfer"], np.array([0 * 4 + 1, 2 * 4 + 3])).tolist()
    [False, True]
    """
    last = np.array([name[-1] for name in names])[pairs // len(names)]
    first = np.array([name[0] for name in names])[pairs % len(names)]
    return np.asarray((last != first) | (last < "\u0080"), dtype=np.bool_)


def telling_pairs(pairs: Integers, ids: Integers, terms: int, limit: int) -> Integers:
    """Return the pairs that stand together far more often than chance, by number.

    Of those with enough mutual information (PMI) the `limit` with the highest likelihood ratio
    (Dunning) are kept: mutual information alone prefers what is rare.
    """
    if limit == 0 or len(pairs) == 0:
        return np.zeros(0, np.int64)
    keys, counts = np.unique(pairs, return_counts=True)
    often = counts >= _AT_LEAST
    keys, together = keys[often], counts[often].astype(np.float64)
    if len(keys) == 0:
        return keys
    alone = np.bincount(ids, minlength=terms).astype(np.float64)
    total = float(len(ids))
    expected = alone[keys // terms] * alone[keys % terms] / total
    lift = np.log(together / np.maximum(expected, 1e-9))
    close = lift / -np.log(together / total) >= _TOGETHER
    keys, strength = keys[close], 2 * (together * lift - (together - expected))[close]
    best = np.lexsort((keys, -strength))[:limit]
    return np.sort(keys[best])


def pair_counts(pairs: Integers, clauses: Integers, kept: Integers, height: int) -> csr_array:
    """Return clauses × kept pairs: how often each stands in each clause."""
    places = np.searchsorted(kept, pairs)
    known = places < len(kept)
    known[known] = kept[places[known]] == pairs[known]
    shape = (height, len(kept))
    ones = np.ones(int(known.sum()), np.float32)
    counts = csr_array((ones, (clauses[known], places[known])), shape=shape)
    counts.sum_duplicates()
    return counts
