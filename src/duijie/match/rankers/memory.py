"""What a ranker remembers (判例记忆): judged requests, their records, and how they fared.

Learning builds it and a release holds it; here it is asked about a new request.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from duijie.kernel.documents import Document
from duijie.kernel.folding import fold
from duijie.kernel.ports import Vectors
from duijie.match.rankers.port import NOTHING, Recalled
from duijie.match.understand import Query

Floats = NDArray[np.float32]

RECALLED = 15  # records of similar requests that are looked at whatever the searches find
NEAREST = 10  # judged requests whose records a candidate is compared with
_SHRINK = 2.0  # so many judgements of no opinion are added to what is known of a record or holder


@dataclass(frozen=True, slots=True)
class Memory:
    """Judged requests and the records judged for them.

    Attributes:
        request_ids: the judged requests.
        terms: the terms of these requests.
        weights: requests × terms, by worth and rarity, each row of length 1.
        vectors: a vector per request; of no width when there was no encoder.
        pulls: where each request draws the vector of one like it, by ridge regression from the
            requests onto the records judged good for them.
        record_ids: the judged records.
        titles: their titles, folded: the same title counts as the same record.
        owners: their holders.
        record_vectors: a vector per record.
        good: requests × records, how good each was judged, from 0 to 1; a row adds up to its mean.
        poor: requests × records, how bad.
        wording: how much more often a word stands in titles judged good than in those found.
    """

    request_ids: tuple[str, ...]
    terms: tuple[str, ...]
    weights: csr_array
    vectors: Floats
    pulls: Floats
    record_ids: tuple[str, ...]
    titles: tuple[str, ...]
    owners: tuple[str, ...]
    record_vectors: Floats
    good: csr_array
    poor: csr_array
    wording: Mapping[str, float]
    _known: "_Known" = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_known", _Known.of(self))

    def alike(self, queries: Sequence[Query], vectors: Vectors | None) -> Floats:
        """Return queries × judged requests: how much they are alike, in words and in meaning."""
        asked = np.zeros((len(self.terms), len(queries)), np.float32)
        for column, query in enumerate(queries):
            worth = {t: w * query.rarity[t] for t, w in query.weights.items()}
            length = np.sqrt(sum(value * value for value in worth.values())) or 1.0
            for term, value in worth.items():
                row = self._known.term.get(term)
                if row is not None:
                    asked[row, column] = value / length
        by_words = np.asarray(self.weights @ asked).T
        if vectors is None or not self.vectors.shape[1]:
            return np.asarray(by_words, dtype=np.float32)
        both = (by_words + vectors @ self.vectors.T) / 2
        return np.asarray(np.maximum(both, 0.0), dtype=np.float32)

    def recall(self, queries: Sequence[Query], vectors: Vectors | None) -> list[Recalled]:
        """Return what the judgements say of each query."""
        if not self.request_ids:
            return [NOTHING] * len(queries)
        alike = self.alike(queries, vectors)
        near = alike**2
        good, poor = near @ self.good, near @ self.poor
        drawn = alike @ self.pulls if vectors is not None else None
        return [
            Recalled(
                direction=None if drawn is None else _unit(drawn[n]),
                record_ids=self._best(good[n]),
                alike=alike[n],
                good=good[n],
                poor=poor[n],
            )
            for n in range(len(queries))
        ]

    def places(self, documents: Sequence[Document]) -> NDArray[np.int64]:
        """Return the place of each document among the judged records; -1 for one never judged."""
        known = self._known
        found = []
        for document in documents:
            place = known.record.get(document.record_id, -1)
            if place < 0 and document.title:
                place = known.title.get(fold(document.title), -1)
            found.append(place)
        return np.array(found, dtype=np.int64)

    def nearest_good(self, alike: Floats, vectors: Floats) -> Floats:
        """Return how near each vector is to a record judged good for a request much like this.

        A record counts by how much its request is like this one.
        """
        best = np.zeros(len(vectors), np.float32)
        if not self.record_vectors.shape[1]:
            return best
        for request in _highest(alike, NEAREST):
            start, end = self.good.indptr[request], self.good.indptr[request + 1]
            records = self.good.indices[start:end]
            if len(records):
                near = (vectors @ self.record_vectors[records].T).max(axis=1)
                best = np.maximum(best, alike[request] * near)
        return best

    def records_of(self, places: NDArray[np.int64]) -> tuple[Floats, Floats]:
        """Return how often each record was judged good, and how it fared against the mean."""
        return _taken(self._known.often, places), _taken(self._known.fared, places)

    def holders_of(self, documents: Sequence[Document]) -> tuple[Floats, Floats]:
        """Return how often records of each document's holder were good, and how they fared."""
        places = np.array([self._known.owner.get(d.owner, -1) for d in documents], dtype=np.int64)
        return _taken(self._known.held, places), _taken(self._known.holder_fared, places)

    def worded(self, terms: Sequence[str]) -> float:
        """Return how much the words of a title are those of titles judged good."""
        if not terms:
            return 0.0
        return sum(self.wording.get(term, 0.0) for term in terms) / len(terms)

    def _best(self, good: Floats) -> tuple[str, ...]:
        best = _highest(good, RECALLED)
        return tuple(self.record_ids[place] for place in best if good[place] > 0)


@dataclass(frozen=True, slots=True)
class _Known:
    """Where things stand in a memory, and what follows from it for records and holders."""

    term: Mapping[str, int]
    record: Mapping[str, int]
    title: Mapping[str, int]
    owner: Mapping[str, int]
    often: Floats
    fared: Floats
    held: Floats
    holder_fared: Floats

    @classmethod
    def of(cls, memory: Memory) -> "_Known":
        width = len(memory.record_ids)
        good, poor = _total(memory.good, width), _total(memory.poor, width)
        names = sorted(set(memory.owners) - {""})
        owner = {name: place for place, name in enumerate(names)}
        of_owner = np.array([owner.get(name, len(names)) for name in memory.owners], np.int64)
        good_held = _summed(of_owner, good, len(names))
        poor_held = _summed(of_owner, poor, len(names))
        mean = float(good.sum() / max(good.sum() + poor.sum(), 1e-9))
        return cls(
            term={term: place for place, term in enumerate(memory.terms)},
            record={name: place for place, name in enumerate(memory.record_ids)},
            title={t: p for p, t in reversed(list(enumerate(memory.titles))) if t},
            owner=owner,
            often=np.log1p(good).astype(np.float32),
            fared=_against(good, poor, mean),
            held=np.log1p(good_held).astype(np.float32),
            holder_fared=_against(good_held, poor_held, mean),
        )


def _total(matrix: csr_array, width: int) -> NDArray[np.float64]:
    """Return how much each record was judged good, or bad: rows are undone to single judgements."""
    counts = np.diff(matrix.indptr)
    data = matrix.data * np.repeat(np.maximum(counts, 1), counts)
    return _summed(matrix.indices, data, width)


def _summed(places: NDArray[Any], values: NDArray[Any], width: int) -> NDArray[np.float64]:
    total = np.bincount(places, values, width + 1)[:width]
    return np.asarray(total, dtype=np.float64)


def _against(good: NDArray[np.float64], poor: NDArray[np.float64], mean: float) -> Floats:
    """Return the share judged good less the mean share, shrunk towards no opinion."""
    return np.asarray((good - mean * (good + poor)) / (good + poor + _SHRINK), dtype=np.float32)


def _taken(values: Floats, places: NDArray[np.int64]) -> Floats:
    found = np.zeros(len(places), np.float32)
    known = places >= 0
    found[known] = values[places[known]]
    return found


def _highest(values: Floats, count: int) -> NDArray[np.intp]:
    """Return the places of the highest values, the highest first; equal ones by place.

    Only those that can be among them are put in order: a memory has thousands.
    """
    places = np.arange(len(values))
    if len(values) > count:
        places = np.flatnonzero(values >= np.partition(values, -count)[-count])
    return places[np.lexsort((places, -values[places]))][:count]


def _unit(vector: Floats) -> Floats | None:
    length = float(np.linalg.norm(vector))
    return np.asarray(vector / length, dtype=np.float32) if length > 1e-6 else None
