"""Each stage alone: from one type to the next."""

from dataclasses import replace
from datetime import date

import pytest

from duijie.index import analyze
from duijie.kernel.documents import Document
from duijie.kernel.filters import Filter
from duijie.kernel.matching import Candidate, Level, MatchRequest
from duijie.match.calibrate import level_of, probability
from duijie.match.constrain import constrain, widened
from duijie.match.diversify import diversify
from duijie.match.fuse import fuse
from duijie.match.sections import sections_of
from duijie.match.understand import dense_text, normalised, prune, weigh_terms
from tests.match.library import BATTERY_NEED

TODAY = date(2026, 11, 20)


def test_what_the_company_says_of_itself_weighs_little() -> None:
    weights = weigh_terms(MatchRequest(BATTERY_NEED.text, BATTERY_NEED.title), analyze)
    assert weights["电池"] > weights["循环"] > weights["厂房"]


def test_contact_sections_are_not_searched_at_all() -> None:
    weights = weigh_terms(MatchRequest("需求内容：\n防爆电池\n联系人：\n王小明"), analyze)
    assert "防爆" in weights
    assert not {"小明", "王小明"} & set(weights)


def test_a_heading_of_its_own_stays_in_the_section_it_stands_in() -> None:
    text = "现有工作基础：\n设备情况：厂房三栋\n预期目标：\n循环寿命2000次"
    assert [section.worth for section in sections_of(text)] == [0.25, 1.0]


def test_the_encoder_reads_only_what_is_wanted() -> None:
    read = dense_text(MatchRequest(BATTERY_NEED.text, BATTERY_NEED.title))
    assert "针刺" in read
    assert "销售收入" not in read


def test_pruning_keeps_the_terms_that_can_raise_a_score_most() -> None:
    weights = {"a": 1.0, "b": 2.0, "c": 1.0, "nowhere": 9.0}
    rarity = {"a": 3.0, "b": 1.0, "c": 1.0, "nowhere": 9.0}
    found = {"a": 1, "b": 50, "c": 50, "nowhere": 0}
    assert prune(weights, rarity, found, 2).terms == (("a", 1.0), ("b", 2.0))


def test_normalising_keeps_the_length_so_that_offsets_stay_true() -> None:
    text = "防爆\x00电池\ud800\x7f研发"
    assert len(normalised(MatchRequest(text)).text) == len(text)


def test_a_candidate_found_twice_passes_one_found_once() -> None:
    found = [
        Candidate("a", {"lexical": 10.0}),
        Candidate("b", {"lexical": 9.0, "dense": 0.6}),
        Candidate("c", {"dense": 0.7}),
    ]
    assert [c.record_id for c in fuse(found)] == ["b", "a", "c"]


def test_equal_fused_scores_are_ordered_by_id() -> None:
    found = [Candidate(name, {"dense": 0.5}) for name in ("c", "a", "b")]
    assert [c.record_id for c in fuse(found)] == ["a", "b", "c"]


def test_constraints_always_leave_out_the_source_its_owner_and_what_has_expired() -> None:
    where = constrain(MatchRequest("", source=BATTERY_NEED), today=TODAY)
    assert where.valid_on == TODAY
    assert where.without_record_ids == (BATTERY_NEED.record_id,)
    assert where.without_organizations == (BATTERY_NEED.organization,)
    assert where.visibilities == ("public",)


def test_conditions_of_the_request_are_kept() -> None:
    asked = Filter(kinds=("expert",), visibilities=("private",), valid_on=date(2020, 1, 1))
    assert constrain(MatchRequest("", where=asked), today=TODAY) == asked


def test_widening_drops_place_and_maturity_but_never_visibility() -> None:
    where = Filter(regions=("33",), trl_from=6, visibilities=("public",), valid_on=TODAY)
    assert widened(where) == Filter(visibilities=("public",), valid_on=TODAY)
    assert widened(Filter(visibilities=("public",))) is None


def test_what_has_no_known_owner_is_never_held_back() -> None:
    ranked = [Document(f"a:{n}", "achievement", "x") for n in range(5)]
    kept = diversify(ranked, lambda d: d.owner, per_organization=1, limit=5)
    assert kept == ranked


def test_diversifying_keeps_the_order() -> None:
    ranked = [Document(f"a:{n}", "achievement", "x", organization="AB"[n % 2]) for n in range(6)]
    kept = diversify(ranked, lambda d: d.owner, per_organization=2, limit=6)
    assert [d.record_id for d in kept] == ["a:0", "a:1", "a:2", "a:3"]


@pytest.mark.parametrize(
    ("figures", "level"),
    [
        ({"core": 1.0, "said": 1.0}, Level.STRONG),
        ({"core": 0.5, "said": 0.4}, Level.FAIRLY_STRONG),
        ({"core": 0.4, "said": 0.2}, Level.WEAK),
        ({"core": 0.1, "said": 0.1}, Level.NONE),
    ],
)
def test_the_level_grows_with_what_is_shared(figures: dict[str, float], level: Level) -> None:
    assert level_of(probability(figures)) is level


def test_more_in_common_never_lowers_the_chance() -> None:
    figures = {"core": 0.3, "said": 0.3}
    for name in figures:
        assert probability({**figures, name: 0.9}) > probability(figures)


def test_a_request_made_from_a_record_says_what_the_record_says() -> None:
    request = normalised(replace(MatchRequest(""), source=BATTERY_NEED))
    assert (request.title, request.text) == (BATTERY_NEED.title, BATTERY_NEED.text)
