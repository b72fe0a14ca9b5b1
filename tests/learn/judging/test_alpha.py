"""Krippendorff's α against his published examples, and what must hold for any ratings."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.learn.judging import Metric, alpha_with_interval, krippendorff_alpha
from duijie.learn.judging.alpha import Ratings

# K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), examples A, B and C.
MEG, OWEN = "0100000010", "1110010000"
BEN, GERRY = "aabbdcccedda", "babbbccc" + "eddd"
FOUR_OBSERVERS = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")


def ratings(*observers: str) -> list[list[int | None]]:
    """Return ratings, an item a row, from one string of signs for each observer."""
    return [
        [None if sign == "." else ord(sign) for sign in entry]
        for entry in zip(*observers, strict=True)
    ]


@pytest.mark.parametrize(
    ("observers", "metric", "alpha"),
    [
        ((MEG, OWEN), Metric.NOMINAL, 0.095),
        ((BEN, GERRY), Metric.NOMINAL, 0.692),
        (FOUR_OBSERVERS, Metric.NOMINAL, 0.743),
        (FOUR_OBSERVERS, Metric.ORDINAL, 0.815),
    ],
    ids=["A: binary", "B: nominal", "C: gaps, nominal", "C: gaps, ordinal"],
)
def test_alpha_is_that_of_the_published_example(
    observers: tuple[str, ...], metric: Metric, alpha: float
) -> None:
    assert krippendorff_alpha(ratings(*observers), metric=metric) == pytest.approx(alpha, abs=5e-4)


def alpha_by_pairs(rows: Ratings, metric: Metric) -> float | None:
    """α as disagreement within items over disagreement of all pairable ratings, pair by pair."""
    units = [[v for v in row if v is not None] for row in rows]
    units = [unit for unit in units if len(unit) > 1]
    pool = [v for unit in units for v in unit]

    def distance(a: int, b: int) -> float:
        if metric is Metric.NOMINAL:
            return float(a != b)
        low, high = min(a, b), max(a, b)
        between = sum(low <= v <= high for v in pool)
        return (between - (pool.count(a) + pool.count(b)) / 2) ** 2 if a != b else 0.0

    within = sum(
        distance(a, b) / (len(unit) - 1)
        for unit in units
        for i, a in enumerate(unit)
        for j, b in enumerate(unit)
        if i != j
    )
    n = len(pool)
    across = sum(distance(a, b) for i, a in enumerate(pool) for j, b in enumerate(pool) if i != j)
    if n < 2 or across == 0:
        return None
    return 1 - (within / n) / (across / (n * (n - 1)))


LEVELS = st.one_of(st.none(), st.integers(1, 4))
ROWS = st.lists(st.lists(LEVELS, min_size=3, max_size=3), max_size=12)


@settings(max_examples=150, deadline=None)
@given(ROWS, st.sampled_from(Metric))
def test_alpha_is_one_less_the_ratio_of_disagreements(
    rows: list[list[int | None]], metric: Metric
) -> None:
    found, expected = krippendorff_alpha(rows, metric=metric), alpha_by_pairs(rows, metric)
    assert (found is None) == (expected is None)
    if found is not None:
        assert found == pytest.approx(expected, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(ROWS, st.permutations(range(3)))
def test_alpha_does_not_depend_on_the_order_of_judges_or_items(
    rows: list[list[int | None]], order: list[int]
) -> None:
    turned = [[row[n] for n in order] for row in reversed(rows)]
    before = krippendorff_alpha(rows, metric=Metric.ORDINAL)
    after = krippendorff_alpha(turned, metric=Metric.ORDINAL)
    assert (before is None and after is None) or before == pytest.approx(after)


def test_alpha_is_one_when_judges_agree_and_below_zero_when_they_contradict() -> None:
    assert krippendorff_alpha([(1, 1), (4, 4), (2, 2)], metric=Metric.ORDINAL) == 1
    opposed = krippendorff_alpha([(1, 4), (4, 1), (1, 4)], metric=Metric.ORDINAL)
    assert opposed is not None
    assert opposed < 0


def test_a_near_miss_weighs_less_than_a_far_one_only_when_levels_are_ordered() -> None:
    # All four levels are in use, so that 1 and 2 lie nearer than 1 and 4.
    rest = [(1, 1), (2, 2), (3, 3), (4, 4)] * 5
    for metric, is_nearer in ((Metric.ORDINAL, True), (Metric.NOMINAL, False)):
        near = krippendorff_alpha([*rest, (1, 2), (4, 3)], metric=metric)
        far = krippendorff_alpha([*rest, (1, 4), (2, 3)], metric=metric)
        assert near is not None
        assert far is not None
        assert (near > far + 1e-9) is is_nearer


@pytest.mark.parametrize("rows", [[], [(1, None), (None, 2)], [(3, 3), (3, 3)]])
def test_alpha_says_nothing_without_two_ratings_of_an_item_that_differ(rows: Ratings) -> None:
    assert krippendorff_alpha(rows, metric=Metric.ORDINAL) is None
    assert alpha_with_interval(rows, "ab", metric=Metric.ORDINAL, seed=1).value is None


def test_the_interval_holds_the_value_and_is_the_same_for_the_same_seed() -> None:
    rows = ratings(*FOUR_OBSERVERS)
    groups = [n // 2 for n in range(len(rows))]
    first, second = (
        alpha_with_interval(rows, groups, metric=Metric.ORDINAL, seed=7) for _ in range(2)
    )
    assert first == second
    assert first.value is not None
    assert first.low is not None
    assert first.high is not None
    assert first.low < first.value < first.high
    assert first.items == 11


def test_items_of_one_need_are_drawn_together() -> None:
    """Ten copies of the same five needs tell no more than the five needs."""
    rows = [(1, 1), (2, 4), (3, 3), (4, 3), (1, 2)]
    alone = alpha_with_interval(rows, range(5), metric=Metric.ORDINAL, seed=3)
    copied = alpha_with_interval(rows * 10, [*range(5)] * 10, metric=Metric.ORDINAL, seed=3)
    as_if_apart = alpha_with_interval(rows * 10, range(50), metric=Metric.ORDINAL, seed=3)

    def width(alpha: object) -> float:
        return alpha.high - alpha.low  # type: ignore[attr-defined,no-any-return]

    assert width(copied) > 0.8 * width(alone)
    assert width(as_if_apart) < 0.6 * width(copied)


def test_no_interval_is_given_for_a_single_need() -> None:
    alpha = alpha_with_interval([(1, 2), (3, 3)], "aa", metric=Metric.ORDINAL, seed=1)
    assert alpha.value is not None
    assert (alpha.low, alpha.high) == (None, None)
