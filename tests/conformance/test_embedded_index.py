from pathlib import Path

import pytest

from duijie.index import EmbeddedIndex, open_index
from duijie.index.conformance import IndexConformance, ToyEncoder
from duijie.kernel.ports import Index


class TestEmbeddedIndex(IndexConformance):
    @pytest.fixture
    def index(self, tmp_path: Path) -> EmbeddedIndex:
        self.path = tmp_path / "index"
        return open_index(self.path, ToyEncoder(), create=True)

    def reopen(self, index: Index) -> Index:
        index.close()
        return open_index(self.path, ToyEncoder())


class TestEmbeddedIndexByScan(TestEmbeddedIndex):
    """The same with the 4-bit scan instead of the exact comparison that few rows get."""

    @pytest.fixture(autouse=True)
    def _scan_few_rows(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("duijie.index.backends.embedded.scan.EXACT_ROWS", 3)
        monkeypatch.setattr("duijie.index.backends.embedded.building.EXACT_ROWS", 3)
        monkeypatch.setattr("duijie.index.backends.embedded.committing._MOST_UNCODED_ROWS", 40)
