"""Requests → rows of figures to learn from, each made without the judgements of its own part."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duijie.kernel.documents import Document
from duijie.kernel.filters import Filter
from duijie.kernel.matching import Level
from duijie.kernel.ports import Progress
from duijie.learn.ranker.judged import Judged
from duijie.learn.ranker.memory import MemoryBuilder
from duijie.match import Engine
from duijie.match.ranking import (
    NAMES,
    WORDED,
    Listed,
    Memory,
    Stopwatch,
    read_columns,
    table_of,
    title_terms,
)

Table = NDArray[np.float64]
_BLOCK = 64
_WORDED_COLUMN = NAMES.index(WORDED)


@dataclass(frozen=True, slots=True)
class Rows:
    """Candidates with figures and labels (训练样本), request after request.

    `table` has the figures of `READ_NAMES`; `request` says which judged request a row is of.
    `told` says whether the level of a row was judged, or counts as if it had been.
    """

    table: Table
    level: NDArray[np.int64]
    weight: NDArray[np.float64]
    told: NDArray[np.bool_]
    request: NDArray[np.intp]
    records: tuple[str, ...]
    worded: Mapping[int, Mapping[str, float]]
    whole: Mapping[str, float]


def rows_of(
    engine: Engine,
    builder: MemoryBuilder,
    folds: NDArray[np.intp],
    *,
    unjudged: float,
    progress: Progress,
) -> Rows:
    """Return the rows of every judged request, through the engine's own stages.

    A request's figures come from a memory that holds no request of its part.
    """
    judged = builder.judged
    parts: dict[int, tuple[Table, list[Document], dict[str, Level], Mapping[str, float]]] = {}
    titles: dict[str, Sequence[str]] = {d.record_id: title_terms(d) for d in judged.records}
    places = np.arange(len(folds))
    for fold in range(int(folds.max()) + 1):
        memory = builder.memory(places[folds != fold], {})
        for place, listed in _lists(engine, judged, memory, places[folds == fold]):
            table = table_of(listed, memory, engine.pipeline.rarity)
            documents = [candidate.document for candidate in listed.candidates]
            read = read_columns(listed.query, documents)
            parts[place] = (
                np.hstack([table, read]), documents, dict(judged.levels[place]),
                judged.weights[place],
            )  # fmt: skip
            for document in documents:
                titles.setdefault(document.record_id, title_terms(document))
            progress("lists", len(parts), len(places))
    found = [d.record_id for _, documents, _, _ in parts.values() for d in documents]
    worded = {
        fold: builder.wording(places[folds != fold], titles, all_rows=found)
        for fold in range(int(folds.max()) + 1)
    }
    whole = builder.wording(places, titles, all_rows=found)
    return _joined(parts, folds, titles, worded, whole, unjudged=unjudged)


def _lists(
    engine: Engine,
    judged: Judged,
    memory: Memory,
    places: NDArray[np.intp],
) -> Iterator[tuple[int, Listed]]:
    """Yield the candidates of some requests; blocks under one filter are searched together."""
    shared: dict[Filter, list[int]] = defaultdict(list)
    for n in places.tolist():
        shared[engine.where(judged.requests[n])].append(n)
    for where, together in shared.items():
        for start in range(0, len(together), _BLOCK):
            block = together[start : start + _BLOCK]
            queries = [judged.queries[n] for n in block]
            listed = engine.pipeline.listed(
                queries, where, Stopwatch(), today=engine.today(), recall=memory.recall
            )
            yield from zip(block, listed, strict=True)


def _joined(
    parts: Mapping[int, tuple[Table, list[Document], dict[str, Level], Mapping[str, float]]],
    folds: NDArray[np.intp],
    titles: Mapping[str, Sequence[str]],
    worded: Mapping[int, Mapping[str, float]],
    whole: Mapping[str, float],
    *,
    unjudged: float,
) -> Rows:
    tables: list[Table] = []
    level: list[int] = []
    weight: list[float] = []
    told: list[bool] = []
    request: list[int] = []
    records: list[str] = []
    for place in sorted(parts):
        table, documents, levels, weights = parts[place]
        wording = worded[int(folds[place])]
        for row, document in enumerate(documents):
            terms = titles[document.record_id]
            mean = sum(wording.get(t, 0.0) for t in terms) / len(terms) if terms else 0.0
            table[row, _WORDED_COLUMN] = round(mean, 4)
            name = document.record_id
            level.append(int(levels.get(name, Level.NONE)))
            weight.append(weights.get(name, unjudged))
            told.append(unjudged > 0 or name in levels)
            request.append(place)
            records.append(name)
        tables.append(table)
    return Rows(
        np.vstack(tables),
        np.array(level, np.int64),
        np.array(weight, np.float64),
        np.array(told, np.bool_),
        np.array(request, np.intp),
        tuple(records),
        worded,
        whole,
    )
