"""Releases go live and back together, and the journal says how it came about."""

from dataclasses import replace

import pytest

from duijie.index import index_status, live_models
from duijie.kernel.errors import PromotionRefusedError, ReleaseError, ReleasesBusyError
from duijie.kernel.live import Models, live_ranker
from duijie.learn.releases import Action, Plan, ReleaseState, Step
from duijie.learn.releases.lock import changing
from tests.learn.releases.conftest import NOW, Scene, write_ranker

CANDIDATE, SHADOW = ReleaseState.CANDIDATE, ReleaseState.SHADOW
LIVE, ROLLED_BACK = ReleaseState.LIVE, ReleaseState.ROLLED_BACK


def promote(scene: Scene, name: str, ranker: str | None = None) -> None:
    room = scene.room
    with room.changing():
        plan = room.plan(name, ranker)
        if plan.is_build:
            scene.build_trial(name)
        room.promote(plan, None, "a test")


def test_what_the_index_answers_with_is_live_and_the_rest_are_candidates(scene: Scene) -> None:
    states = {one.name: one.state for one in scene.room.listed()}
    assert states == {
        scene.live: LIVE,
        scene.other: CANDIDATE,
        scene.ranker: CANDIDATE,
        scene.other_ranker: CANDIDATE,
    }


def test_promoting_a_ranker_keeps_the_generation(scene: Scene) -> None:
    promote(scene, scene.ranker)
    assert live_ranker(scene.home) == scene.ranker
    assert index_status(scene.home.index).generation == "000001"
    assert scene.room.states()[scene.ranker] is LIVE


def test_promoting_an_encoder_switches_index_and_ranker_together(scene: Scene) -> None:
    promote(scene, scene.ranker)
    promote(scene, scene.other, scene.other_ranker)
    assert live_models(scene.home.index) == Models(scene.other, scene.other_ranker)
    assert index_status(scene.home.index).generation == "000002"
    states = scene.room.states()
    assert (states[scene.live], states[scene.ranker]) == (CANDIDATE, CANDIDATE)


def test_a_ranker_that_does_not_fit_the_new_encoder_is_left_out(scene: Scene) -> None:
    promote(scene, scene.ranker)
    plan = scene.room.plan(scene.other)
    assert (plan.after, plan.left_out) == (Models(scene.other, ""), scene.ranker)


def test_a_ranker_that_knows_only_words_stays_with_every_encoder(scene: Scene) -> None:
    words = write_ranker(scene.home.releases, "", b"words")
    promote(scene, words)
    assert scene.room.plan(scene.other).after == Models(scene.other, words)


def test_one_rollback_restores_both_and_marks_what_was_taken_out(scene: Scene) -> None:
    promote(scene, scene.ranker)
    promote(scene, scene.other, scene.other_ranker)
    room = scene.room
    with room.changing():
        entry = room.roll_back("worse", to_another=True)
    assert live_models(scene.home.index) == Models(scene.live, scene.ranker)
    states = room.states()
    assert (states[scene.live], states[scene.ranker]) == (LIVE, LIVE)
    assert (states[scene.other], states[scene.other_ranker]) == (ROLLED_BACK, ROLLED_BACK)
    assert (entry.action, entry.because, entry.by) == (Action.ROLL_BACK, "worse", "tester")


def test_a_rollback_to_a_damaged_release_is_refused(scene: Scene) -> None:
    promote(scene, scene.ranker)
    promote(scene, scene.other, "")
    (scene.home.releases / scene.ranker / "trees.txt").write_bytes(b"WEIGHTS")
    room = scene.room
    with room.changing(), pytest.raises(ReleaseError, match="changed"):
        room.roll_back("", to_another=True)
    assert live_models(scene.home.index) == Models(scene.other, "")


def test_every_way_to_live_leads_through_shadow(scene: Scene) -> None:
    promote(scene, scene.ranker)
    entry = scene.room.entries()[-1]
    assert [(c.before, c.after) for c in entry.changes] == [(CANDIDATE, SHADOW), (SHADOW, LIVE)]
    assert entry.changes[0].content == scene.room.facts(scene.ranker).content


def test_a_shadow_is_never_live_and_gives_way_to_the_next(scene: Scene) -> None:
    room = scene.room
    second = write_ranker(scene.home.releases, scene.live, b"second")
    with room.changing():
        room.set_shadow(scene.ranker, "")
        room.set_shadow(second, "")
    assert room.shadow_ranker() == second
    assert room.states()[scene.ranker] is CANDIDATE
    assert live_ranker(scene.home) == ""
    with room.changing():
        room.end_shadow(second, "")
    assert room.shadow_ranker() == ""


def test_a_shadow_that_does_not_fit_a_new_encoder_is_a_candidate_again(scene: Scene) -> None:
    room = scene.room
    with room.changing():
        room.set_shadow(scene.ranker, "")
    promote(scene, scene.other)
    assert room.states()[scene.ranker] is CANDIDATE


def test_what_cannot_go_live_is_refused_with_the_reason(scene: Scene) -> None:
    room = scene.room
    with pytest.raises(PromotionRefusedError, match="live already"):
        room.plan(scene.live)
    with pytest.raises(PromotionRefusedError, match=f"--ranker {scene.other_ranker}"):
        room.plan(scene.other_ranker)
    with pytest.raises(PromotionRefusedError, match="only together with an encoder"):
        room.plan(scene.ranker, scene.ranker)
    with pytest.raises(PromotionRefusedError, match="by themselves"):
        room.plan(scene.other, scene.live)
    with room.changing(), pytest.raises(PromotionRefusedError, match="only a ranker"):
        room.set_shadow(scene.other, "")
    with room.changing(), pytest.raises(PromotionRefusedError, match="trained with"):
        room.set_shadow(scene.other_ranker, "")
    with room.changing(), pytest.raises(PromotionRefusedError, match="does not rank beside"):
        room.end_shadow(scene.ranker, "")
    assert room.entries() == []


def test_two_commands_do_not_change_what_is_live_at_once(scene: Scene) -> None:
    with (
        changing(scene.home.releases),
        pytest.raises(ReleasesBusyError),
        scene.room.changing(),
    ):
        pass


@pytest.mark.parametrize("is_switched", [True, False])
def test_an_action_cut_off_by_a_crash_is_settled_by_what_is_live(
    scene: Scene,
    is_switched: bool,  # noqa: FBT001
) -> None:
    promote(scene, scene.ranker)
    file = scene.home.releases / "journal.jsonl"
    begun, _ = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(begun)
    room = scene.room
    if not is_switched:
        (scene.home.index / "CURRENT").write_text("000001\n", "ascii")
    expected = Step.DONE if is_switched else Step.GIVEN_UP
    assert room.entries()[-1].step is expected
    assert (room.states().get(scene.ranker) is LIVE) is is_switched
    with room.changing():
        pass
    assert [entry.step for entry in room.journal.entries()] == [Step.BEGUN, expected]


def test_a_switch_that_fails_is_given_up_and_changes_nothing(scene: Scene) -> None:
    room = scene.room
    plan = Plan(scene.other, room.live, Models(scene.other, ""), is_build=True)
    with room.changing(), pytest.raises(Exception, match="no index"):
        room.promote(plan, None, "no trial was built")
    assert [entry.step for entry in room.entries()] == [Step.BEGUN, Step.GIVEN_UP]
    assert room.live == Models(scene.live, "")
    assert {one.name: one.state for one in room.listed()}[scene.other] is CANDIDATE


def test_a_build_with_another_encoder_is_written_down(scene: Scene) -> None:
    room = scene.room
    assert room.note_build(room.live) is None
    entry = room.note_build(replace(room.live, encoder=scene.other))
    assert entry is not None
    assert (entry.action, entry.at) == (Action.BUILD, NOW)
    assert [change.release for change in entry.changes] == [scene.other, scene.live]


def test_a_damaged_live_ranker_can_be_left_behind(scene: Scene) -> None:
    promote(scene, scene.ranker)
    (scene.home.releases / scene.ranker / "trees.txt").unlink()
    room = scene.room
    with room.changing():
        room.roll_back("damaged", to_another=True)
    assert live_models(scene.home.index) == Models(scene.live, "")
    assert room.states()[scene.ranker] is ROLLED_BACK
