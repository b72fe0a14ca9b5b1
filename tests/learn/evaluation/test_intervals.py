"""Intervals hold the truth as often as they say; tests find a difference only where one is."""

import numpy as np
import pytest

from duijie.learn.evaluation import (
    clustered_estimate,
    clustered_estimates,
    mean_estimate,
    paired_test,
)


def test_the_interval_holds_the_truth_about_nineteen_times_in_twenty() -> None:
    held = 0
    for seed in range(200):
        values = np.random.default_rng(seed).beta(2, 3, 80)
        found = mean_estimate(values, draws=400, seed=seed)
        assert found.low is not None
        assert found.high is not None
        held += found.low <= 0.4 <= found.high
    assert 0.9 <= held / 200 <= 0.985


def test_many_requests_are_drawn_in_pieces_that_change_nothing() -> None:
    values = np.random.default_rng(1).random(3000)
    random = np.random.default_rng(20260101)
    whole = values[random.integers(0, 3000, (2000, 3000))].mean(axis=1)
    found = mean_estimate(values)
    assert (found.low, found.high) == pytest.approx(np.percentile(whole, (2.5, 97.5)), abs=1e-12)


def test_the_same_values_give_the_same_interval() -> None:
    values = np.random.default_rng(2).random(50)
    assert mean_estimate(values) == mean_estimate(values.copy())


def test_one_request_has_no_interval_and_none_no_figure() -> None:
    assert mean_estimate(np.array([0.4])).low is None
    assert mean_estimate(np.array([])).value is None
    assert clustered_estimate(lambda rows: 1.0, []).value is None
    assert clustered_estimate(lambda rows: float(len(rows)), ["a", "a"]).low is None


def test_pairs_of_one_request_stand_and_fall_together() -> None:
    # Forty requests with ten equal pairs each: there are forty figures to draw, not four hundred.
    figures = np.random.default_rng(3).random(40).repeat(10)
    requests = [f"n{n // 10}" for n in range(400)]
    alone = mean_estimate(figures)
    together = clustered_estimate(lambda rows: float(figures[rows].mean()), requests)
    assert together.n == 40
    assert together.value == pytest.approx(alone.value)
    assert None not in (together.low, together.high, alone.low, alone.high)
    assert together.high - together.low > 2 * (alone.high - alone.low)  # type: ignore[operator]


def test_the_order_of_the_rows_does_not_matter() -> None:
    figures = np.random.default_rng(3).random(90)
    requests = [f"n{n % 9}" for n in range(90)]
    turned = np.random.default_rng(4).permutation(90)

    def mean_of(values: np.ndarray) -> object:
        return lambda rows: float(values[rows].mean())

    first = clustered_estimate(mean_of(figures), requests)  # type: ignore[arg-type]
    again = clustered_estimate(mean_of(figures[turned]), [requests[n] for n in turned])  # type: ignore[arg-type]
    assert (first.low, first.high) == pytest.approx((again.low, again.high))


def test_a_figure_that_often_does_not_exist_has_no_interval() -> None:
    requests = [f"n{n}" for n in range(20)]

    def only_with_the_first(rows: np.ndarray) -> list[float]:
        return [1.0 if (rows == 0).sum() > 1 or len(set(rows)) == 20 else float("nan"), 2.0]

    rare, sure = clustered_estimates(only_with_the_first, requests, size=2)
    assert (rare.value, rare.low) == (1.0, None)
    assert (sure.value, sure.low, sure.high) == (2.0, 2.0, 2.0)


def test_a_difference_is_found_where_one_is_and_seldom_elsewhere() -> None:
    wrong = 0
    for seed in range(60):
        random = np.random.default_rng(seed)
        first, second = random.random(60), random.random(60)
        wrong += paired_test(first, second).p < 0.05
    assert wrong <= 8
    shared = np.random.default_rng(1).random(60)
    noise = np.random.default_rng(2).normal(0.03, 0.05, 60)
    found = paired_test(shared + noise, shared)
    assert found.is_better
    assert found.low is not None
    assert 0 < found.low < found.difference
    assert paired_test(shared, shared + noise).is_worse


def test_nothing_compared_is_no_difference() -> None:
    found = paired_test(np.array([]), np.array([]))
    assert (found.difference, found.p, found.is_better) == (0, 1, False)
