"""Near-misses (难负例): documents that BM25 or the encoder itself take for what is asked."""

import numpy as np
from scipy.sparse import csr_array

from duijie.learn.encoder.clauses import Floats, Integers
from duijie.learn.encoder.held_out import units

_DEPTH = 60  # of each of the two lists
_BLOCK = 64  # requests at once: 64 × 100,000 scores are 26 MB
_K1, _B = 1.2, 0.75


def rivals_of(requests: csr_array, library: csr_array, vectors: Floats) -> list[Integers]:
    """Return for each request the documents that BM25 and the vectors find first, by number.

    Args:
        requests: requests × terms, as damped counts.
        library: documents × terms, as damped counts.
        vectors: of the terms.
    """
    by_words = bm25_weights(library)
    documents = units(library, vectors)
    depth = min(_DEPTH, library.shape[0])
    found: list[Integers] = []
    for start in range(0, requests.shape[0], _BLOCK):
        block = csr_array(requests[start : start + _BLOCK])
        once = csr_array((np.ones_like(block.data), block.indices, block.indptr), block.shape)
        lexical = np.asarray((once @ by_words).todense(), np.float32)
        dense = units(block, vectors) @ documents.T
        for row in range(len(lexical)):
            lists = [_first(scores[row], depth) for scores in (lexical, dense)]
            found.append(np.unique(np.concatenate(lists)))
    return found


def bm25_weights(library: csr_array) -> csr_array:
    """Return terms × documents: what each term earns a document by BM25."""
    counts = csr_array(library, copy=True)
    counts.data = np.exp2(counts.data) - 1  # the counts as they were before damping
    total = counts.shape[0]
    frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    idf = np.log1p((total - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    share = np.repeat(lengths / max(float(lengths.mean()), 1e-9), np.diff(counts.indptr))
    times = counts.data
    earned = times * (_K1 + 1) / (times + _K1 * (1 - _B + _B * share)) * idf[counts.indices]
    counts.data = earned.astype(np.float32)
    return csr_array(counts.T)


def _first(scores: Floats, depth: int) -> Integers:
    """Return the documents with the highest scores above zero, the first one winning a tie."""
    order = np.argpartition(-scores, depth - 1)[:depth]
    return order[scores[order] > 0]
