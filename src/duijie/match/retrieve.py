"""Retrieve (召回): what to search for → candidates, each with the score of its retriever."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duijie.kernel.filters import Filter
from duijie.kernel.matching import Candidate, Hit
from duijie.kernel.ports import Index, Vectors
from duijie.match.options import MatchOptions, Retriever
from duijie.match.understand import Query

DRAWN = 15  # taken from the search in the direction that judgements gave

Direction = NDArray[np.float32] | None


@dataclass(frozen=True, slots=True)
class Found:
    """What the searches found for one query (召回结果).

    `drawn` are the nearest in the further direction that judgements gave, the nearest first.
    """

    candidates: Sequence[Candidate]
    drawn: Sequence[str] = ()


def retrieve(
    queries: Sequence[Query],
    vectors: Vectors | None,
    index: Index,
    *,
    where: Filter,
    options: MatchOptions,
    directions: Sequence[Direction] = (),
) -> list[Found]:
    """Return what is found for each query under one filter; `vectors` has a row per query.

    `directions` are further vectors to search by, one or None per query.
    """
    lexical: list[list[Hit]] = [[] for _ in queries]
    dense: list[list[Hit]] = [[] for _ in queries]
    if options.runs(Retriever.LEXICAL):
        asked = [n for n, query in enumerate(queries) if query.terms.terms]
        hits = index.search_text(
            [queries[n].terms for n in asked], where=where, limit=options.candidates
        )
        for n, found in zip(asked, hits, strict=True):
            lexical[n] = found
    drawn: list[Sequence[str]] = [() for _ in queries]
    if vectors is not None and options.runs(Retriever.DENSE):
        known = np.flatnonzero(vectors.any(axis=1)).tolist()
        turned = [n for n, direction in enumerate(directions) if direction is not None]
        rows = [vectors[n] for n in known] + [directions[n] for n in turned]
        # One search for both: the vectors of the library are gone through once.
        asked_for = np.stack(rows).astype(np.float32) if rows else vectors[:0]
        hits = index.search_vectors(asked_for, where=where, limit=options.candidates)
        for n, found in zip(known, hits[: len(known)], strict=True):
            dense[n] = found
        for n, found in zip(turned, hits[len(known) :], strict=True):
            drawn[n] = [hit.record_id for hit in found[:DRAWN]]
    return [Found(_joined(a, b), near) for a, b, near in zip(lexical, dense, drawn, strict=True)]


def _joined(lexical: Sequence[Hit], dense: Sequence[Hit]) -> list[Candidate]:
    by_words, by_meaning = Retriever.LEXICAL.value, Retriever.DENSE.value
    scores: dict[str, dict[str, float]] = {}
    for hit in lexical:
        scores[hit.record_id] = {by_words: hit.score}
    for hit in dense:
        scores.setdefault(hit.record_id, {})[by_meaning] = hit.score
    return [Candidate(record_id, found) for record_id, found in scores.items()]
