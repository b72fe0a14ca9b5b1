"""Agreement, adjudication and what is exported in the end."""

import json
from pathlib import Path

import numpy as np
import pytest

from duijie.kernel.errors import JudgingError
from duijie.learn.evaluation.trec import read_qrels
from duijie.learn.judging import (
    Decided,
    Round,
    WhenOpen,
    agreement,
    check_third,
    export_details,
    export_qrels,
    exported_levels,
    final_levels,
    judgements,
    next_disputed,
    pass_over,
    record_skip,
    settle,
    shown_dispute,
    still_disputed,
    unsettle_last,
)
from tests.learn.judging.rounds import judge_all, levels_in, made_round, ticking

WEI = {1: 4, 2: 3, 3: 1, 4: 2, 5: 4, 6: 1}
LI = {1: 4, 2: 1, 3: 1, 4: 3, 5: 1, 6: 2}


@pytest.fixture
def judged(tmp_path: Path) -> Round:
    """Return a round in which two judges gave six items a level each."""
    judging = made_round(tmp_path, needs=2, overlap=1)
    levels_in(judging, {"wei": WEI, "li": LI})
    return judging


def test_pairs_are_counted_cell_by_cell(judged: Round) -> None:
    (pair,) = agreement(judged).pairs
    assert pair.items == 6
    assert pair.confusion == ((1, 1, 0, 0), (0, 0, 1, 0), (1, 0, 0, 0), (1, 0, 0, 1))
    assert (pair.exact, pair.within_one) == (pytest.approx(2 / 6), pytest.approx(4 / 6))
    assert pair.higher_by == pytest.approx((0 + 2 + 0 - 1 + 3 - 1) / 6)


def test_skipped_items_count_for_nothing(judged: Round) -> None:
    before = agreement(judged)
    record_skip(judged, "wei", 7, clock=ticking())
    record_skip(judged, "li", 6, clock=ticking(100))
    after = agreement(judged)
    assert before.ordinal.items == 6
    assert after.ordinal.items == 5


def test_what_judges_differ_on_most_comes_first(judged: Round) -> None:
    disputed = agreement(judged).disputed
    assert [(one.number, one.spread) for one in disputed] == [(5, 3), (2, 2), (4, 1), (6, 1)]
    assert disputed[0].levels == {"wei": 4, "li": 1}


def test_a_round_is_complete_when_all_have_answered_what_all_judge(tmp_path: Path) -> None:
    judging = made_round(tmp_path, overlap=0.5)
    judge_all(judging, "wei", lambda entry: 2)
    assert not agreement(judging).is_complete
    judge_all(judging, "li", lambda entry: 2)
    assert agreement(judging).is_complete


def test_a_judge_who_grows_milder_is_seen_and_a_steady_one_is_not(tmp_path: Path) -> None:
    judging = made_round(tmp_path, needs=24, each=8, judges=("wei", "li"), overlap=1)
    random = np.random.default_rng(5)
    given = {"wei": 0}

    def milder(number: int) -> int:
        given["wei"] += 1
        return int(np.clip(random.integers(1, 4) + (given["wei"] > 140), 1, 4))

    judge_all(judging, "wei", milder)
    judge_all(judging, "li", lambda entry: int(random.integers(1, 5)))
    wei, li = agreement(judging).drift
    assert wei.low is not None
    assert wei.low > 0
    assert li.low is not None
    assert li.high is not None
    assert li.low < 0 < li.high
    assert sum(quarter.items for quarter in wei.quarters) == len(judging.items)
    assert wei.quarters[3].mean_level > wei.quarters[0].mean_level
    assert wei.quarters[0].seconds == 60


def test_agreement_is_the_same_each_time(judged: Round) -> None:
    assert agreement(judged) == agreement(judged)


def test_a_third_judge_settles_what_two_differ_on_without_their_levels(judged: Round) -> None:
    clock = ticking()
    assert len(still_disputed(judged)) == 4
    first = next_disputed(judged, "chen")
    assert first is not None
    assert "levels" not in dir(shown_dispute(judged, "chen", first.number))
    settle(judged, "chen", first.number, 2, clock=clock)
    following = next_disputed(judged, "chen")
    assert following is not None
    assert following.number != first.number
    levels = {one.number: one for one in final_levels(judged)}
    assert levels[first.number].decided is Decided.SETTLED
    assert (levels[first.number].level, levels[first.number].settled_by) == (2, "chen")


def test_only_far_differences_are_asked_for_when_so_wished(judged: Round) -> None:
    assert {one.number for one in still_disputed(judged, apart=2)} == {2, 5}


def test_a_settlement_can_be_taken_back_and_a_passed_item_stays_open(judged: Round) -> None:
    clock = ticking()
    settle(judged, "chen", 5, 3, clock=clock)
    assert unsettle_last(judged, "chen", clock=clock) == 5
    pass_over(judged, "chen", 5, "not my field", clock=clock)
    assert 5 not in {one.number for one in still_disputed(judged, "chen")}
    assert 5 in {one.number for one in still_disputed(judged, "zhao")}


def test_the_latest_settlement_holds(judged: Round) -> None:
    clock = ticking()
    settle(judged, "zhao", 5, 3, clock=clock)
    settle(judged, "chen", 5, 1, clock=clock)
    settle(judged, "zhao", 2, 4, clock=clock)
    final = {one.number: (one.level, one.settled_by) for one in final_levels(judged)}
    assert final[5] == (1, "chen")
    assert final[2] == (4, "zhao")


def test_a_judge_who_differs_does_not_settle_alone(judged: Round) -> None:
    with pytest.raises(JudgingError, match="one of the judges"):
        check_third(judged, "Wei")
    check_third(judged, "chen")


def test_where_nobody_settled_it_the_lower_middle_holds_or_what_the_caller_says(
    judged: Round,
) -> None:
    final = {one.number: (one.level, one.decided) for one in final_levels(judged)}
    assert final[1] == (4, Decided.AGREED)
    assert final[2] == (1, Decided.MIDDLE)
    assert 7 not in final
    left = {one.number for one in final_levels(judged, when_open=WhenOpen.LEAVE_OUT)}
    assert left == {1, 3}
    with pytest.raises(JudgingError, match="differ on 4 items"):
        final_levels(judged, when_open=WhenOpen.REFUSE)
    for entry in (2, 4, 5, 6):
        settle(judged, "chen", entry, 2, clock=ticking())
    assert len(final_levels(judged, when_open=WhenOpen.REFUSE)) == 6


def test_of_three_judges_the_middle_level_holds(tmp_path: Path) -> None:
    judging = made_round(tmp_path, judges=("wei", "li", "chen"), overlap=1)
    levels_in(judging, {"wei": {1: 1}, "li": {1: 4}, "chen": {1: 3}})
    (one,) = final_levels(judging)
    assert (one.level, one.decided) == (3, Decided.MIDDLE)


def test_qrels_hold_grades_one_below_the_levels_and_nothing_that_was_not_judged(
    judged: Round, tmp_path: Path
) -> None:
    record_skip(judged, "wei", 7, clock=ticking())
    export_qrels(judged, tmp_path / "spring.qrels")
    exported = exported_levels(judged)
    read = read_qrels(tmp_path / "spring.qrels")
    assert (exported.levels, exported.needs) == (6, 1)
    assert exported.decided == {Decided.AGREED: 2, Decided.MIDDLE: 4}
    pairs = {entry.number: (entry.need_id, entry.record_id) for entry in judged.items}
    expected: dict[str, dict[str, int]] = {}
    for entry, grade in {1: 3, 2: 0, 3: 0, 4: 1, 5: 0, 6: 0}.items():
        need_id, record_id = pairs[entry]
        expected.setdefault(need_id, {})[record_id] = grade
    assert read.grades == expected


def test_details_say_who_judged_and_which_systems_had_it(judged: Round, tmp_path: Path) -> None:
    settle(judged, "chen", 5, 3, clock=ticking())
    export_details(judged, tmp_path / "spring.jsonl")
    rows = {
        row["item"]: row
        for row in map(json.loads, (tmp_path / "spring.jsonl").read_text().splitlines())
    }
    assert rows[5]["levels"] == {"wei": 4, "li": 1}
    assert (rows[5]["level"], rows[5]["decided"], rows[5]["settled_by"]) == (3, "settled", "chen")
    assert rows[1]["ranks"] == {"old": 1}
    assert rows[3]["ranks"] == {"old": 3, "new": 1}


def test_learning_reads_the_final_levels_with_their_judges(judged: Round) -> None:
    settle(judged, "chen", 5, 3, clock=ticking())
    told = {(one.request_id, one.record_id): one for one in judgements(judged)}
    by_item = {entry.number: told.get((entry.need_id, entry.record_id)) for entry in judged.items}
    assert by_item[5] is not None
    assert (by_item[5].level, by_item[5].judge, by_item[5].weight) == (3, "chen", 1.0)
    assert by_item[1] is not None
    assert by_item[1].judge == "wei+li"
    assert by_item[8] is None
