from dataclasses import replace

import numpy as np
import pytest
from benchmarks.simulation import poisoning
from benchmarks.simulation.district import (
    LENGTH,
    ClickModel,
    District,
    make_district,
    places_of,
    values_of,
)
from benchmarks.simulation.gates import Proof, pass_gate
from benchmarks.simulation.months import draw_places, show_month
from benchmarks.simulation.updates import Kind, make_update

from duijie.learn.comparison import GatePolicy


@pytest.fixture(scope="module")
def district() -> District:
    return make_district(5, needs=600)


def test_lists_are_drawn_as_the_product_says_they_are(district: District) -> None:
    random = np.random.default_rng(1)
    shown = draw_places(district, np.zeros(20_000, dtype=np.int64), random)
    for place in range(1, LENGTH + 1):
        share = (shown == place).mean(axis=0)
        assert share == pytest.approx(district.chances[0, :, place - 1], abs=0.02)


@pytest.mark.parametrize("model", ["pbm", "cascade"])
def test_the_known_truth_is_what_a_long_log_brings(district: District, model: ClickModel) -> None:
    random = np.random.default_rng(2)
    places = places_of(-district.score)
    logs = [show_month(district, random, model=model, places=places) for _ in range(15)]
    brought = np.concatenate([log.satisfied.sum(axis=1) for log in logs])
    needs = np.concatenate([log.need for log in logs])
    truth = values_of(district, places, model)[needs]
    error = (brought - truth).std() / np.sqrt(len(brought))
    assert abs((brought - truth).mean()) < 4 * error


def test_the_gate_tells_a_large_gain_from_a_loss(district: District) -> None:
    random = np.random.default_rng(3)
    wide = replace(GatePolicy(), holder_cap=0.2, slice_floor=0.5)
    scores = district.score + 1.5 * district.level
    helpful = make_update(district, Kind.WORSE, random)
    gain = replace(helpful, kind=Kind.HELPFUL, scores=scores, places=places_of(scores))
    loss = replace(gain, scores=-scores, places=places_of(-scores))
    assert pass_gate(district, gain, Proof.DR, random, policy=wide).went_live
    assert not pass_gate(district, loss, Proof.SNIPS, random, policy=wide).went_live


def test_hostile_feedback_moves_a_ranker_little(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poisoning, "REPEATS", 1)
    monkeypatch.setattr(poisoning, "NEEDS", 300)
    monkeypatch.setattr(poisoning, "TRAIN_NEEDS", 200)
    one = "twenty accounts claim contracts that never were"
    monkeypatch.setattr(poisoning, "ATTACKS", {one: poisoning.ATTACKS[one]})
    found = poisoning.poisoning(4)
    assert abs(found["loss_of_ndcg@10"][one]["protected"]) < 0.02
    assert found["loss_of_ndcg@10"][one]["counted"] > 0.05
