"""An engine that is open takes over what goes live, and a shadow is asked beside it."""

import json

import pytest

from duijie.index import read_card
from duijie.kernel.errors import ReleaseError
from duijie.kernel.matching import MatchRequest
from duijie.match import Engine, shadow_ranks
from duijie.match.rankers import BY_WEIGHTS
from tests.learn.releases.conftest import Scene

REQUEST = MatchRequest("石墨烯导热薄膜", limit=5)


def promote(scene: Scene, name: str, ranker: str | None = None) -> None:
    room = scene.room
    with room.changing():
        plan = room.plan(name, ranker)
        if plan.is_build:
            scene.build_trial(name)
        room.promote(plan, None, "a test")


def test_an_open_engine_takes_over_the_encoder_that_went_live(scene: Scene) -> None:
    engine = Engine.open(scene.home)
    before = engine.match(REQUEST)
    assert before.release.startswith(scene.live)
    promote(scene, scene.other)
    assert engine.match(REQUEST).release == before.release  # until it looks
    assert engine.refresh()
    after = engine.match(REQUEST)
    fresh = Engine.open(scene.home).match(REQUEST)
    assert after.release == fresh.release
    assert [m.record_id for m in after.matches] == [m.record_id for m in fresh.matches]
    assert [m.score for m in after.matches] == [m.score for m in fresh.matches]
    assert not engine.refresh()


def test_an_open_engine_refuses_a_live_ranker_that_cannot_be_used(scene: Scene) -> None:
    engine = Engine.open(scene.home)
    before = engine.match(REQUEST)
    promote(scene, scene.other, scene.other_ranker)  # its files are no trees
    for _ in range(2):
        with pytest.raises(ReleaseError, match=scene.other_ranker):
            engine.refresh()
        after = engine.match(REQUEST)
        assert after.release == before.release
        assert [m.score for m in after.matches] == [m.score for m in before.matches]
    room = scene.room
    with room.changing():
        room.roll_back("", to_another=True)
    assert not engine.refresh()


def test_a_shadow_of_the_same_weights_ranks_as_the_live_one_does(scene: Scene) -> None:
    engine = Engine.open(scene.home)
    shown = {match.record_id: match.rank for match in engine.match(REQUEST).matches}
    assert shown
    assert shadow_ranks(engine, REQUEST, BY_WEIGHTS) == shown
    assert engine.ranker is BY_WEIGHTS


def test_an_encoder_says_what_it_is_for_and_an_old_card_still_loads(scene: Scene) -> None:
    folder = scene.home.releases / scene.live
    card = read_card(folder)
    assert "library" in card.intended_use
    assert len(card.known_faults) == 3
    fields = json.loads((folder / "card.json").read_text("utf-8"))
    for name in ("intended_use", "known_faults", "slices"):
        del fields[name]
    (folder / "card.json").write_text(json.dumps(fields), "utf-8")
    old = read_card(folder)
    assert (old.intended_use, old.known_faults, dict(old.slices)) == ("", (), {})
