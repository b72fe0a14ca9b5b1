"""The stages from queries to ranked candidates, for one request or a block of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from duijie.index import analyze, words
from duijie.kernel.documents import Document
from duijie.kernel.filters import Filter
from duijie.kernel.matching import Candidate, MatchRequest
from duijie.kernel.ports import Encoder, Index, Vectors
from duijie.match.features import Featured, closer_features, features
from duijie.match.fuse import fuse
from duijie.match.options import MatchOptions, Retriever, Stage
from duijie.match.rank import Ranked, in_fused_order, rank, with_more
from duijie.match.retrieve import retrieve
from duijie.match.stopwatch import Stopwatch
from duijie.match.understand import Query, idf, understand


@dataclass(frozen=True, slots=True)
class Pipeline:
    """What the stages work with (流水线): an index, an encoder if there is one, and options."""

    index: Index
    encoder: Encoder | None
    options: MatchOptions
    documents: int  # in the index when it was last looked at

    def reaching(self, limit: int) -> "Pipeline":
        """Return the stages with enough candidates for so many matches after diversifying."""
        depth = max(self.options.depth, 3 * limit)
        if depth == self.options.depth:
            return self
        candidates = max(self.options.candidates, depth)
        options = replace(self.options, depth=depth, candidates=candidates)
        return replace(self, options=options)

    def prepare(self, requests: Sequence[MatchRequest]) -> list[Query]:
        """Return normalised requests made ready."""
        return understand(
            requests, analyze, self.index, documents=self.documents, options=self.options
        )

    def read(self, query: Query, shown: Sequence[Ranked]) -> list[Ranked]:
        """Return what is shown, in its order, with the figures that take reading it."""
        documents = [entry.featured.document for entry in shown]
        closer = closer_features(query, documents, self.rarity)
        return [with_more(entry, figures) for entry, figures in zip(shown, closer, strict=True)]

    def rarity(self, terms: Sequence[str]) -> list[float]:
        """Return how much each analysed term tells (idf)."""
        found = self.index.document_frequencies(terms)
        return [idf(frequency, self.documents) for frequency in found]

    def weigh(self, told: Sequence[str]) -> list[float]:
        """Return how much each of some words tells: the mean idf of its terms in the library."""
        parts = [words(word) for word in told]
        every = sorted({term for terms in parts for term in terms})
        rarity = dict(zip(every, self.rarity(every), strict=True))
        return [
            sum(rarity[term] for term in terms) / len(terms) if terms else 0.0 for terms in parts
        ]

    def vectors(self, queries: Sequence[Query]) -> Vectors | None:
        """Return one vector per query; None when there is no encoder or it is switched off."""
        if self.encoder is None or not self.options.runs(Retriever.DENSE):
            return None
        return self.encoder.encode([query.text for query in queries], is_query=True)

    def ranked(
        self, queries: Sequence[Query], where: Filter, watch: Stopwatch, *, today: date
    ) -> list[list[Ranked]]:
        """Return the ranked candidates of each query, all under one filter."""
        with watch.measure(Stage.RETRIEVE):
            vectors = self.vectors(queries)
            found = retrieve(queries, vectors, self.index, where=where, options=self.options)
        with watch.measure(Stage.FUSE):
            fused = [fuse(candidates)[: self.options.depth] for candidates in found]
        with watch.measure(Stage.FEATURES):
            featured = self._featured(queries, fused, vectors, today=today)
        with watch.measure(Stage.RANK):
            order = rank if self.options.runs(Stage.RANK) else in_fused_order
            return [order(candidates) for candidates in featured]

    def _featured(
        self,
        queries: Sequence[Query],
        fused: Sequence[Sequence[Candidate]],
        vectors: Vectors | None,
        *,
        today: date,
    ) -> list[list[Featured]]:
        ids = sorted({candidate.record_id for found in fused for candidate in found})
        stored = dict(zip(ids, self.index.get(ids), strict=True))
        known = None
        if vectors is not None:
            place = {record_id: n for n, record_id in enumerate(ids)}
            known = (self.index.vectors(ids), place)
        figured: list[list[Featured]] = []
        for n, (query, found) in enumerate(zip(queries, fused, strict=True)):
            kept, documents = _still_there(found, stored)
            cosines: NDArray[np.float32] | None = None
            if known is not None and vectors is not None:
                rows = known[0][[known[1][candidate.record_id] for candidate in kept]]
                cosines = rows @ vectors[n]
            figured.append(features(query, kept, documents, cosines, today=today))
        return figured


def _still_there(
    found: Sequence[Candidate], stored: dict[str, Document | None]
) -> tuple[list[Candidate], list[Document]]:
    """Return the candidates whose document another writer has not just removed."""
    kept: list[Candidate] = []
    documents: list[Document] = []
    for candidate in found:
        document = stored[candidate.record_id]
        if document is not None:
            kept.append(candidate)
            documents.append(document)
    return kept, documents
