"""Where the training starts: random directions mixed with latent semantic analysis (LSA)."""

import numpy as np
from scipy.sparse import csr_array

from duijie.learn.encoder.clauses import Clauses, Floats
from duijie.learn.encoder.options import EncoderOptions

# LSA of more documents takes longer and hardly moves: its axes are the library's big topics.
LSA_DOCUMENTS = 20_000
_SPARE = 32
_ROUNDS = 2


def starting_table(
    clauses: Clauses, options: EncoderOptions, random: np.random.Generator
) -> Floats:
    """Return the first vector of each term, as long as the term's inverse document frequency.

    Random directions keep words apart, so that a text is found by its very words; the semantic
    part draws words of one topic together. Alone, LSA loses the known item and random directions
    the paraphrase.
    """
    terms, dimensions = len(clauses.terms), options.dimensions
    table = _unit(random.standard_normal((terms, dimensions), dtype=np.float32))
    if options.semantic_share > 0 and terms > 1:
        chosen = np.arange(len(clauses.first))
        if len(chosen) > LSA_DOCUMENTS:
            chosen = np.sort(random.choice(len(chosen), LSA_DOCUMENTS, replace=False))
        weighted = tf_idf(clauses.document_counts(chosen), clauses.idf())
        topics = np.zeros_like(table)
        axes = topic_axes(weighted, dimensions, random)
        topics[:, : axes.shape[1]] = _unit(axes)
        table = (1 - options.semantic_share) * table + options.semantic_share * topics
    return np.asarray(table * clauses.idf()[:, None], dtype=np.float32)


def tf_idf(counts: csr_array, idf: Floats) -> csr_array:
    """Return the counts damped, weighted by idf, each row of length 1."""
    weighted = csr_array(counts.astype(np.float32), copy=True)
    weighted.data = np.log2(1 + weighted.data) * idf[weighted.indices]
    lengths = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    weighted.data /= np.repeat(np.maximum(lengths, 1e-9), np.diff(weighted.indptr))
    return weighted


def topic_axes(weighted: csr_array, rank: int, random: np.random.Generator) -> Floats:
    """Return terms × rank: the right singular vectors, by a randomised decomposition (Halko)."""
    documents, terms = weighted.shape
    rank = min(rank, documents, terms)
    width = min(rank + _SPARE, documents, terms)
    turned = csr_array(weighted.T)
    sketch = weighted @ random.standard_normal((terms, width), dtype=np.float32)
    for _ in range(_ROUNDS):
        sketch, _r = np.linalg.qr(sketch)
        sketch = weighted @ (turned @ sketch)
    basis, _r = np.linalg.qr(sketch)
    projected = turned @ basis
    # The small Gram matrix gives the same rotation as an SVD of the long projection.
    values, rotation = np.linalg.eigh(projected.T @ projected)
    best = np.argsort(-values, kind="stable")[:rank]
    axes = projected @ rotation[:, best]
    return np.asarray(axes / np.sqrt(np.maximum(values[best], 1e-9)), dtype=np.float32)


def _unit(table: Floats) -> Floats:
    lengths = np.linalg.norm(table, axis=1, keepdims=True)
    return np.asarray(table / np.maximum(lengths, 1e-9), dtype=np.float32)
