"""BM25 goes by the length a document has, though tantivy keeps it in one byte."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from duijie.index import BuildPlan, analyze, build_index, document_terms, open_index
from duijie.index.backends.embedded import text
from duijie.index.backends.embedded.lengths import average_length, kept_lengths
from duijie.index.conformance import ToyEncoder
from duijie.ingest.generate import synthetic_documents
from duijie.kernel.documents import Document
from duijie.kernel.filters import EVERYTHING
from duijie.kernel.matching import TextQuery

DOCUMENTS = list(synthetic_documents(1_500, seed=5))
QUERIES = [
    TextQuery(tuple((term, 1.0) for term in dict.fromkeys(analyze(document.title))))
    for document in DOCUMENTS[::75]
]


def textbook_scores(documents: list[Document], queries: list[TextQuery]) -> list[np.ndarray]:
    """Return BM25 (k1 1.2, b 0.75) of every document for each query, by exact lengths."""
    counts = [Counter(document_terms(document)) for document in documents]
    lengths = np.array([sum(count.values()) for count in counts], float)
    norm = 1.2 * (0.25 + 0.75 * lengths / lengths.mean())
    scores = []
    for query in queries:
        total = np.zeros(len(documents))
        for term, _ in query.terms:
            tf = np.array([count[term] for count in counts], float)
            n = np.count_nonzero(tf)
            total += np.log(1 + (len(documents) - n + 0.5) / (n + 0.5)) * tf * 2.2 / (tf + norm)
        scores.append(total)
    return scores


def recall(folder: Path) -> float:
    """Return the share of the textbook's first hundred that the index finds."""
    index = open_index(folder, ToyEncoder())
    shares = []
    for query, scores in zip(QUERIES, textbook_scores(DOCUMENTS, QUERIES), strict=True):
        best = np.argsort(-scores, kind="stable")[:100]
        wanted = {DOCUMENTS[place].record_id for place in best if scores[place] > 0}
        found = index.search_text([query], where=EVERYTHING, limit=100)[0]
        shares.append(len(wanted & {hit.record_id for hit in found}) / len(wanted))
    index.close()
    return float(np.mean(shares))


def test_exact_lengths_bring_the_order_of_the_textbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "index"
    build_index(folder, iter(DOCUMENTS), ToyEncoder(), BuildPlan(revision=1, workers=1))
    exact = recall(folder)
    monkeypatch.setattr(text, "corrected", lambda scores, _lengths, _average: scores)
    assert exact > recall(folder)
    assert exact > 0.98


def test_lengths_are_rounded_as_tantivy_does(tmp_path: Path) -> None:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
    schema = builder.build()
    index = tantivy.Index(schema, path=str(tmp_path))
    writer = index.writer(15_000_000, 1)
    lengths = [1, 39, 40, 41, 55, 57, 111, 300, 1_000, 5_000]
    for length in lengths:
        document = tantivy.Document()
        document.add_text("terms", f"n{length} " + "x " * (length - 1))
        writer.add_document(document)
    writer.commit()
    index.reload()
    searcher = index.searcher()
    for length in lengths:
        query = tantivy.Query.term_query(schema, "terms", f"n{length}", "freq")
        (_, address), *_ = searcher.search(query, 1).hits
        kept = kept_lengths()
        rounded = kept[np.searchsorted(kept, length, side="right") - 1]
        assert f'"value": {float(rounded)},\n' in query.explain(searcher, address).to_json()
        assert average_length(query, searcher) == pytest.approx(np.mean(lengths))
