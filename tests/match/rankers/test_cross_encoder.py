"""A cross-encoder reorders the first of a list, and only when a folder of one is named."""

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from duijie.index import BuildPlan, build_index
from duijie.kernel.errors import EncoderError, MissingDependencyError, ReleaseError
from duijie.kernel.home import Home
from duijie.kernel.matching import MatchRequest
from duijie.match import Engine
from duijie.match.adapters.cross_encoder import (
    READ_TOGETHER,
    CrossEncoderRanker,
    open_cross_encoder,
)
from duijie.match.rankers import BY_WEIGHTS
from duijie.match.rankers.conformance import RankerConformance
from tests.match.library import LIBRARY, clock


def by_length(pairs: Sequence[tuple[str, str]]) -> np.ndarray:
    """Like the shorter records better: an order that no other figure gives."""
    return np.array([-len(record) for _, record in pairs], np.float64)


class TestCrossEncoder(RankerConformance):
    @pytest.fixture
    def engine(self) -> Engine:
        ranker = CrossEncoderRanker(BY_WEIGHTS, by_length, "model")
        return Engine.from_documents(LIBRARY, clock=clock).beside(ranker)

    @pytest.fixture
    def asked(self) -> str:
        return "水稻病虫害绿色防控技术"


def test_the_first_are_read_again_and_the_rest_stay() -> None:
    engine = Engine.from_documents(LIBRARY, clock=clock)
    kit = TestCrossEncoder()
    listed = kit._listed(engine, "病虫害绿色防控技术")
    plain = BY_WEIGHTS.rank(listed, engine.pipeline.rarity)
    ranker = CrossEncoderRanker(BY_WEIGHTS, by_length, "model")
    ranked = ranker.rank(listed, engine.pipeline.rarity)
    read = ranked[:READ_TOGETHER]
    lengths = [len(e.featured.document.title + e.featured.document.text) for e in read]
    assert lengths == sorted(lengths)
    assert [entry.score for entry in read] == [entry.score for entry in plain[:READ_TOGETHER]]
    assert ranked[READ_TOGETHER:] == plain[READ_TOGETHER:]


def test_a_model_with_two_outputs_is_refused() -> None:
    engine = Engine.from_documents(LIBRARY, clock=clock)
    two = CrossEncoderRanker(BY_WEIGHTS, lambda pairs: np.ones((len(pairs), 2)), "model")
    with pytest.raises(EncoderError, match="one number for each pair"):
        engine.beside(two).match(MatchRequest("锂离子电池"))


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match=r"leave match\.cross_encoder empty"):
        open_cross_encoder(tmp_path, BY_WEIGHTS)


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.json").write_text("{}", "utf-8")
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(MissingDependencyError, match=r"duijie\[sentence-transformers\]"):
        open_cross_encoder(tmp_path, BY_WEIGHTS)


def test_the_setting_is_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(tmp_path).prepare()
    build_index(home.index, LIBRARY[:5], None, BuildPlan(revision=1))
    assert Engine.open(home, clock=clock).ranker is BY_WEIGHTS
    monkeypatch.setenv("DUIJIE_MATCH_CROSS_ENCODER", str(tmp_path / "nothing"))
    with pytest.raises(ReleaseError, match="there is no cross-encoder in this folder"):
        Engine.open(home, clock=clock)
