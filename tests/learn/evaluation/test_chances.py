"""Calibration and abstention: true chances are found true, wrong ones wrong."""

import numpy as np
import pytest

from duijie.kernel.errors import EvaluationError
from duijie.learn.evaluation import (
    Bins,
    Chance,
    abstention,
    abstention_curve,
    brier_score,
    calibration_error_by_chance,
    certainty,
    decision_errors,
    expected_calibration_error,
    reliability,
    report_chances,
)
from duijie.learn.evaluation.abstention import risks
from duijie.learn.evaluation.calibration import errors_by_chance, without_bias
from duijie.learn.evaluation.intervals import Estimate, clustered_draws
from tests.learn.evaluation.examples import MOMENT

RANDOM = np.random.default_rng(8)
SAID = RANDOM.beta(0.8, 1.4, 6000)
TRUE = (RANDOM.random(6000) < SAID).astype(float)


def test_true_chances_show_no_more_error_than_chance_does() -> None:
    error = expected_calibration_error(SAID, TRUE)
    assert error < 2 * calibration_error_by_chance(SAID) < 0.03


@pytest.mark.parametrize("by", Bins)
def test_chances_that_are_too_high_show_by_how_much(by: Bins) -> None:
    raised = np.minimum(1, SAID + 0.2)
    by_hand = float((raised - SAID).mean())
    assert expected_calibration_error(raised, TRUE, by=by) == pytest.approx(by_hand, abs=0.02)


def test_the_calibration_error_by_hand() -> None:
    said = np.array([0.1, 0.1, 0.9, 0.9])
    came = np.array([0.0, 1.0, 1.0, 1.0])
    for by in Bins:
        error = expected_calibration_error(said, came, bins=2, by=by)
        assert error == pytest.approx((2 * abs(0.5 - 0.1) + 2 * abs(1 - 0.9)) / 4)


def test_equal_chances_share_a_bin() -> None:
    said = np.array([0.3] * 50 + [0.7] * 2)
    found = reliability(said, np.zeros(52))
    assert [(part.n, part.least, part.most) for part in found] == [(50, 0.3, 0.3), (2, 0.7, 0.7)]


def test_bins_of_equal_mass_hold_equally_many() -> None:
    assert {part.n for part in reliability(SAID, TRUE)} == {600}
    widths = reliability(SAID, TRUE, by=Bins.EQUAL_WIDTH)
    assert sum(part.n for part in widths) == 6000
    assert all(part.most - part.least <= 0.1 for part in widths)


def test_an_interval_of_a_bin_holds_its_share() -> None:
    for part in reliability(SAID, TRUE):
        assert 0 <= part.low <= part.came_true <= part.high <= 1


def test_the_brier_score_is_the_squared_gap() -> None:
    assert brier_score(np.array([0.5, 1.0]), np.array([1.0, 1.0])) == 0.125


def test_the_surer_half_errs_less_where_chances_tell() -> None:
    errors, sureness = decision_errors(SAID, TRUE), certainty(SAID)
    found = abstention(errors, sureness)
    assert found.at_half < 0.6 * found.at_full
    assert found.ratio == found.at_half / found.at_full
    shuffled = abstention(errors, RANDOM.permutation(sureness))
    assert shuffled.ratio == pytest.approx(1, abs=0.1)


def test_abstention_by_hand() -> None:
    errors = np.array([1.0, 0.0, 0.0, 1.0])
    sureness = np.array([0.6, 0.9, 0.8, 0.7])
    assert risks(errors, sureness).tolist() == pytest.approx([0, 0, 1 / 3, 1 / 2])
    found = abstention(errors, sureness)
    assert (found.at_full, found.at_half, found.ratio) == (0.5, 0, 0)
    assert found.area == pytest.approx((1 / 3 + 1 / 2) / 4)


def test_the_order_of_equally_sure_predictions_does_not_matter() -> None:
    errors, sure = np.array([1.0, 0.0, 0.0, 0.0]), np.full(4, 0.7)
    for turn in range(4):
        assert risks(np.roll(errors, turn), sure).tolist() == [0.25] * 4


def test_the_curve_ends_with_the_error_of_all() -> None:
    curve = abstention_curve(decision_errors(SAID, TRUE), certainty(SAID))
    assert len(curve) == 100
    assert curve[-1].coverage == 1
    assert curve[-1].risk == pytest.approx(float(decision_errors(SAID, TRUE).mean()))


def test_a_report_of_chances_has_an_interval_for_every_figure() -> None:
    chances = [
        Chance(float(said), came > 0.5, f"q{n // 10}")
        for n, (said, came) in enumerate(zip(SAID[:1500], TRUE[:1500], strict=True))
    ]
    report = report_chances(chances, subject="file", made_at=MOMENT)
    assert (report.pairs, report.requests) == (1500, 150)
    for found in (*report.figures.values(), *(point.risk for point in report.abstention)):
        assert found.value is not None
        assert found.low is not None
        assert found.high is not None
        assert found.low <= found.high
        assert found.n == 150
    assert report.abstention[-1].risk.value == report.figures["error"].value


def test_outcomes_that_are_all_alike_are_remarked() -> None:
    report = report_chances([Chance(0.9, came_true=True)] * 20, subject="file", made_at=MOMENT)
    assert any("alike" in str(note) for note in report.notes)
    assert report.figures["error"].value == 0
    assert report.figures["half_to_full_error"].value is None


def test_no_chances_are_refused() -> None:
    with pytest.raises(EvaluationError):
        report_chances([], subject="file", made_at=MOMENT)


def test_the_interval_of_the_calibration_error_holds_the_truth() -> None:
    # Chances p that come true with p^1.1: a small error, most of what shows is chance.
    many = np.random.default_rng(0).beta(0.8, 1.4, 200_000)
    truth = {power: expected_calibration_error(many, many**power) for power in (1.0, 1.1)}
    for power, true in truth.items():
        held = 0
        for seed in range(30):
            random = np.random.default_rng(seed)
            said = random.beta(0.8, 1.4, 500)
            came = (random.random(500) < said**power).astype(float)
            found = error_with_interval(said, came)
            assert found.low is not None
            assert found.value is not None
            assert found.high is not None
            assert 0 <= found.low <= found.value <= found.high
            held += found.low <= true <= found.high
        assert held >= 28, (power, held)


def error_with_interval(said: np.ndarray, came: np.ndarray) -> Estimate:
    draws = clustered_draws(
        lambda rows: [expected_calibration_error(said[rows], came[rows])],
        [str(n) for n in range(len(said))],
        size=1,
        draws=60,
    )
    return without_bias(draws.estimates()[0], draws.bias(0), errors_by_chance(said))
