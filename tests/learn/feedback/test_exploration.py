import itertools
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.learn.feedback import ExplorationOptions, explore
from duijie.learn.feedback.exploration import draw_of, marginals, order_chance

RECORDS = [f"r{n}" for n in range(8)]
CHANCES = [0.9, 0.8, 0.75, 0.6, 0.55, 0.5, 0.45, 0.2]
OPTIONS = ExplorationOptions(bound=0.16, floor=0.4, places=4, lift_share=0.2, lift_depth=3)


def test_the_chances_of_all_orders_sum_to_one_and_give_the_logged_propensities() -> None:
    draw, length = draw_of(np.array(CHANCES), 5, OPTIONS), 5
    table = np.zeros((8, 5))
    total = 0.0
    for order in itertools.permutations(range(8), length):
        chance = order_chance(draw, order, length)
        total += chance
        for place, record in enumerate(order):
            table[record, place] += chance
    assert total == pytest.approx(1)
    assert table == pytest.approx(marginals(draw, 8, length))


def test_what_is_drawn_comes_as_often_as_its_logged_chance_says() -> None:
    lists = [
        explore(RECORDS, CHANCES, length=5, seed=1, list_id=str(n), options=OPTIONS)
        for n in range(4_000)
    ]
    seen = Counter(tuple(place.record_id for place in one.shown) for one in lists)
    chances = {tuple(place.record_id for place in one.shown): one.chance for one in lists}
    assert len(seen) > 5
    for order, count in seen.items():
        assert count / 4_000 == pytest.approx(chances[order], abs=0.03)


def test_the_same_seed_and_list_give_the_same_order_and_another_list_another_draw() -> None:
    first = explore(RECORDS, CHANCES, length=5, seed=7, list_id="list:1")
    again = explore(RECORDS, CHANCES, length=5, seed=7, list_id="list:1")
    others = {
        explore(RECORDS, CHANCES, length=5, seed=7, list_id=f"list:{n}").shown for n in range(30)
    }
    assert first == again
    assert len(others) > 1


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.floats(0, 1), min_size=1, max_size=14),
    st.integers(0, 8),
    st.floats(0, 0.5),
    st.floats(0, 0.9),
    st.integers(0, 1_000),
)
def test_exploration_stays_within_its_bounds(
    chances: list[float], places: int, bound: float, floor: float, seed: int
) -> None:
    chances = sorted(chances, reverse=True)
    ids = [f"r{n}" for n in range(len(chances))]
    options = ExplorationOptions(bound=bound, floor=floor, places=places)
    found = explore(ids, chances, length=10, seed=seed, list_id="x", options=options)
    moved = [place for place in found.shown if place.rank != place.base_rank]
    assert len({place.record_id for place in found.shown}) == min(10, len(chances))
    assert len(moved) <= max(places, 0)
    for place in moved:
        if place.rank < place.base_rank:  # promoted
            assert chances[place.base_rank - 1] >= floor
        instead_of = chances[place.rank - 1]
        assert abs(chances[place.base_rank - 1] - instead_of) <= bound + 1e-12
    for place in found.shown:
        assert 0 < place.propensity <= 1
        assert sum(chance for _, chance in place.places) <= 1 + 1e-9
