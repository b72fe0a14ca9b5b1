import pytest

from duijie.index import MemoryIndex
from duijie.index.conformance import IndexConformance, ToyEncoder


class TestMemoryIndex(IndexConformance):
    @pytest.fixture
    def index(self) -> MemoryIndex:
        return MemoryIndex(ToyEncoder())
