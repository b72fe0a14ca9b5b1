"""Retrieve (召回): what to search for → candidates, each with the score of its retriever."""

from collections.abc import Sequence

import numpy as np

from duijie.kernel.filters import Filter
from duijie.kernel.matching import Candidate, Hit
from duijie.kernel.ports import Index, Vectors
from duijie.match.options import MatchOptions, Retriever
from duijie.match.understand import Query


def retrieve(
    queries: Sequence[Query],
    vectors: Vectors | None,
    index: Index,
    *,
    where: Filter,
    options: MatchOptions,
) -> list[list[Candidate]]:
    """Return the candidates of each query under one filter; `vectors` has a row per query."""
    lexical: list[list[Hit]] = [[] for _ in queries]
    dense: list[list[Hit]] = [[] for _ in queries]
    if options.runs(Retriever.LEXICAL):
        asked = [n for n, query in enumerate(queries) if query.terms.terms]
        hits = index.search_text(
            [queries[n].terms for n in asked], where=where, limit=options.candidates
        )
        for n, found in zip(asked, hits, strict=True):
            lexical[n] = found
    if vectors is not None and options.runs(Retriever.DENSE):
        known = np.flatnonzero(vectors.any(axis=1))
        if len(known):
            hits = index.search_vectors(vectors[known], where=where, limit=options.candidates)
            for n, found in zip(known.tolist(), hits, strict=True):
                dense[n] = found
    return [_joined(a, b) for a, b in zip(lexical, dense, strict=True)]


def _joined(lexical: Sequence[Hit], dense: Sequence[Hit]) -> list[Candidate]:
    by_words, by_meaning = Retriever.LEXICAL.value, Retriever.DENSE.value
    scores: dict[str, dict[str, float]] = {}
    for hit in lexical:
        scores[hit.record_id] = {by_words: hit.score}
    for hit in dense:
        scores.setdefault(hit.record_id, {})[by_meaning] = hit.score
    return [Candidate(record_id, found) for record_id, found in scores.items()]
