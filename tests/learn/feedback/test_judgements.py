from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.kernel.judgements import Judgement
from duijie.kernel.matching import Level
from duijie.learn.feedback import (
    ActorKind,
    CaseStage,
    Doubt,
    EventKind,
    EventReason,
    FeedbackEvent,
    check_log,
    exponential_delay,
    judgements_from,
)
from duijie.learn.feedback.examination import given as given_examination
from tests.learn.feedback.logs import TODAY, happened, shown

EXAMINED = given_examination(1 / np.arange(1, 11))
DELAYS = exponential_delay([100.0] * 30, [True] * 30)
LISTS = [shown(f"a{n}", n) for n in range(1, 6)]


def judged(*events: FeedbackEvent, **others: Any) -> dict[str, Judgement]:
    found = judgements_from(
        LISTS, list(events), today=TODAY, examination=EXAMINED, delays=DELAYS, **others
    )
    return {judgement.record_id: judgement for judgement in found}


def test_a_contract_is_the_strongest_sign_and_a_click_the_weakest() -> None:
    found = judged(
        happened(EventKind.SIGNED, "a1"),
        happened(EventKind.DWELL, "a2", seconds=45.0),
        happened(EventKind.CLICK, "a3"),
        happened(EventKind.REJECT, "a4", reason=EventReason.NOT_RELEVANT),
    )
    levels = [found[record].level for record in ("a1", "a2", "a3", "a4")]
    assert levels == [Level.STRONG, Level.FAIRLY_STRONG, Level.WEAK, Level.NONE]
    assert found["a1"].weight > found["a2"].weight > found["a3"].weight


def test_a_contract_that_only_a_requester_claims_is_no_more_than_an_opinion() -> None:
    claimed = happened(EventKind.SIGNED, "a1", actor="wei", actor_kind=ActorKind.REQUESTER)
    found = judged(claimed)["a1"]
    assert found.level is Level.FAIRLY_STRONG
    assert found.weight < judged(happened(EventKind.SIGNED, "a1"))["a1"].weight


@pytest.mark.parametrize(
    "reason", [EventReason.TOO_EXPENSIVE, EventReason.CONFIDENTIAL, EventReason.TIMING]
)
def test_a_reason_that_is_not_about_the_fit_says_nothing_about_relevance(
    reason: EventReason,
) -> None:
    assert "a2" not in judged(happened(EventKind.REJECT, "a2", reason=reason))
    met = happened(EventKind.STAGE, "a3", stage=CaseStage.INTRODUCED)
    lost = happened(EventKind.LOST, "a3", reason=reason)
    assert judged(met, lost)["a3"].level is Level.FAIRLY_STRONG


def test_a_short_look_is_not_reading() -> None:
    brief = judged(happened(EventKind.DWELL, "a2", seconds=5.0))
    assert brief.get("a2") is None


def test_no_deal_yet_weighs_little_while_deals_are_still_to_come() -> None:
    def stands(days: int) -> tuple[Level, float]:
        start = TODAY - timedelta(days=days)
        met = happened(EventKind.STAGE, "a2", stage=CaseStage.NEGOTIATING, occurred_at=start)
        log = [shown("a2", 1, shown_at=start - timedelta(days=1))]
        found = judgements_from(log, [met], today=TODAY, examination=EXAMINED, delays=DELAYS)
        return found[0].level, found[0].weight

    young, old = stands(3), stands(360)
    assert young[0] is old[0] is Level.STRONG
    assert young[1] > old[1]


def test_what_was_passed_over_at_the_top_is_doubted_more_than_at_the_bottom() -> None:
    many = [shown(f"a{n}", n, list_id=f"list:{k}") for k in range(20) for n in (1, 5)]
    found = {
        one.record_id: one for one in judgements_from(many, [], today=TODAY, examination=EXAMINED)
    }
    assert found["a1"].level is found["a5"].level is Level.NONE
    assert found["a1"].weight > found["a5"].weight


def test_a_click_far_down_tells_more_than_one_at_the_top() -> None:
    found = judged(happened(EventKind.CLICK, "a1"), happened(EventKind.CLICK, "a4"))
    assert found["a4"].weight > found["a1"].weight


def test_clicking_a_hundred_times_is_one_opinion() -> None:
    once = judged(happened(EventKind.CLICK, "a1"))
    often = judged(
        *(
            happened(
                EventKind.CLICK,
                "a1",
                event_id=f"e{n}",
                occurred_at=TODAY - timedelta(days=200, minutes=n),
            )
            for n in range(100)
        )
    )
    assert often["a1"] == once["a1"]


def test_robots_and_unknown_accounts_cannot_swamp() -> None:
    robot = [
        happened(EventKind.CLICK, "a1", actor="bot", actor_kind=ActorKind.ROBOT, event_id=str(n))
        for n in range(50)
    ]
    assert judged(*robot) == judged()
    no = happened(EventKind.REJECT, "a1", reason=EventReason.NOT_RELEVANT, actor="li")
    many = [happened(EventKind.SHORTLIST, "a1", actor="", event_id=str(n)) for n in range(50)]
    assert "a1" not in judged(no, *many)  # one voice against one


def test_an_account_that_everybody_contradicts_is_believed_less() -> None:
    records = [f"a{n}" for n in range(1, 6)]
    people = [
        happened(EventKind.SHORTLIST, record, actor=actor)
        for record in records[:4]
        for actor in ("li", "wang")
    ]
    liar = [
        happened(EventKind.REJECT, record, reason=EventReason.NOT_RELEVANT, actor="liar")
        for record in records
    ]
    alone = judged(liar[-1])["a5"]
    known = judged(*people, *liar)["a5"]
    assert alone.level is known.level is Level.NONE
    assert known.weight < alone.weight


GOOD = (EventKind.CLICK, EventKind.SHORTLIST, EventKind.EXPRESSION_OF_INTEREST, EventKind.SIGNED)
REASONS = (EventReason.NOT_RELEVANT, EventReason.ONLY_PARTLY_FITS, EventReason.NOT_MATURE)
ANY = st.builds(
    lambda kind, reason, actor: happened(
        kind,
        "a2",
        actor=actor,
        reason=reason if kind is EventKind.REJECT else None,
        event_id=f"{kind}{reason}{actor}",
    ),
    st.sampled_from((*GOOD, EventKind.REJECT)),
    st.sampled_from(REASONS),
    st.sampled_from(("wei",)),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(ANY, max_size=5), st.sampled_from(GOOD))
def test_one_more_good_sign_never_lowers_a_pair(
    before: list[FeedbackEvent], kind: EventKind
) -> None:
    more = happened(kind, "a2", event_id="more", occurred_at=TODAY - timedelta(days=10))

    def level(events: list[FeedbackEvent]) -> Level | None:
        found = judged(*events).get("a2")
        return found.level if found else None

    had, has = level(before), level([*before, more])
    if had is Level.NONE:  # what contradicts itself may say nothing any more
        assert has is None or has >= had
    elif had is not None:
        assert has is not None
        assert has >= had


def test_the_order_of_a_log_does_not_matter() -> None:
    events = [
        happened(EventKind.CLICK, "a1"),
        happened(EventKind.SHORTLIST, "a2", actor="li"),
        happened(EventKind.SIGNED, "a3", actor="wang"),
    ]
    assert judged(*events) == judged(*reversed(events))


def test_what_cannot_have_happened_is_counted_and_left_out() -> None:
    impressions = [
        shown("a1", 1),
        shown("a1", 1),
        shown("b1", 1),
        shown("a2", 2, propensity=0.0),
        shown("a3", 3, propensity=1.5),
        shown("a4", 4, places=((4, 0.9), (5, 0.9))),
        shown("a5", 0),
        shown("a6", 6, shown_at=TODAY + timedelta(days=1)),
    ]
    events = [
        happened(EventKind.CLICK, "a1"),
        happened(EventKind.CLICK, "a1"),
        happened(EventKind.CLICK, "nobody"),
        happened(EventKind.SHORTLIST, "a1", occurred_at=TODAY - timedelta(days=900)),
        happened(EventKind.SIGNED, "elsewhere"),
        happened(EventKind.CLICK, "a1", event_id="later", occurred_at=TODAY + timedelta(days=2)),
    ]
    found = check_log(impressions, events, today=TODAY)
    assert [one.record_id for one in found.impressions] == ["a1"]
    assert [one.record_id for one in found.events] == ["a1", "elsewhere"]
    assert found.doubts == {
        Doubt.REPEATED: 3,
        Doubt.PROPENSITY: 3,
        Doubt.RANK: 1,
        Doubt.NEVER_SHOWN: 1,
        Doubt.BEFORE_SHOWN: 1,
        Doubt.IN_FUTURE: 2,
    }
