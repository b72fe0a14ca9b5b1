"""The systems that are compared: all through the product's index, the hybrid through its engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

from benchmarks.quality.collections import Collection, Item
from benchmarks.quality.libraries import KIND, TODAY, Library, record_id
from duijie.index import analyze, words
from duijie.kernel.filters import EVERYTHING, Filter
from duijie.kernel.matching import Hit, MatchRequest, TextQuery
from duijie.match import BatchOptions, Engine, MatchOptions, match_batch

DEPTH = 100
BLOCK = 64
Ranking = list[str]


def rankings(library: Library, collection: Collection, system: str) -> list[Ranking]:
    """Return the item ids found for each query of a collection, best first."""
    judged = collection.judged_only
    blocks = [[q] for q in collection.queries] if judged else _blocks(collection.queries)
    found: list[Ranking] = []
    for block in blocks:
        where = _judged(collection, block[0]) if judged else EVERYTHING
        found += SYSTEMS[system](library, block, where)
    if not judged:
        return found
    return [
        completed(ranking, collection, query.id)
        for ranking, query in zip(found, collection.queries, strict=True)
    ]


def _bm25(analysis: Callable[[str], Sequence[str]]) -> Callable[..., list[Ranking]]:
    def search(library: Library, queries: Sequence[Item], where: Filter) -> list[Ranking]:
        asked = [
            TextQuery(tuple((t, float(n)) for t, n in Counter(analysis(q.full_text)).items()))
            for q in queries
        ]
        return _ids(library.index.search_text(asked, where=where, limit=DEPTH))

    return search


def _dense(library: Library, queries: Sequence[Item], where: Filter) -> list[Ranking]:
    vectors = library.encoder.encode([query.full_text for query in queries], is_query=True)
    return _ids(library.index.search_vectors(vectors, where=where, limit=DEPTH))


def _hybrid(library: Library, queries: Sequence[Item], where: Filter) -> list[Ranking]:
    engine = engine_of(library, credible_from=0.0)  # the whole order, however weak
    requests = [MatchRequest(q.text, q.title, where=_within(where)) for q in queries]
    options = BatchOptions(limit=DEPTH, pool=DEPTH, block=BLOCK, workers=1)
    lists = match_batch(engine, requests, options=options)
    return [[_item_id(m.record_id) for m in answer.matches] for answer in lists]


SYSTEMS: dict[str, Callable[..., list[Ranking]]] = {
    "bm25_words": _bm25(words),
    "bm25_ngrams": _bm25(analyze),
    "dense": _dense,
    "hybrid": _hybrid,
}


def engine_of(library: Library, **options: Any) -> Engine:
    """Return the product's engine over a library, with its own options unless others are named."""
    return Engine(
        library.index,
        library.encoder,
        options=MatchOptions(**options),
        clock=lambda: datetime.combine(TODAY, time(), UTC),
    )


def _within(where: Filter) -> Filter:
    return replace(where, kinds=(KIND,))


def _judged(collection: Collection, query: Item) -> Filter:
    return Filter(record_ids=tuple(record_id(i) for i in collection.qrels[query.id]))


def completed(ranking: Ranking, collection: Collection, query_id: str) -> Ranking:
    """Return a ranking; in a judged set of pairs those not found follow, by id."""
    if not collection.judged_only:
        return ranking
    found = set(ranking)
    return ranking + sorted(i for i in collection.qrels[query_id] if i not in found)


def _ids(hits: list[list[Hit]]) -> list[Ranking]:
    return [[_item_id(hit.record_id) for hit in found] for found in hits]


def _item_id(record: str) -> str:
    return record.removeprefix(f"{KIND}:")


def _blocks(queries: Sequence[Item]) -> list[Sequence[Item]]:
    return [queries[n : n + BLOCK] for n in range(0, len(queries), BLOCK)]
