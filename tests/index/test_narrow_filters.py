from datetime import date
from pathlib import Path

import pytest

from duijie.index import EmbeddedIndex, analyze, open_index
from duijie.ingest.generate import synthetic_documents
from duijie.kernel.documents import Document
from duijie.kernel.filters import EVERYTHING, Filter
from duijie.kernel.matching import TextQuery

DOCUMENTS = list(synthetic_documents(2500, seed=9))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedIndex:
    opened = open_index(Path(tmp_path_factory.mktemp("index")), create=True)
    opened.upsert(DOCUMENTS, revision=1)
    return opened


def region() -> str:
    """Return a region code that a few documents have."""
    counts: dict[str, int] = {}
    for document in DOCUMENTS:
        counts[document.region_code] = counts.get(document.region_code, 0) + 1
    return min(code for code, count in counts.items() if 5 <= count <= 60)


@pytest.mark.parametrize(
    "where",
    [
        Filter(regions=(region(),)),
        Filter(regions=(region(),), valid_on=date(2040, 1, 1), visibilities=("public",)),
        Filter(regions=(region(),), kinds=("achievement",), trl_from=3),
        Filter(trl_from=9, trl_to=9, valid_on=date(2039, 1, 1), dated_from=date(2026, 3, 1)),
        Filter(regions=(region(),), kinds=("need",)),
        Filter(visibilities=("private",), without_organizations=(DOCUMENTS[0].organization,)),
    ],
)
@pytest.mark.parametrize("limit", [1, 7, 200])
def test_a_narrow_filter_gives_exactly_what_passes_in_the_same_order(
    index: EmbeddedIndex, where: Filter, limit: int
) -> None:
    query = TextQuery(tuple((term, 1.0) for term in analyze("高效稳定的制备技术与示范应用")))
    everything = index.search_text([query], where=EVERYTHING, limit=len(DOCUMENTS))[0]
    by_id: dict[str, Document] = {document.record_id: document for document in DOCUMENTS}
    wanted = [hit for hit in everything if where.allows(by_id[hit.record_id])][:limit]
    found = index.search_text([query], where=where, limit=limit)[0]
    assert [hit.record_id for hit in found] == [hit.record_id for hit in wanted]
    assert [hit.score for hit in found] == pytest.approx([hit.score for hit in wanted], abs=1e-3)
