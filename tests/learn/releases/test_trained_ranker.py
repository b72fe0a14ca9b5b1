"""A ranker that learned what people prefer: shadow, proof on held-out judgements, live, back."""

from dataclasses import replace
from pathlib import Path

import pytest

from duijie.index import BuildPlan, build_index, open_encoder
from duijie.kernel.home import Home
from duijie.kernel.live import live_ranker
from duijie.kernel.matching import MatchRequest
from duijie.learn import train_encoder
from duijie.learn.comparison import Ruling
from duijie.learn.evaluation import Run, qrels_of, run_of
from duijie.learn.ranker import train_ranker
from duijie.learn.releases import ReleaseRoom, decide_on_judgements
from duijie.match import Engine, shadow_ranks
from duijie.match.rankers import open_ranker
from tests.learn.ranker.conftest import QUICK, judged, library, need
from tests.learn.releases.conftest import TINY, clock

TOPICS = range(8)
LEARNED, HELD_OUT = range(6), range(6, 10)


def asked(numbers: range) -> dict[str, MatchRequest]:
    return dict(need(topic, grade, n) for topic in TOPICS for grade in range(2) for n in numbers)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("ranker") / "home")
    name = train_encoder(library(), releases=home.releases, clock=clock, options=TINY)
    build_index(home.index, library(), open_encoder(name, home), BuildPlan(workers=1))
    return home


@pytest.fixture(scope="module")
def ranker(home: Home) -> str:
    engine = Engine.open(home)
    told = [j for t in TOPICS for g in range(2) for n in LEARNED for j in judged(t, g, n)]
    try:
        return train_ranker(engine, asked(LEARNED), told, releases=home.releases, options=QUICK)
    finally:
        engine.close()


def answers(engine: Engine) -> Run:
    engine.options = replace(engine.options, credible_from=0.0)
    return run_of(
        {
            name: [match.record_id for match in engine.match(replace(request, limit=10)).matches]
            for name, request in asked(HELD_OUT).items()
        }
    )


def test_it_goes_live_by_what_it_shows_and_an_open_engine_follows(home: Home, ranker: str) -> None:
    room = ReleaseRoom(home, clock, "tester")
    engine = Engine.open(home)
    with room.changing():
        room.set_shadow(ranker, "")
    encoder = engine.index.stats().encoder_release
    trained = open_ranker(room.shadow_ranker(), home, encoder_release=encoder)
    request = asked(HELD_OUT)["need:0-1-6"]
    shown = {match.record_id: match.rank for match in engine.match(request).matches}
    beside = shadow_ranks(engine, request, trained)
    assert beside != shown
    assert min(beside, key=lambda name: beside[name]).startswith("achievement:0-1-")
    assert engine.ranker.release == ""

    told = [j for t in TOPICS for g in range(2) for n in HELD_OUT for j in judged(t, g, n)]
    qrels = qrels_of(told)
    candidate, live = answers(engine.beside(trained)), answers(Engine.open(home))
    decision = decide_on_judgements(candidate, live, qrels)
    assert decision.ruling is Ruling.GO, decision.reasons
    assert decide_on_judgements(live, candidate, qrels).ruling is Ruling.STOP

    with room.changing():
        room.promote(room.plan(ranker), decision, "")
    assert live_ranker(home) == ranker
    assert engine.refresh()
    now = {match.record_id: match.rank for match in engine.match(request).matches}
    assert (engine.ranker.release, now) == (ranker, beside)
    assert room.entries()[-1].proof == decision

    with room.changing():
        room.roll_back("the test is over", to_another=True)
    assert engine.refresh()
    assert engine.ranker.release == ""
    back = {match.record_id: match.rank for match in engine.match(request).matches}
    assert back == shown


def test_the_same_judgements_and_seed_give_the_same_ranker(
    home: Home, ranker: str, tmp_path: Path
) -> None:
    engine = Engine.open(home)
    told = [j for t in TOPICS for g in range(2) for n in LEARNED for j in judged(t, g, n)]
    again = train_ranker(engine, asked(LEARNED), told, releases=tmp_path, options=QUICK)
    engine.close()
    assert again == ranker
