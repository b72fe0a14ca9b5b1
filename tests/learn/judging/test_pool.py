"""What goes into the pool, who judges it and in which order."""

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.learn.judging import System, next_item
from duijie.learn.judging.pool import assign, draw, order_of, pool
from tests.learn.judging.rounds import made_round, need

PAIRS = st.lists(
    st.tuples(st.sampled_from("ABCDEFG"), st.integers(0, 40).map(str)),
    min_size=1, max_size=60, unique=True,
)  # fmt: skip


def test_the_pool_is_the_union_of_the_first_k_of_each_system() -> None:
    first = System("first", {"N1": ["c", "a", "x"], "N2": ["b"]})
    second = System("second", {"N1": ["a", "b", "y"]})
    assert pool(["N1", "N2"], [first, second], depth=2) == [
        ("N1", "a", {"first": 2, "second": 1}),
        ("N1", "b", {"second": 2}),
        ("N1", "c", {"first": 1}),
        ("N2", "b", {"first": 1}),
    ]


def test_a_record_that_a_list_names_twice_takes_one_place() -> None:
    twice = System("twice", {"N1": ["a", "a", "b", "c"]})
    assert [record for _, record, _ in pool(["N1"], [twice], depth=2)] == ["a", "b"]


@settings(max_examples=100, deadline=None)
@given(PAIRS, st.integers(1, 4), st.floats(0, 1), st.integers(0, 9))
def test_every_item_has_a_judge_and_the_share_of_all_is_the_overlap(
    pairs: list[tuple[str, str]], judges: int, overlap: float, seed: int
) -> None:
    names = ["wei", "li", "chen", "zhao"][:judges]
    items = assign(pairs, names, overlap=overlap, seed=seed)
    assert [(entry.need_id, entry.record_id) for entry in items] == pairs
    assert [entry.number for entry in items] == list(range(1, len(pairs) + 1))
    shared = sum(len(entry.judges) == len(names) for entry in items)
    if judges > 1:
        assert abs(shared - overlap * len(pairs)) <= 1
        assert all(len(entry.judges) in (1, judges) for entry in items)
    for need_id in {entry.need_id for entry in items}:
        own = [set(entry.judges) for entry in items if entry.need_id == need_id]
        assert set.intersection(*own), "one judge has all items of a need"


def test_judges_get_about_the_same_work() -> None:
    pairs = [(f"N{n}", str(k)) for n in range(40) for k in range(10)]
    load = Counter(
        judge
        for entry in assign(pairs, ["wei", "li", "chen"], overlap=0.2, seed=5)
        for judge in entry.judges
    )
    assert max(load.values()) - min(load.values()) <= 10


def test_each_judge_has_an_order_of_their_own_that_the_seed_fixes() -> None:
    pairs = [(f"N{n}", str(k)) for n in range(6) for k in range(6)]
    items = assign(pairs, ["wei", "li"], overlap=1, seed=5)
    orders = {judge: [i.number for i in order_of(items, judge, seed=5)] for judge in ("wei", "li")}
    assert orders["wei"] != orders["li"]
    assert orders["wei"] != sorted(orders["wei"])
    assert orders["wei"] == [i.number for i in order_of(items, "wei", seed=5)]
    assert orders["wei"] != [i.number for i in order_of(items, "wei", seed=6)]
    assert set(orders["wei"]) == set(orders["li"]) == set(range(1, 37))


def test_a_need_is_judged_in_one_go() -> None:
    items = assign([(f"N{k % 5}", str(k)) for k in range(40)], ["wei"], overlap=0, seed=1)
    order = [entry.need_id for entry in order_of(items, "wei", seed=1)]
    assert sum(a != b for a, b in pairwise(order)) == 4


def test_the_order_of_showing_says_nothing_of_the_ranks() -> None:
    """Over many needs, what stands first for a judge was in no better place in its list."""
    lists = {f"N{n}": [f"A{k}" for k in range(10)] for n in range(200)}
    pooled = pool(list(lists), [System("one", lists)], depth=10)
    items = assign([(n, r) for n, r, _ in pooled], ["wei"], overlap=0, seed=3)
    ranks = {(n, r): found["one"] for n, r, found in pooled}
    seen: dict[str, int] = {}
    for entry in order_of(items, "wei", seed=3):
        seen.setdefault(entry.need_id, ranks[entry.need_id, entry.record_id])
    assert 4.7 < sum(seen.values()) / len(seen) < 6.3  # 5.5 if drawn at random, ± 0.2 of a mean


def test_what_a_judge_sees_names_neither_system_nor_rank_nor_holder(tmp_path: Path) -> None:
    entry = next_item(made_round(tmp_path), "wei")
    assert entry is not None
    assert {"old", "new"}.isdisjoint(str(entry).replace("'", " ").split())
    assert not {"rank", "system", "score", "organization"} & set(dir(entry.achievement))


@pytest.mark.parametrize("count", [0, 3, 99])
def test_needs_are_drawn_by_the_seed_in_their_own_order(count: int) -> None:
    needs = [need(n) for n in range(20)]
    drawn = draw(needs, count, seed=4)
    assert drawn == draw(needs, count, seed=4)
    assert len(drawn) == (3 if count == 3 else 20)
    assert drawn == [text for text in needs if text in drawn]
