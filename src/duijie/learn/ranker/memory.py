"""Judged requests → the memory of a ranker, whole or without those that it must not have seen."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from duijie.learn.ranker.judged import (
    GOOD,
    IS_GOOD,
    POOR,
    Judged,
    fates,
    folded_titles,
    term_matrix,
)
from duijie.learn.ranker.options import RankerOptions
from duijie.match.ranking import Memory

Floats = NDArray[np.float32]
Rows = NDArray[np.intp]
_WORDS_KEPT = 50_000


@dataclass(frozen=True, slots=True)
class MemoryBuilder:
    """Makes memories of some of the judged requests; what all share is computed once."""

    judged: Judged
    options: RankerOptions
    terms: tuple[str, ...]
    weights: csr_array
    alike: NDArray[np.float64]
    good: csr_array
    poor: csr_array
    titles: tuple[str, ...]

    @classmethod
    def of(cls, judged: Judged, options: RankerOptions) -> "MemoryBuilder":
        """Return a builder over judged requests."""
        terms, weights = term_matrix(judged)
        alike = (weights @ weights.T).toarray().astype(np.float64)
        if judged.vectors is not None:
            vectors = judged.vectors.astype(np.float64)
            alike = np.maximum((alike + vectors @ vectors.T) / 2, 0.0)
        good, poor = fates(judged, GOOD), fates(judged, POOR)
        return cls(judged, options, terms, weights, alike, good, poor, folded_titles(judged))

    def memory(self, rows: Rows, wording: Mapping[str, float]) -> Memory:
        """Return the memory of some requests."""
        judged = self.judged
        width = 0 if judged.vectors is None else judged.vectors.shape[1]
        vectors = np.zeros((len(rows), 0), np.float32)
        record_vectors = np.zeros((len(judged.records), 0), np.float32)
        pulls = np.zeros((len(rows), width), np.float32)
        if judged.vectors is not None and judged.record_vectors is not None:
            vectors = np.ascontiguousarray(judged.vectors[rows], dtype=np.float32)
            record_vectors = np.ascontiguousarray(judged.record_vectors, dtype=np.float32)
            pulls = self._pulls(rows, record_vectors)
        return Memory(
            request_ids=tuple(judged.names[row] for row in rows),
            terms=self.terms,
            weights=csr_array(self.weights[rows]),
            vectors=vectors,
            pulls=pulls,
            record_ids=tuple(document.record_id for document in judged.records),
            titles=self.titles,
            owners=tuple(document.owner for document in judged.records),
            record_vectors=record_vectors,
            good=csr_array(self.good[rows]),
            poor=csr_array(self.poor[rows]),
            wording=wording,
        )

    def wording(
        self, rows: Rows, titles: Mapping[str, Sequence[str]], *, all_rows: Iterable[str]
    ) -> dict[str, float]:
        """Return how much more often a word stands in titles judged good than in those found.

        Args:
            rows: the requests whose judgements may be looked at.
            titles: record id → the terms of its title.
            all_rows: every record that was found for any request.
        """
        good = {
            record
            for row in rows
            for record, level in self.judged.levels[row].items()
            if level >= IS_GOOD
        }
        found = sorted(set(all_rows) | good)
        often = Counter(term for record in found for term in titles.get(record, ()))
        often_good = Counter(term for record in sorted(good) for term in titles.get(record, ()))
        share = len(good) / max(len(found), 1)
        doubt = share * self.options.wording
        if not doubt:
            return {}
        worth = {
            term: round(float(np.log((often_good[term] + doubt) / (n * share + doubt))), 4)
            for term, n in often.items()
            if n > 1
        }
        kept = sorted(worth, key=lambda term: (-often[term], term))[:_WORDS_KEPT]
        return {term: worth[term] for term in sorted(kept)}

    def _pulls(self, rows: Rows, record_vectors: Floats) -> Floats:
        """Return the ridge regression from requests onto the mean of their good records."""
        good = self.good[rows]
        sums = np.asarray(good.sum(axis=1)).ravel()
        means = (good @ record_vectors) / np.maximum(sums, 1e-9)[:, None]
        taught = np.flatnonzero(sums > 0)
        pulls = np.zeros((len(rows), record_vectors.shape[1]), np.float32)
        if len(taught):
            own = rows[taught]
            kernel = self.alike[np.ix_(own, own)] + self.options.ridge * np.eye(len(own))
            pulls[taught] = np.linalg.solve(kernel, means[taught].astype(np.float64))
        return pulls
