"""Requests and judgements → what training looks at: vectors, terms, who was judged how."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from duijie.kernel.documents import Document
from duijie.kernel.folding import fold
from duijie.kernel.judgements import Judgement
from duijie.kernel.matching import Level, MatchRequest
from duijie.kernel.ports import Vectors
from duijie.learn.evaluation import qrels_of
from duijie.match import Engine
from duijie.match.ranking import Query

Floats = NDArray[np.float32]

# How good and how bad a level is, from 0 to 1: what is between counts on both sides a little.
GOOD = {Level.NONE: 0.0, Level.WEAK: 0.25, Level.FAIRLY_STRONG: 0.75, Level.STRONG: 1.0}
POOR = {Level.NONE: 1.0, Level.WEAK: 0.5, Level.FAIRLY_STRONG: 0.0, Level.STRONG: 0.0}
IS_GOOD = Level.FAIRLY_STRONG


@dataclass(frozen=True, slots=True)
class Judged:
    """Judged requests with all that is known of them and of their records (标注数据).

    `levels` and `weights` tell for each request the level of each record judged for it and how
    much that judgement tells. `dropped` judgements name a request or a record that is not there.
    """

    names: tuple[str, ...]
    requests: tuple[MatchRequest, ...]
    queries: tuple[Query, ...]
    vectors: Vectors | None
    records: tuple[Document, ...]
    record_vectors: Vectors | None
    levels: tuple[Mapping[str, Level], ...]
    weights: tuple[Mapping[str, float], ...]
    dropped: int

    @property
    def judgements(self) -> int:
        """Return how many pairs were judged."""
        return sum(map(len, self.levels))

    @property
    def with_good(self) -> int:
        """Return how many requests have a record that was judged good."""
        return sum(any(level >= IS_GOOD for level in found.values()) for found in self.levels)

    @property
    def share_poor(self) -> float:
        """Return how many of the judgements say that a record is none or weak."""
        poor = sum(level < IS_GOOD for found in self.levels for level in found.values())
        return poor / max(self.judgements, 1)

    @property
    def is_graded(self) -> bool:
        """Tell whether people told all four levels apart."""
        told = {level for found in self.levels for level in found.values()}
        return len(told) == len(Level)


def gather(
    engine: Engine,
    requests: Mapping[str, MatchRequest],
    judgements: Sequence[Judgement],
    *,
    limit: int,
    random: np.random.Generator,
) -> Judged:
    """Return what is known of the judged requests; at most `limit` of them, drawn at random.

    Of several judgements of a pair the weighted median counts.
    """
    grades = qrels_of(judgements).grades
    names = [name for name in sorted(grades) if name in requests]
    if len(names) > limit:
        names = sorted(random.choice(names, limit, replace=False).tolist())
    every = sorted({record for name in names for record in grades[name]})
    stored = dict(zip(every, engine.index.get(every), strict=True))
    records = tuple(document for document in stored.values() if document is not None)
    known = {document.record_id for document in records}
    told = _weights(judgements)
    levels = tuple(
        {r: Level(min(max(g, 0), 3) + 1) for r, g in sorted(grades[name].items()) if r in known}
        for name in names
    )
    prepared = tuple(engine.prepare(requests[name]) for name in names)
    queries = tuple(engine.pipeline.prepare(prepared)) if prepared else ()
    vectors = engine.pipeline.vectors(queries) if queries else None
    ids = [document.record_id for document in records]
    return Judged(
        names=tuple(names),
        requests=prepared,
        queries=queries,
        vectors=vectors,
        records=records,
        record_vectors=engine.index.vectors(ids) if vectors is not None else None,
        levels=levels,
        weights=tuple({r: told[name, r] for r in found} for name, found in zip(names, levels)),  # noqa: B905
        dropped=sum(map(len, grades.values())) - sum(map(len, levels)),
    )


def term_matrix(judged: Judged) -> tuple[tuple[str, ...], csr_array]:
    """Return the terms of the requests, and requests × terms by worth, each row of length 1."""
    column: dict[str, int] = {}
    data: list[float] = []
    indices: list[int] = []
    ends = [0]
    for query in judged.queries:
        worth = {term: w * query.rarity[term] for term, w in query.weights.items()}
        length = float(np.sqrt(sum(value * value for value in worth.values()))) or 1.0
        for term in sorted(worth):
            indices.append(column.setdefault(term, len(column)))
            data.append(worth[term] / length)
        ends.append(len(indices))
    matrix = csr_array(
        (np.array(data, np.float32), np.array(indices, np.int32), np.array(ends, np.int32)),
        shape=(len(judged.queries), len(column)),
    )
    return tuple(column), matrix


def fates(judged: Judged, worth: Mapping[Level, float]) -> csr_array:
    """Return requests × records: what each judgement is worth, a row as a mean."""
    place = {document.record_id: n for n, document in enumerate(judged.records)}
    data: list[float] = []
    indices: list[int] = []
    ends = [0]
    for levels, weights in zip(judged.levels, judged.weights, strict=True):
        told = sorted((place[r], worth[level] * weights[r]) for r, level in levels.items())
        told = [(column, value) for column, value in told if value > 0]
        indices += [column for column, _ in told]
        data += [value / len(told) for _, value in told]
        ends.append(len(indices))
    return csr_array(
        (np.array(data, np.float32), np.array(indices, np.int32), np.array(ends, np.int32)),
        shape=(len(judged.names), len(judged.records)),
    )


def folded_titles(judged: Judged) -> tuple[str, ...]:
    """Return the titles of the judged records as they are compared, on one line each."""
    return tuple(" ".join(fold(document.title).split()) for document in judged.records)


def fold_numbers(names: Sequence[str], folds: int, random: np.random.Generator) -> NDArray[np.intp]:
    """Return which part each request belongs to; all parts are about as large."""
    order = random.permutation(len(names))
    numbers = np.empty(len(names), np.intp)
    numbers[order] = np.arange(len(names)) % folds
    return numbers


def without_dropped(judged: Judged) -> Judged:
    """Return the requests that have a judged record left."""
    kept = [n for n, levels in enumerate(judged.levels) if levels]
    if len(kept) == len(judged.names):
        return judged
    return replace(
        judged,
        names=tuple(judged.names[n] for n in kept),
        requests=tuple(judged.requests[n] for n in kept),
        queries=tuple(judged.queries[n] for n in kept),
        vectors=None if judged.vectors is None else judged.vectors[kept],
        levels=tuple(judged.levels[n] for n in kept),
        weights=tuple(judged.weights[n] for n in kept),
    )


def _weights(judgements: Sequence[Judgement]) -> dict[tuple[str, str], float]:
    """Return for each pair how much its judgements tell: the most that one of them does."""
    told: dict[tuple[str, str], float] = defaultdict(float)
    for judgement in judgements:
        pair = judgement.request_id, judgement.record_id
        told[pair] = max(told[pair], min(max(judgement.weight, 0.0), 1.0))
    return told
