"""What a match is called agrees with what its card shows."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duijie.explain import word_change
from duijie.kernel.explanations import Check, ExplanationCard, Reason, Verdict
from duijie.kernel.frames import Bound, Element, ElementKind, Quantity, Span
from duijie.kernel.matching import LEVEL_WORDS, Level, MatchRequest
from duijie.match import Engine, MatchOptions
from duijie.match.calibrate import level_of
from duijie.match.levels import agreeing, highest_level, with_rises
from tests.match.library import BATTERY, LIBRARY, clock

SPAN = Span("text", 0, 1)
RATE = {"property": "检出率", "want": "≥ 95 %", "have": "92 %", "gap": "0.03", "offered": "92 %"}


def element(verdict: Verdict, name: str = "颗粒检测机") -> Check:
    wanted = Element(ElementKind.PRODUCT, name, name, SPAN)
    return Check(wanted, verdict, Reason("element.unstated", {"wanted": name}))


def number(verdict: Verdict) -> Check:
    wanted = Quantity("检出率", Bound.AT_LEAST, 95.0, None, "percent", "", "95%", SPAN)
    return Check(wanted, verdict, Reason(f"quantity.{verdict.value}", RATE))


def condition(name: str, verdict: Verdict) -> Check:
    values = {"wanted": "TRL ≥ 7", "want": "7", "offered": "3"}
    return Check("TRL ≥ 7", verdict, Reason(f"{name}.{verdict.value}", values))


MET, NOT_MET, UNKNOWN = Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN


@pytest.mark.parametrize("name", ["trl", "budget", "region", "deadline"])
def test_a_condition_that_is_not_met_is_at_most_fairly_strong(name: str) -> None:
    checks = [element(MET), number(MET), condition(name, NOT_MET)]
    assert highest_level(checks) is Level.FAIRLY_STRONG


def test_a_number_that_is_not_met_is_at_most_fairly_strong() -> None:
    assert highest_level([element(MET), number(NOT_MET)]) is Level.FAIRLY_STRONG


@pytest.mark.parametrize(
    "checks", [[], [element(UNKNOWN)], [element(NOT_MET)], [number(UNKNOWN), number(NOT_MET)]]
)
def test_without_anything_met_a_match_is_at_most_weak(checks: list[Check]) -> None:
    assert highest_level(checks) is Level.WEAK


def test_strong_takes_something_met_and_no_number_missed() -> None:
    assert highest_level([element(MET), element(UNKNOWN), number(UNKNOWN)]) is Level.STRONG


@given(
    chance=st.floats(0.0, 1.0),
    verdicts=st.lists(st.tuples(st.booleans(), st.sampled_from(list(Verdict))), max_size=5),
)
def test_the_chance_shown_lies_in_the_range_of_the_level_and_is_never_raised(
    chance: float, verdicts: list[tuple[bool, Verdict]]
) -> None:
    checks = [number(v) if is_number else element(v) for is_number, v in verdicts]
    shown = agreeing(chance, checks)
    assert shown <= chance
    assert level_of(shown) == min(level_of(chance), highest_level(checks))


def changed(checks: list[Check], change: Reason, chance: float) -> Reason:
    card = ExplanationCard("achievement:1", tuple(checks), (change,))
    return with_rises(card, chance).changes[0]


RAISE = Reason("change.raise", {name: RATE[name] for name in ("property", "have", "want")})


def test_a_change_that_lifts_the_match_says_to_which_level() -> None:
    change = changed([element(MET), number(NOT_MET)], RAISE, 0.9)
    assert change.values["have_level"] == LEVEL_WORDS[Level.FAIRLY_STRONG]
    assert change.values["next_level"] == LEVEL_WORDS[Level.STRONG]
    assert "“fairly strong” to “strong”" in word_change(change, "en")


def test_a_maturity_that_is_reached_lifts_the_match() -> None:
    change = Reason("change.trl", {"have": "3", "want": "7"})
    told = changed([element(MET), condition("trl", NOT_MET)], change, 0.9)
    assert told.values["next_level"] == LEVEL_WORDS[Level.STRONG]


def test_a_change_that_lifts_nothing_names_no_level() -> None:
    two_missed = [element(MET), number(NOT_MET), condition("trl", NOT_MET)]
    assert changed(two_missed, RAISE, 0.9) == RAISE
    assert changed([element(MET), number(NOT_MET)], RAISE, 0.6) == RAISE


def test_the_first_element_shown_lifts_a_match_out_of_weak() -> None:
    change = Reason("change.element", {"wanted": "颗粒检测机"})
    told = changed([element(UNKNOWN), element(UNKNOWN, "含氟薄膜")], change, 0.6)
    assert told.values["have_level"] == LEVEL_WORDS[Level.WEAK]
    assert told.values["next_level"] == LEVEL_WORDS[Level.FAIRLY_STRONG]


def test_a_missed_number_keeps_an_answer_from_being_called_strong() -> None:
    engine = Engine.from_documents(LIBRARY, clock=clock)
    fits = "防爆锂离子电池及其制备方法，循环寿命不低于1500次"
    misses = fits.replace("1500", "5000")
    met, missed = (engine.match(MatchRequest(text)).matches[0] for text in (fits, misses))
    assert met.record_id == missed.record_id == BATTERY.record_id
    assert (met.level, missed.level) == (Level.STRONG, Level.FAIRLY_STRONG)
    assert missed.probability < 0.8 <= met.probability
    assert any("next_level" in change.values for change in missed.card.changes)


def test_one_common_word_is_no_strong_match() -> None:
    engine = Engine.from_documents(LIBRARY, clock=clock)
    answer = engine.match(MatchRequest("膜"))
    assert all(match.level <= Level.WEAK for match in answer.matches if not match.card.count(MET))


def test_without_cards_the_chance_stands_as_it_is() -> None:
    options = MatchOptions(off=frozenset({"explain"}))
    engine = Engine.from_documents(LIBRARY, options=options, clock=clock)
    assert engine.match(MatchRequest(BATTERY.title)).matches[0].level is Level.STRONG


def test_a_shorter_list_is_the_beginning_of_a_longer_one() -> None:
    versions = [
        replace(BATTERY, record_id=f"achievement:v{n}", organization="", text=BATTERY.text * n)
        for n in range(1, 9)
    ]
    engine = Engine.from_documents([*versions, *LIBRARY[1:]], clock=clock)
    asked = MatchRequest("防爆锂离子电池，循环寿命不低于1500次")
    ids = [match.record_id for match in engine.match(asked).matches]
    for limit in (1, 3):
        shorter = engine.match(replace(asked, limit=limit)).matches
        assert [match.record_id for match in shorter] == ids[:limit]
