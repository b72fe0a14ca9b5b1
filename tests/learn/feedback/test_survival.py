import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.learn.feedback import delay_curve, exponential_delay, kaplan_meier
from duijie.learn.feedback.survival import deal_rewards

# Remission of 21 patients on 6-mercaptopurine (Freireich et al. 1963), the textbook example.
WEEKS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
ENDED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
SURVIVING = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}


def test_the_textbook_example_of_kaplan_and_meier_comes_out() -> None:
    curve = kaplan_meier(WEEKS, [bool(ended) for ended in ENDED])
    assert {week: round(1 - curve.share_by(week), 3) for week in SURVIVING} == SURVIVING


def test_a_young_case_without_a_deal_says_less_than_an_old_one() -> None:
    curve = exponential_delay([30.0] * 10 + [200.0] * 10, [True] * 10 + [False] * 10)
    young, old = curve.shown_by(20), curve.shown_by(300)
    assert 0 < young < old < 1
    assert curve.shown_by(365) == 1


def test_without_any_deal_a_usual_delay_is_taken() -> None:
    curve = delay_curve([100.0, 50.0], [False, False])
    assert 0 < curve.shown_by(30) < curve.shown_by(180) < 1


def test_an_age_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        kaplan_meier([-1.0], [True])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 400), st.booleans()), min_size=1, max_size=40))
def test_the_share_with_a_deal_never_falls_with_age(cases: list[tuple[float, bool]]) -> None:
    curve = delay_curve([age for age, _ in cases], [deal for _, deal in cases])
    shares = [curve.share_by(age) for age in range(0, 400, 25)]
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 + 1e-9 for share in shares)


def test_rewards_of_deals_are_right_on_average_although_most_are_still_to_come() -> None:
    random = np.random.default_rng(3)
    n, share = 40_000, 0.3
    age, delay = random.uniform(0, 365, n), random.exponential(120, n)
    comes = (random.random(n) < share) & (delay <= 365)
    signed = comes & (delay <= age)
    curve = kaplan_meier(np.where(signed, delay, age).tolist(), signed.tolist())
    reward = deal_rewards(age, signed.astype(float), curve)
    known = reward[~np.isnan(reward)]
    assert signed.mean() < 0.75 * comes.mean()
    assert known.mean() == pytest.approx(comes.mean(), rel=0.05)
