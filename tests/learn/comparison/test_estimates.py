import numpy as np
import pytest

from duijie.learn.comparison import CompareOptions, Method, Pool, Reading, compare_pool
from duijie.learn.comparison.foresight import features_of
from duijie.learn.feedback.examination import Draws, estimate_examination, given

EXAMINED = given(np.array([1.0, 0.5]))


def two_records(lists: int, *, first: list[int], rewards: list[list[float]], chance: float) -> Pool:
    """Return lists of two records, record 0 on top where `first` says 0."""
    list_of = np.repeat(np.arange(lists), 2)
    shown = np.array([[1, 2] if top == 0 else [2, 1] for top in first]).ravel()
    stays = np.where(np.tile([0, 1], lists) == 0, 1 - chance, chance)
    places = np.tile([1, 2], lists)
    return Pool(
        list_of=list_of,
        cluster_of=np.arange(lists),
        shown=shown,
        reward=np.array(rewards).ravel(),
        clicked=np.array(rewards).ravel(),
        at=np.tile([1, 2], (2 * lists, 1)),
        chance=np.stack([stays, 1 - stays], axis=1),
        propensity=np.where(shown == places, 1 - chance, chance),
        candidate=np.tile([2, 1], lists),
        live=places,
        features=features_of(np.tile([2, 1], lists), places, np.zeros((2 * lists, 2))),
        list_chance=np.where(np.array(first) == 0, 1 - chance, chance),
    )


@pytest.mark.parametrize("method", [Method.IPS, Method.SNIPS])
def test_of_a_deterministic_log_the_live_value_is_the_mean_reward(method: Method) -> None:
    pool = two_records(4, first=[0] * 4, rewards=[[1, 0], [1, 1], [0, 0], [0, 1]], chance=0.0)
    for reading in Reading:
        told = compare_pool(
            pool, CompareOptions(method=method, reading=reading, depth=2), examination=EXAMINED
        )
        assert told.live.value == pytest.approx(1.0)


def test_snips_by_list_is_the_weighted_mean_of_the_fitting_lists() -> None:
    pool = two_records(
        5, first=[0, 1, 1, 0, 1], rewards=[[9, 9], [1, 0], [1, 1], [9, 9], [0, 0]], chance=0.25
    )
    options = CompareOptions(method=Method.SNIPS, reading=Reading.LIST, depth=2)
    told = compare_pool(pool, options, examination=EXAMINED)
    assert told.candidate.value == pytest.approx((1 + 2 + 0) / 3)
    ips = compare_pool(pool, CompareOptions(method=Method.IPS, reading=Reading.LIST, depth=2))
    assert ips.candidate.value == pytest.approx((1 + 2 + 0) * 4 / 5)


def test_a_click_counts_by_how_places_are_examined() -> None:
    # Record 1 stood second in every list and was clicked once; first it would be seen twice as
    # often. Record 0, never clicked, goes down.
    pool = two_records(4, first=[0] * 4, rewards=[[0, 1], [0, 0], [0, 0], [0, 0]], chance=0.0)
    told = compare_pool(pool, CompareOptions(Method.IPS, depth=2), examination=EXAMINED)
    assert told.live.value == pytest.approx(0.25)
    assert told.candidate.value == pytest.approx(0.5)


def test_what_the_log_never_showed_counts_as_nothing_and_is_told() -> None:
    pool = two_records(2, first=[0, 0], rewards=[[1, 1], [1, 1]], chance=0.0)
    pool.shown[1], pool.chance[1], pool.reward[1], pool.propensity[1] = 0, 0.0, 0.0, 0.0
    told = compare_pool(pool, CompareOptions(depth=2), examination=EXAMINED)
    assert told.coverage == pytest.approx((0.5 + 1.5) / 3)
    assert told.candidate.value == pytest.approx((0.5 + 0.5 + 2.0) / 2)


def test_weights_beyond_the_cap_are_cut_and_told() -> None:
    pool = two_records(4, first=[0] * 4, rewards=[[0, 1]] * 4, chance=0.0)
    steep = given(np.array([1.0, 0.02]))
    told = compare_pool(pool, CompareOptions(Method.IPS, depth=2, cap=5.0), examination=steep)
    assert told.candidate.value == pytest.approx(5.0)
    assert told.cut > 0.5
    assert told.coverage < 0.2


@pytest.mark.parametrize("method", list(Method))
@pytest.mark.parametrize("reading", list(Reading))
def test_on_simulated_lists_every_estimate_comes_near_the_truth(
    method: Method, reading: Reading
) -> None:
    random = np.random.default_rng(4)
    n, chance, attracts = 6_000, 0.4, np.array([0.3, 0.6])
    first = (random.random(n) < chance).astype(int).tolist()
    seen = np.array([[1.0, 0.5] if top == 0 else [0.5, 1.0] for top in first])
    rewards = (random.random((n, 2)) < seen * attracts).astype(float)
    pool = two_records(n, first=first, rewards=rewards.tolist(), chance=chance)
    told = compare_pool(pool, CompareOptions(method, reading, depth=2))
    truth = (0.5 * 0.3 + 0.6) - (0.3 + 0.5 * 0.6)
    assert told.difference.low(0.001) < truth < told.difference.high(0.001)
    assert told.difference.error < 0.04
    assert told.effective > 1_000


def test_the_reward_model_may_be_wrong_when_the_propensities_are_right() -> None:
    random = np.random.default_rng(5)
    n, chance = 4_000, 0.5
    first = (random.random(n) < chance).astype(int).tolist()
    rewards = (random.random((n, 2)) < 0.3).astype(float)
    pool = two_records(n, first=first, rewards=rewards.tolist(), chance=chance)
    pool.features[:] = random.normal(0, 100, pool.features.shape)
    told = compare_pool(pool, CompareOptions(Method.DR, Reading.PLACE, depth=2))
    assert told.difference.low(0.001) < 0 < told.difference.high(0.001)


def test_examination_is_found_from_swaps_whatever_the_records_are_worth() -> None:
    random = np.random.default_rng(6)
    n, truth = 60_000, np.array([1.0, 0.6, 0.5, 0.2])
    pairs = random.integers(1, 4, n)  # stands at this place or the next
    shown = pairs + random.integers(0, 2, n)
    worth = np.where(pairs == 1, 0.9, 0.2)
    clicked = (random.random(n) < worth * truth[shown - 1]).astype(float)
    draws = Draws(
        at=np.stack([pairs, pairs + 1], axis=1),
        chance=np.full((n, 2), 0.5),
        shown=shown,
        clicked=clicked,
        cluster=np.arange(n) % 500,
    )
    found = estimate_examination(draws, depth=4, clusters=500)
    assert found is not None
    assert found.chances[1:] == pytest.approx(truth, rel=0.1)
    spread = np.sqrt(((found.influence @ found.basis[1:].T) ** 2).sum(axis=0))
    assert (np.abs(np.log(found.chances[1:] / truth)) < 4 * spread + 1e-9).all()


def test_without_chance_in_the_log_examination_cannot_be_estimated() -> None:
    alone = np.ones((3, 1))
    draws = Draws(alone.astype(int), alone, np.ones(3, int), np.ones(3), np.zeros(3, int))
    assert estimate_examination(draws, depth=3, clusters=1) is None
