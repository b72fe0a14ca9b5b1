"""The stages from queries to ranked candidates, for one request or a block of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from duijie.index import analyze, words
from duijie.kernel.documents import Document
from duijie.kernel.filters import Filter
from duijie.kernel.matching import Candidate, MatchRequest
from duijie.kernel.ports import Encoder, Index, Vectors
from duijie.match.features import features
from duijie.match.fuse import fuse
from duijie.match.languages import lend
from duijie.match.options import MatchOptions, Retriever, Stage
from duijie.match.rank import Ranked, in_fused_order
from duijie.match.rankers.port import NOTHING, Listed, Ranker, Recalled
from duijie.match.rankers.weighted import BY_WEIGHTS
from duijie.match.retrieve import retrieve
from duijie.match.stopwatch import Stopwatch
from duijie.match.understand import Query, idf, understand

REMEMBERED = 200_000  # terms; about 30 MiB

Recall = Callable[[Sequence[Query], Vectors | None], list[Recalled]]


@dataclass(frozen=True, slots=True)
class Pipeline:
    """What the stages work with (流水线): an index, an encoder if there is one, and options."""

    index: Index
    encoder: Encoder | None
    options: MatchOptions
    documents: int  # in the index when it was last looked at
    ranker: Ranker = BY_WEIGHTS
    told: dict[str, float] = field(default_factory=dict, repr=False, compare=False)

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
        """Return what is shown, in its order, with its chance and what it takes reading to know."""
        return self.ranker.read(query, shown, self.rarity)

    def rarity(self, terms: Sequence[str]) -> list[float]:
        """Return how much each analysed term tells (idf).

        Remembered until the index is looked at again: the titles of eighty candidates have five
        hundred terms, and looking each of them up takes longer than all else that ranks.
        """
        values = {term: self.told.get(term) for term in terms}
        new = [term for term, value in values.items() if value is None]
        if new:
            if len(self.told) > REMEMBERED:
                self.told.clear()
            found = [idf(n, self.documents) for n in self.index.document_frequencies(new)]
            learned = dict(zip(new, found, strict=True))
            self.told.update(learned)
            values.update(learned)
        return [values[term] or 0.0 for term in terms]

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
        listed = self.listed(queries, where, watch, today=today)
        with watch.measure(Stage.RANK):
            if not self.options.runs(Stage.RANK):
                return [in_fused_order(one.candidates) for one in listed]
            return [self.ranker.rank(one, self.rarity) for one in listed]

    def listed(
        self,
        queries: Sequence[Query],
        where: Filter,
        watch: Stopwatch,
        *,
        today: date,
        recall: Recall | None = None,
    ) -> list[Listed]:
        """Return the candidates of each query with their figures, before they are ranked.

        `recall` says what judgements say of each query; the ranker does when it is None.
        """
        with watch.measure(Stage.RETRIEVE):
            vectors = self.vectors(queries)
            recalled = (recall or self._recalled)(queries, vectors)
            found = retrieve(
                queries,
                vectors,
                self.index,
                where=where,
                options=self.options,
                directions=[one.direction for one in recalled],
            )
        with watch.measure(Stage.FUSE):
            if getattr(self.encoder, "joins_languages", False):
                found = [
                    replace(one, candidates=lend(query.text, one.candidates, self.index.get))
                    for query, one in zip(queries, found, strict=True)
                ]
            fused = [
                _with_recalled(fuse(one.candidates), self.options.depth, (*one.drawn, *known))
                for one, known in zip(found, (r.record_ids for r in recalled), strict=True)
            ]
        with watch.measure(Stage.FEATURES):
            return self._listed(queries, fused, vectors, recalled, where=where, today=today)

    def _recalled(self, queries: Sequence[Query], vectors: Vectors | None) -> list[Recalled]:
        if not self.options.runs(Retriever.JUDGED):
            return [NOTHING] * len(queries)
        return self.ranker.recall(queries, vectors)

    def _listed(
        self,
        queries: Sequence[Query],
        fused: Sequence[Sequence[Candidate]],
        vectors: Vectors | None,
        recalled: Sequence[Recalled],
        *,
        where: Filter,
        today: date,
    ) -> list[Listed]:
        ids = sorted({candidate.record_id for found in fused for candidate in found})
        stored = dict(zip(ids, self.index.get(ids), strict=True))
        place = {record_id: n for n, record_id in enumerate(ids)}
        known = self.index.vectors(ids) if vectors is not None else None
        listed: list[Listed] = []
        for n, (query, found) in enumerate(zip(queries, fused, strict=True)):
            kept, documents = _still_there(found, stored, where)
            rows = vector = None
            if known is not None and vectors is not None:
                vector = vectors[n]
                rows = known[[place[candidate.record_id] for candidate in kept]]
            cosines = rows @ vector if rows is not None and vector is not None else None
            featured = features(query, kept, documents, cosines, today=today)
            listed.append(Listed(query, featured, recalled[n], vector, rows))
        return listed


def _with_recalled(fused: Sequence[Candidate], depth: int, more: Sequence[str]) -> list[Candidate]:
    """Return the best by words and meaning, then what judgements point at besides."""
    kept = list(fused[:depth])
    if not more:
        return kept
    have = {candidate.record_id for candidate in kept}
    found = {candidate.record_id: candidate for candidate in fused[depth:]}
    for record_id in more:
        if record_id not in have:
            have.add(record_id)
            kept.append(found.get(record_id) or Candidate(record_id, {}))
    return kept


def _still_there(
    found: Sequence[Candidate], stored: dict[str, Document | None], where: Filter
) -> tuple[list[Candidate], list[Document]]:
    """Return the candidates whose document another writer has not just removed.

    What only judgements point at has not been searched under the filter, and must pass it.
    """
    kept: list[Candidate] = []
    documents: list[Document] = []
    for candidate in found:
        document = stored[candidate.record_id]
        if document is not None and (candidate.scores or where.allows(document)):
            kept.append(candidate)
            documents.append(document)
    return kept, documents
