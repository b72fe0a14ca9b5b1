"""The weights that come with duijie keep the port of rankers."""

import pytest

from duijie.match import Engine
from duijie.match.rankers.conformance import RankerConformance
from tests.match.library import LIBRARY, clock


class TestWeights(RankerConformance):
    @pytest.fixture
    def engine(self) -> Engine:
        return Engine.from_documents(LIBRARY, clock=clock)

    @pytest.fixture
    def asked(self) -> str:
        return "水稻病虫害绿色防控技术"


def test_an_engine_ranks_by_weights_until_a_ranker_is_given() -> None:
    engine = Engine.from_documents(LIBRARY, clock=clock)
    assert engine.ranker.release == ""
    assert "+" not in engine.release
