"""The conformance kit of the `Ranker` port: subclass `RankerConformance` and run pytest.

class TestMine(RankerConformance):
    @pytest.fixture
    def engine(self) -> Engine:
        return Engine.from_documents(LIBRARY, ENCODER).beside(open_mine())

    @pytest.fixture
    def asked(self) -> str:
        return "what several records of the library are about"
"""

from dataclasses import replace

import pytest

from duijie.kernel.matching import Level, MatchRequest
from duijie.match.engine import Engine
from duijie.match.options import Stage
from duijie.match.rank import Ranked, in_order
from duijie.match.rankers.port import Listed, Ranker
from duijie.match.stopwatch import Stopwatch

HOSTILE = ("\x00", "\ud800", "AND OR NOT", "?" * 5000, "的", "1 2 3")


class RankerConformance:
    """What every ranker does (一致性测试); give two fixtures.

    `engine` is one over a library of some records, with the ranker; `asked` is a text that finds
    several of them.
    """

    def _listed(self, engine: Engine, text: str) -> Listed:
        request = engine.prepare(MatchRequest(text))
        queries = engine.pipeline.prepare([request])
        where = engine.where(request)
        return engine.pipeline.listed(queries, where, Stopwatch(), today=engine.today())[0]

    def _ranked(self, engine: Engine, text: str) -> list[Ranked]:
        return engine.ranker.rank(self._listed(engine, text), engine.pipeline.rarity)

    def test_it_keeps_the_port(self, engine: Engine) -> None:
        assert isinstance(engine.ranker, Ranker)
        assert 0.0 <= engine.ranker.credible_from <= 1.0

    def test_every_candidate_is_ranked_once(self, engine: Engine, asked: str) -> None:
        listed = self._listed(engine, asked)
        ranked = engine.ranker.rank(listed, engine.pipeline.rarity)
        assert len(ranked) > 2
        assert sorted(entry.record_id for entry in ranked) == sorted(
            candidate.candidate.record_id for candidate in listed.candidates
        )

    def test_the_best_comes_first_and_equal_ones_by_id(self, engine: Engine, asked: str) -> None:
        ranked = self._ranked(engine, asked)
        assert ranked == in_order(ranked)

    def test_the_order_of_the_candidates_does_not_matter(self, engine: Engine, asked: str) -> None:
        listed = self._listed(engine, asked)
        turned = replace(
            listed,
            candidates=listed.candidates[::-1],
            vectors=None if listed.vectors is None else listed.vectors[::-1],
        )
        weigh = engine.pipeline.rarity
        one = [entry.record_id for entry in engine.ranker.rank(listed, weigh)]
        assert one == [entry.record_id for entry in engine.ranker.rank(turned, weigh)]

    def test_an_empty_list_is_ranked(self, engine: Engine, asked: str) -> None:
        listed = self._listed(engine, asked)
        vectors = None if listed.vectors is None else listed.vectors[:0]
        empty = replace(listed, candidates=[], vectors=vectors)
        assert engine.ranker.rank(empty, engine.pipeline.rarity) == []
        assert engine.ranker.read(listed.query, [], engine.pipeline.rarity) == []
        assert engine.ranker.reasons([]) == []

    def test_what_is_read_keeps_its_order_and_gets_a_chance(
        self, engine: Engine, asked: str
    ) -> None:
        listed, ranked = self._listed(engine, asked), self._ranked(engine, asked)
        read = engine.ranker.read(listed.query, ranked, engine.pipeline.rarity)
        assert [entry.record_id for entry in read] == [entry.record_id for entry in ranked]
        assert all(0.0 <= entry.chance <= 1.0 for entry in read)
        assert all(entry.level in Level for entry in read)

    def test_what_the_card_shows_to_be_met_raises_the_score(
        self, engine: Engine, asked: str
    ) -> None:
        entry = self._ranked(engine, asked)[0]
        met = engine.ranker.checked(entry, {"elements": 1.0, "numbers": 1.0})
        missed = engine.ranker.checked(entry, {"elements": 0.0, "numbers": -1.0})
        assert met.score > missed.score
        assert met.featured.features["elements"] == 1.0

    def test_each_entry_has_its_reasons(self, engine: Engine, asked: str) -> None:
        ranked = self._ranked(engine, asked)
        told = engine.ranker.reasons(ranked)
        assert len(told) == len(ranked)
        assert all(len(reasons) <= 3 for reasons in told)

    def test_every_query_is_recalled(self, engine: Engine, asked: str) -> None:
        requests = [engine.prepare(MatchRequest(text)) for text in (asked, "nothing of this kind")]
        queries = engine.pipeline.prepare(requests)
        vectors = engine.pipeline.vectors(queries)
        assert len(engine.ranker.recall(queries, vectors)) == len(queries)
        assert len(engine.ranker.recall(queries, None)) == len(queries)

    def test_the_figures_of_a_match_are_numbers(self, engine: Engine, asked: str) -> None:
        for match in engine.match(MatchRequest(asked)).matches:
            assert all(isinstance(value, float) for value in match.features.values())

    def test_the_fused_order_stands_when_ranking_is_off(self, engine: Engine, asked: str) -> None:
        options = replace(engine.options, off=frozenset({Stage.RANK.value}))
        plain = Engine(engine.index, options=options, clock=engine.now, ranker=engine.ranker)
        assert plain.match(MatchRequest(asked)).request.text == asked

    @pytest.mark.parametrize("text", HOSTILE)
    def test_any_text_is_answered(self, engine: Engine, text: str) -> None:
        answer = engine.match(MatchRequest(text))
        assert answer.matches or answer.no_good_match is not None
