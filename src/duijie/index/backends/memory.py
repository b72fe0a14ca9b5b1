"""`MemoryIndex`: the `Index` port in plain Python, for tests, small libraries and comparison."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from duijie.index.backends.embedded.batches import encoding_with
from duijie.index.tokens import analyze, document_text
from duijie.kernel.documents import Document
from duijie.kernel.filters import Filter
from duijie.kernel.matching import Hit, TextQuery
from duijie.kernel.ports import Encoder, IndexStats, Vectors

_K1, _B = 1.2, 0.75


class MemoryIndex:
    """Documents, postings and vectors in dictionaries (内存索引); gone when the process ends."""

    def __init__(self, encoder: Encoder | None = None) -> None:
        self._encoder = encoder
        self._documents: dict[str, Document] = {}
        self._lengths: dict[str, int] = {}
        self._postings: dict[str, dict[str, int]] = {}
        self._vectors: dict[str, Vectors] = {}
        self._revision = 0

    def stats(self) -> IndexStats:
        """Return what the index holds."""
        return IndexStats(
            backend="memory",
            generation="",
            schema_version=0,
            encoder_release=self._encoder.release if self._encoder else "",
            dimensions=self._dimensions,
            documents=len(self._documents),
            revision=self._revision,
            bytes_on_disk=0,
        )

    def search_text(
        self, queries: Sequence[TextQuery], *, where: Filter, limit: int
    ) -> list[list[Hit]]:
        """Return the best documents by BM25 for each query."""
        return [self._search_text(query, where, limit) for query in queries]

    def search_vectors(self, vectors: Vectors, *, where: Filter, limit: int) -> list[list[Hit]]:
        """Return the nearest documents by cosine for each row of `vectors`."""
        ids = [i for i, document in self._documents.items() if where.allows(document)]
        if not ids or not self._dimensions:
            return [[] for _ in range(len(vectors))]
        stored = np.stack([self._vectors[record_id] for record_id in ids])
        cosines = np.round((vectors @ stored.T).astype(np.float64).clip(-1, 1), 6)
        return [
            _best(dict(zip(ids, row.tolist(), strict=True)), limit) if query.any() else []
            for query, row in zip(vectors, cosines, strict=True)
        ]

    def get(self, record_ids: Sequence[str]) -> list[Document | None]:
        """Return the stored documents in the order asked; None where there is none."""
        return [self._documents.get(record_id) for record_id in record_ids]

    def vectors(self, record_ids: Sequence[str]) -> Vectors:
        """Return the vectors in the order asked; zeros where there is none."""
        vectors = np.zeros((len(record_ids), self._dimensions), np.float32)
        for place, record_id in enumerate(record_ids):
            if record_id in self._vectors:
                vectors[place] = self._vectors[record_id]
        return vectors

    def document_frequencies(self, terms: Sequence[str]) -> list[int]:
        """Return in how many documents each analysed term stands."""
        return [len(self._postings.get(term, ())) for term in terms]

    def upsert(
        self, documents: Iterable[Document], vectors: Vectors | None = None, *, revision: int
    ) -> int:
        """Insert or replace documents; return how many."""
        given = list(documents)
        texts = [document_text(document) for document in given]
        terms = [analyze(text) for text in texts]
        encoded = encoding_with(self._encoder)(texts, terms) if vectors is None else vectors
        for place, document in enumerate(given):
            self._remove(document.record_id)
            self._documents[document.record_id] = document
            self._lengths[document.record_id] = len(terms[place])
            # Half precision, as the embedded index stores it, so that both rank the same.
            self._vectors[document.record_id] = encoded[place].astype(np.float16).astype(np.float32)
            for term, count in Counter(terms[place]).items():
                self._postings.setdefault(term, {})[document.record_id] = count
        self._revision = revision
        return len({document.record_id for document in given})

    def delete(self, record_ids: Iterable[str], *, revision: int) -> int:
        """Remove documents; return how many were there."""
        self._revision = revision
        return sum(self._remove(record_id) for record_id in set(record_ids))

    def refresh(self) -> bool:
        """Tell that nothing changed: nobody else can write."""
        return False

    def close(self) -> None:
        """Forget everything."""
        self._documents.clear()

    @property
    def _dimensions(self) -> int:
        return self._encoder.dimensions if self._encoder else 0

    def _remove(self, record_id: str) -> bool:
        document = self._documents.pop(record_id, None)
        if document is None:
            return False
        for term in set(analyze(document_text(document))):
            postings = self._postings[term]
            del postings[record_id]
            if not postings:
                del self._postings[term]
        del self._lengths[record_id], self._vectors[record_id]
        return True

    def _search_text(self, query: TextQuery, where: Filter, limit: int) -> list[Hit]:
        scores: dict[str, float] = {}
        count = len(self._documents)
        mean = sum(self._lengths.values()) / count if count else 1.0
        for term, weight in query.terms:
            postings = self._postings.get(term, {})
            idf = math.log(1 + (count - len(postings) + 0.5) / (len(postings) + 0.5))
            for record_id, frequency in postings.items():
                norm = _K1 * (1 - _B + _B * self._lengths[record_id] / mean)
                gain = weight * idf * frequency * (_K1 + 1) / (frequency + norm)
                scores[record_id] = scores.get(record_id, 0.0) + gain
        allowed = {i: round(s, 4) for i, s in scores.items() if where.allows(self._documents[i])}
        return _best(allowed, limit)


def _best(scores: dict[str, float], limit: int) -> list[Hit]:
    ranked = sorted(scores.items(), key=lambda entry: (-entry[1], entry[0]))
    return [Hit(record_id, score) for record_id, score in ranked[: max(0, limit)]]
