import json
from dataclasses import replace

import numpy as np
import pytest

from duijie.kernel.explanations import Verdict
from duijie.kernel.words import LANGS
from duijie.learn.comparison import (
    Comparison,
    ConditionName,
    ExposureShares,
    GatePolicy,
    Method,
    Proposal,
    Reading,
    Ruling,
    SliceComparison,
    ValueEstimate,
    decide,
    decision_fields,
    decision_from,
    exposure_of,
    interleaving_test,
    level_of_look,
    word_reason,
    word_ruling,
)

SHARES = ExposureShares(0.03, "org:1", 0.4, 90, {"known": 0.8, "new": 0.2})


def slice_of(value: float, error: float = 0.01, requests: int = 200) -> SliceComparison:
    gain = ValueEstimate(value, error, requests - 1)
    return SliceComparison("industry", "C26", 600, requests, 1.0, gain)


def comparison(value: float = 0.08, error: float = 0.02, *slices: SliceComparison) -> Comparison:
    return Comparison(
        method=Method.SNIPS,
        reading=Reading.EXAMINATION,
        lists=2_000,
        requests=600,
        candidate=ValueEstimate(1 + value, 0.03, 599),
        live=ValueEstimate(1.0, 0.03, 599),
        difference=ValueEstimate(value, error, 599),
        slices=slices or (slice_of(0.02),),
        coverage=0.97,
        effective=1_500.0,
    )


def proposal(compared: Comparison | None = None, **others: object) -> Proposal:
    fields: dict[str, object] = {
        "candidate": "ranker-2",
        "live": "ranker-1",
        "from_state": "shadow",
        "to_state": "live",
        "comparison": compared or comparison(),
        "exposure": SHARES,
        "live_exposure": SHARES,
        "look": 6,
    }
    return Proposal(**{**fields, **others})  # type: ignore[arg-type]


def broken(found: Proposal) -> set[ConditionName]:
    return {c.name for c in decide(found).conditions if c.verdict is not Verdict.MET}


def test_a_proven_improvement_goes_live_with_every_condition_met() -> None:
    found = decide(proposal())
    assert found.is_go
    assert {condition.verdict for condition in found.conditions} == {Verdict.MET}


def test_a_good_figure_that_is_not_sure_waits_and_stops_at_the_last_look() -> None:
    unsure = comparison(0.03, 0.03)
    assert decide(proposal(unsure, look=2)).ruling is Ruling.WAIT
    assert decide(proposal(unsure, look=6)).ruling is Ruling.STOP


def test_after_the_last_look_nothing_goes_live() -> None:
    found = decide(proposal(look=7))
    assert found.ruling is Ruling.STOP
    assert "look 7 of 6" in word_reason(found.reasons[0], "en")


def test_a_proven_loss_stops_at_once() -> None:
    assert decide(proposal(comparison(-0.2, 0.02), look=1)).ruling is Ruling.STOP


def test_one_slice_below_its_floor_stops_what_helps_overall() -> None:
    found = proposal(comparison(0.08, 0.02, slice_of(0.1), slice_of(-0.2)))
    assert decide(found).ruling is Ruling.STOP
    assert broken(found) == {ConditionName.SLICE}


def test_a_slice_that_may_be_below_its_floor_waits() -> None:
    found = proposal(comparison(0.08, 0.02, slice_of(-0.01, 0.05)), look=3)
    assert decide(found).ruling is Ruling.WAIT


def test_a_slice_too_small_to_judge_keeps_nobody_back_unless_harm_is_proven() -> None:
    small = slice_of(-0.02, 0.3, requests=12)
    assert decide(proposal(comparison(0.08, 0.02, small))).is_go
    harmed = slice_of(-0.9, 0.1, requests=12)
    assert decide(proposal(comparison(0.08, 0.02, harmed))).ruling is Ruling.STOP


def test_one_holder_above_the_cap_stops() -> None:
    found = proposal(exposure=replace(SHARES, largest=0.12, largest_holder="org:9"))
    assert decide(found).ruling is Ruling.STOP
    assert broken(found) == {ConditionName.EXPOSURE}
    assert "org:9" in word_reason(decide(found).reasons[0], "en")


def test_pushing_new_holders_out_of_sight_stops() -> None:
    found = proposal(exposure=replace(SHARES, groups={"known": 0.9, "new": 0.1}))
    assert decide(found).ruling is Ruling.STOP


def test_where_exposure_is_unknown_nothing_goes_live() -> None:
    assert decide(proposal(exposure=None, look=1)).ruling is Ruling.WAIT


@pytest.mark.parametrize(
    "thin", [{"coverage": 0.5}, {"effective": 20.0}, {"requests": 30}], ids=str
)
def test_a_thin_log_is_no_proof(thin: dict[str, float]) -> None:
    found = proposal(replace(comparison(), **thin), look=1)  # type: ignore[arg-type]
    assert decide(found).ruling is Ruling.WAIT
    assert broken(found) == {ConditionName.EVIDENCE}


def test_losing_side_by_side_stops_what_looks_better_in_the_log() -> None:
    lost = interleaving_test([-1] * 90 + [1] * 30)
    assert decide(proposal(interleaving=lost)).ruling is Ruling.STOP
    won = interleaving_test([1] * 70 + [-1] * 60)
    assert decide(proposal(interleaving=won)).is_go


def test_to_shadow_it_is_enough_not_to_be_proven_worse() -> None:
    unsure = comparison(0.01, 0.05)
    assert decide(proposal(unsure, to_state="shadow", exposure=None, look=1)).is_go
    worse = comparison(-0.2, 0.02)
    assert decide(proposal(worse, to_state="shadow", look=1)).ruling is Ruling.STOP


def test_a_decision_is_stored_and_read_back_the_same() -> None:
    found = decide(proposal(comparison(0.08, 0.02, slice_of(0.1), slice_of(-0.2))))
    assert decision_from(json.loads(json.dumps(decision_fields(found)))) == found


@pytest.mark.parametrize("lang", LANGS)
def test_every_reason_is_worded(lang: str) -> None:
    cases = [
        proposal(),
        proposal(comparison(0.03, 0.03), look=1),
        proposal(comparison(-0.2, 0.02)),
        proposal(comparison(0.08, 0.02, slice_of(-0.2), slice_of(-0.01, 0.05))),
        proposal(exposure=None, interleaving=interleaving_test([-1] * 90)),
        proposal(exposure=replace(SHARES, largest=0.2, groups={"new": 0.0})),
        proposal(replace(comparison(), coverage=0.1)),
        proposal(replace(comparison(), effective=1.0), interleaving=interleaving_test([1] * 9)),
    ]
    for case in cases:
        found = decide(case)
        assert word_ruling(found.ruling, lang)  # type: ignore[arg-type]
        for reason in found.reasons:
            assert "%(" not in word_reason(reason, lang)  # type: ignore[arg-type]


def test_looking_often_does_not_err_more_often_than_alpha() -> None:
    random = np.random.default_rng(1)
    looks, alpha, runs = 6, 0.05, 40_000
    from scipy import stats

    bounds = [stats.norm.isf(level_of_look(look, looks, alpha)) for look in range(1, looks + 1)]
    sums = np.cumsum(random.normal(0, 1, (runs, looks)), axis=1)
    figures = sums / np.sqrt(np.arange(1, looks + 1))
    crossed = (figures > np.array(bounds)).any(axis=1).mean()
    assert crossed == pytest.approx(alpha, abs=0.005)


def test_a_look_beyond_the_plan_is_refused() -> None:
    with pytest.raises(ValueError, match="7"):
        level_of_look(7, 6)


def test_exposure_is_weighted_by_how_places_are_examined() -> None:
    lists = [["a", "b"], ["a", "c"], ["d"]]
    found = exposure_of(
        lists,
        {"a": "org:1", "b": "org:2", "c": "org:2"},
        chances=[1.0, 0.5],
        groups={"org:1": "known", "org:2": "new"},
    )
    assert found.largest_holder == "org:1"
    assert found.largest == pytest.approx(2 / 4)
    assert found.groups == pytest.approx({"known": 0.5, "new": 0.25})


def test_a_decision_depends_on_the_policy() -> None:
    lenient = GatePolicy(slice_floor=0.5)
    found = proposal(comparison(0.08, 0.02, slice_of(-0.2)))
    assert decide(found, lenient).is_go
