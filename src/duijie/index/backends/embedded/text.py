"""The text side: tantivy over pre-analysed terms, its own BM25, coded facets beside."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from duijie.index.backends.embedded.appending import RowFacets
from duijie.index.backends.embedded.conditions import Between, Condition, HasCode, InRows, Plan
from duijie.index.backends.embedded.layout import CODED, MISSING, NUMBERS, TEXT_FOLDER
from duijie.index.backends.embedded.lengths import average_length, corrected
from duijie.kernel.matching import TextQuery

if TYPE_CHECKING:
    import tantivy

_TOKENIZER = "terms"
_BUILD_MEMORY = 200_000_000
_UPDATE_MEMORY = 30_000_000
Scored = tuple[NDArray[np.uint32], NDArray[np.float64]]
Measured = tuple[NDArray[np.uint32], NDArray[np.float64], NDArray[np.int64]]

_TAKE_MORE_FROM = 0.05  # share of rows a filter must keep for taking more than asked
_TRIES = 2
_SPARE_FACTOR = 1.5  # by rounded lengths, of what is asked for by exact ones: 2 finds no more
SAME = 1e-4  # BM25 sums in another order differ by less; such scores count as equal


def open_text(folder: Path, *, create: bool = False) -> "tantivy.Index":
    """Return the text index of a generation, made new where `create` says so."""
    import tantivy

    place = folder / TEXT_FOLDER
    if create:
        place.mkdir(exist_ok=True)
        index = tantivy.Index(_schema(), path=str(place))
    else:
        index = tantivy.Index.open(str(place))
    whitespace = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(_TOKENIZER, whitespace)
    return index


def _schema() -> "tantivy.Schema":
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("terms", tokenizer_name=_TOKENIZER, index_option="freq")
    builder.add_unsigned_field("row", indexed=True, fast=True)
    builder.add_unsigned_field("length", indexed=False, fast=True)
    for name in (*CODED, "ipc"):
        builder.add_unsigned_field(name, indexed=True)
    for name in NUMBERS:
        builder.add_integer_field(name, indexed=True, fast=True)
    return builder.build()


class TextWriter:
    """Writes rows into the text index; nothing is seen before `commit`."""

    def __init__(self, index: "tantivy.Index", *, bulk: bool) -> None:
        threads = 2 if bulk else 1
        self._schema = index.schema
        memory = (_BUILD_MEMORY if bulk else _UPDATE_MEMORY) * threads
        self._writer = index.writer(heap_size=memory, num_threads=threads)
        # A killed commit leaves a deletion file behind whose name the next commit may want.
        self._writer.garbage_collect_files()

    def add(self, terms: Sequence[str], facets: RowFacets) -> None:
        """Add consecutive rows; `terms` are joined by spaces."""
        import tantivy

        codes = [(name, facets.codes[name].tolist()) for name in CODED]
        numbers = [(name, facets.numbers[name].tolist()) for name in NUMBERS]
        ipc, ends = facets.ipc.tolist(), facets.ipc_end.tolist()
        start = 0
        for place, joined in enumerate(terms):
            document = tantivy.Document()
            document.add_text("terms", joined)
            document.add_unsigned("row", facets.first_row + place)
            document.add_unsigned("length", joined.count(" ") + 1 if joined else 0)
            for name, column in codes:
                document.add_unsigned(name, column[place])
            for name, column in numbers:
                document.add_integer(name, column[place])
            for code in ipc[start : ends[place]]:
                document.add_unsigned("ipc", code)
            start = ends[place]
            self._writer.add_document(document)

    def remove(self, rows: Sequence[int]) -> None:
        """Remove rows."""
        import tantivy

        # By query: deleting by an unsigned term matches nothing in tantivy-py 0.27.
        if rows:
            query = tantivy.Query.term_set_query(self._schema, "row", list(rows))
            self._writer.delete_documents_by_query(query)

    def commit(self) -> None:
        """Make what was written durable and visible."""
        self._writer.commit()

    def close(self) -> None:
        """Wait for merges and give up the writer; what is not committed is lost."""
        self._writer.wait_merging_threads()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if kind is None:
            self.close()
        del self._writer  # with it goes tantivy's lock


class TextSearcher:
    """Searches one committed state of the text index."""

    def __init__(self, index: "tantivy.Index") -> None:
        self._schema = index.schema
        self._searcher = index.searcher()
        self._average: float | None = None  # length of a document, as tantivy has it

    @property
    def documents(self) -> int:
        """Return the number of live documents."""
        return self._searcher.num_docs

    def search(self, query: TextQuery, plan: Plan, limit: int) -> Scored:
        """Return rows and scores of the best by exact lengths, more when the last ones are equal.

        Half as many again are taken by tantivy's rounded lengths, then put in the right order.
        """
        rows, scores, lengths = self._found(query, plan, int(_SPARE_FACTOR * limit))
        average = self._average_length(query) if len(rows) else None
        if average is None:
            return rows, scores
        exact = corrected(scores, lengths, average)
        order = np.argsort(-exact, kind="stable")
        last = exact[order[min(limit, len(order)) - 1]]
        kept = order[exact[order] > last - SAME]
        return rows[kept], exact[kept]

    def _average_length(self, query: TextQuery) -> float | None:
        import tantivy

        if self._average is None:
            for term, _ in query.terms:
                one = tantivy.Query.term_query(self._schema, "terms", term, "freq")
                self._average = average_length(one, self._searcher)
                if self._average is not None:
                    break
        return self._average

    def _found(self, query: TextQuery, plan: Plan, limit: int) -> Measured:
        """Return rows, tantivy's scores and lengths of the best, more when the last are equal.

        tantivy skips what cannot reach the best only in a query without conditions. So where
        a filter keeps a good part, more is taken than asked and the rest dropped: as exact, and
        twice as fast. Where it keeps little, its narrow conditions lead the query and the wide
        ones are checked on the rows found: a range that nearly every row meets took 15 ms at
        800,000 rows, the whole query without it 3 ms.
        """
        any_term = self._any_of(query)
        if not plan.conditions:
            return self._top(any_term, limit)
        documents = max(1, self._searcher.num_docs)
        if plan.allowed / documents >= _TAKE_MORE_FROM:
            found = self._more(any_term, plan, limit, plan.allowed / documents)
        else:
            led = self._filtered(any_term, plan.leading)
            found = self._more(led, plan, limit, plan.allowed / max(1, plan.led))
        return found or self._top(self._filtered(any_term, plan.conditions), limit)

    def _more(
        self, query: "tantivy.Query", plan: Plan, limit: int, share: float
    ) -> Measured | None:
        """Return the best of a query that pass the filter, as a `share` does; None if too few."""
        if share < _TAKE_MORE_FROM:
            return None
        depth = int(1.3 * limit / share) + 50
        for _ in range(_TRIES):
            rows, scores, lengths = self._exactly(query, depth)
            kept = plan.mask[rows]
            complete = len(rows) < depth
            rows, scores, lengths = rows[kept], scores[kept], lengths[kept]
            if complete or (len(rows) > limit and scores[limit - 1] - scores[-1] >= SAME):
                return rows, scores, lengths
            depth *= 4
        return None

    def _top(self, query: "tantivy.Query", limit: int) -> Measured:
        depth = limit + 1
        while True:
            rows, scores, lengths = self._exactly(query, depth)
            if len(rows) < depth or scores[limit - 1] - scores[-1] >= SAME:
                return rows, scores, lengths
            depth *= 4  # the documents equal to the last one are not all here yet

    def _exactly(self, query: "tantivy.Query", depth: int) -> Measured:
        hits = self._searcher.search(query, depth, count=False).hits
        addresses = [address for _, address in hits]
        rows = self._searcher.fast_field_values("row", addresses)
        lengths = self._searcher.fast_field_values("length", addresses)
        scores = np.array([score for score, _ in hits], np.float64)
        return np.array(rows, np.uint32), scores, np.array(lengths, np.int64)

    def rows(self) -> NDArray[np.uint32]:
        """Return every live row, ascending."""
        import tantivy

        found = self._searcher.search(
            tantivy.Query.all_query(), max(1, self._searcher.num_docs), count=False
        )
        addresses = [address for _, address in found.hits]
        return np.sort(np.array(self._searcher.fast_field_values("row", addresses), np.uint32))

    def frequency(self, term: str) -> int:
        """Return in how many documents a term stands."""
        return self._searcher.doc_freq("terms", term)

    def _any_of(self, query: TextQuery) -> "tantivy.Query":
        import tantivy

        term, boost = tantivy.Query.term_query, tantivy.Query.boost_query
        return tantivy.Query.boolean_query(
            [
                (
                    tantivy.Occur.Should,
                    boost(term(self._schema, "terms", text, "freq"), weight),
                )
                for text, weight in query.terms
            ]
        )

    def _filtered(self, any_term: "tantivy.Query", wanted: Sequence[Condition]) -> "tantivy.Query":
        import tantivy

        clauses = [(tantivy.Occur.Must, any_term)]
        for condition in wanted:
            excluded = isinstance(condition, HasCode | InRows) and condition.excluded
            occur = tantivy.Occur.MustNot if excluded else tantivy.Occur.Must
            filtering = tantivy.Query.const_score_query(self._clause(condition), 0.0)
            clauses.append((occur, filtering))
        return tantivy.Query.boolean_query(clauses)

    def _clause(self, condition: Condition) -> "tantivy.Query":
        import tantivy

        if isinstance(condition, Between):
            return self._between(condition)
        if isinstance(condition, InRows):
            return self._one_of("row", condition.rows)
        clauses = [self._one_of(column, codes) for column, codes in condition.codes]
        if len(clauses) == 1:
            return clauses[0]
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, c) for c in clauses])

    def _one_of(self, column: str, values: Sequence[int]) -> "tantivy.Query":
        import tantivy

        if not values:
            return tantivy.Query.empty_query()
        if len(values) == 1:
            return tantivy.Query.term_query(self._schema, column, values[0], "basic")
        return tantivy.Query.term_set_query(self._schema, column, list(values))

    def _between(self, condition: Between) -> "tantivy.Query":
        import tantivy

        def within(lowest: int, highest: int) -> "tantivy.Query":
            return tantivy.Query.range_query(
                self._schema, condition.column, tantivy.FieldType.Integer, lowest, highest
            )

        bounded = within(condition.lowest, condition.highest)
        if not condition.missing_passes:
            return bounded
        should = tantivy.Occur.Should
        missing = within(MISSING, MISSING)
        return tantivy.Query.boolean_query([(should, bounded), (should, missing)])
