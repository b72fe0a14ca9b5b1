from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.learn.comparison import (
    Team,
    balanced,
    balanced_credit,
    credit,
    interleaving_test,
    team_draft,
)

ORDERS = st.permutations([f"r{n}" for n in range(6)])


@settings(max_examples=60, deadline=None)
@given(ORDERS, ORDERS, st.integers(0, 99), st.integers(1, 6))
def test_a_team_draft_has_no_repeats_and_teams_of_equal_size(
    first: list[str], second: list[str], seed: int, length: int
) -> None:
    found = team_draft(first, second, length=length, random=np.random.default_rng(seed))
    assert len(set(found.record_ids)) == len(found.record_ids) == length
    sizes = Counter(found.teams)
    assert abs(sizes[Team.CANDIDATE] - sizes[Team.LIVE]) <= 1


def test_random_clicks_prefer_neither_release() -> None:
    random = np.random.default_rng(1)
    first, second = [f"a{n}" for n in range(8)], [f"b{n}" for n in range(8)]
    surplus = []
    for _ in range(3_000):
        shown = team_draft(first, second, length=8, random=random)
        clicked = [r for place, r in enumerate(shown.record_ids) if random.random() < 0.5**place]
        surplus.append(credit(shown, clicked))
    found = interleaving_test(surplus)
    assert found.low < 0.5 < found.high


def test_the_better_release_wins() -> None:
    random = np.random.default_rng(2)
    good, bad = ["a", "b", "c", "d"], ["d", "c", "b", "a"]
    surplus = []
    for _ in range(300):
        shown = team_draft(good, bad, length=4, random=random)
        wanted = {"a": 0.8, "b": 0.4}
        clicked = [r for r in shown.record_ids if random.random() < wanted.get(r, 0.05)]
        surplus.append(credit(shown, clicked))
    assert interleaving_test(surplus).low_at(0.01) > 0.5


@settings(max_examples=60, deadline=None)
@given(ORDERS, ORDERS, st.integers(0, 99))
def test_every_beginning_of_a_balanced_list_holds_beginnings_of_both(
    first: list[str], second: list[str], seed: int
) -> None:
    shown = balanced(first, second, length=6, random=np.random.default_rng(seed)).record_ids
    for length in range(1, len(shown) + 1):
        taken = set(shown[:length])
        assert any(
            taken == set(first[:upper]) | set(second[:lower])
            for upper in range(7)
            for lower in (upper - 1, upper, upper + 1)
            if lower >= 0
        )


def test_of_equal_orders_nobody_gets_credit_for_a_balanced_list() -> None:
    order = ["a", "b", "c"]
    shown = balanced(order, order, length=3, random=np.random.default_rng(0))
    assert shown.record_ids == ("a", "b", "c")
    assert balanced_credit(shown, order, order, ["b"]) == 0
    assert balanced_credit(shown, ["b", "a", "c"], order, ["b"]) == 1


def test_the_sign_test_is_the_binomial_one() -> None:
    found = interleaving_test([1] * 8 + [-1] * 2 + [0])
    assert found.p == pytest.approx(2 * (1 + 10 + 45) / 2**10)
    assert (found.candidate_wins, found.live_wins, found.ties) == (8, 2, 1)


def test_without_any_winner_nothing_is_said() -> None:
    found = interleaving_test([0, 0])
    assert (found.share, found.low, found.high, found.p) == (0.5, 0.0, 1.0, 1.0)
