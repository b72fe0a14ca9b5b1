from datetime import timedelta

import numpy as np
import pytest

from duijie.kernel.errors import EvaluationError
from duijie.learn.comparison import CompareOptions, LogSlices, Method, Reading, RewardKind, compare
from duijie.learn.comparison.rewards import rewards_of
from duijie.learn.feedback import (
    ActorKind,
    EventKind,
    EventReason,
    ExplorationOptions,
    FeedbackEvent,
    FeedbackLog,
    Impression,
    explore,
)
from tests.learn.feedback.logs import TODAY, happened, shown

RECORDS = [f"a{n}" for n in range(6)]
WORTH = [0.2, 0.3, 0.25, 0.6, 0.2, 0.1]
EXAMINED = [1.0, 0.7, 0.5, 0.35, 0.25]
OPTIONS = ExplorationOptions(bound=1.0, floor=0.0, places=4, lift_share=0.2)


def explored_log(lists: int) -> FeedbackLog:
    """Return a log of one ranking, explored, that 100 requests were shown."""
    random = np.random.default_rng(8)
    impressions: list[Impression] = []
    events: list[FeedbackEvent] = []
    for n in range(lists):
        found = explore(RECORDS, [0.5] * 6, length=5, seed=1, list_id=f"l{n}", options=OPTIONS)
        for place in found.shown:
            impressions.append(
                shown(
                    place.record_id,
                    place.rank,
                    list_id=f"l{n}",
                    request_id=f"need:{n % 100}",
                    propensity=place.propensity,
                    places=place.places,
                    list_propensity=found.chance,
                )
            )
            worth = WORTH[place.base_rank - 1]
            if random.random() < EXAMINED[place.rank - 1] * worth:
                events.append(
                    happened(
                        EventKind.SHORTLIST,
                        place.record_id,
                        list_id=f"l{n}",
                        request_id=f"need:{n % 100}",
                    )
                )
    return FeedbackLog(tuple(impressions), tuple(events))


LOG = explored_log(1_500)
LIVE = {f"need:{n}": {r: -k for k, r in enumerate(RECORDS)} for n in range(100)}
BETTER = {name: {r: WORTH[k] - 0.001 * k for k, r in enumerate(RECORDS)} for name in LIVE}


def value_of(order: list[int]) -> float:
    return sum(EXAMINED[place] * WORTH[record] for place, record in enumerate(order))


@pytest.mark.parametrize("method", list(Method))
def test_a_log_tells_what_another_order_would_have_brought(method: Method) -> None:
    told = compare(LOG, BETTER, LIVE, today=TODAY, options=CompareOptions(method, depth=5))
    truth = value_of([3, 1, 2, 0, 4]) - value_of([0, 1, 2, 3, 4])
    found = told.comparison
    assert found.lists == 1_500
    assert found.requests == 100
    assert found.difference.low(0.002) < truth < found.difference.high(0.002)
    assert found.difference.low() > 0
    assert found.coverage > 0.95


def test_without_a_live_run_the_live_order_is_where_records_usually_stood() -> None:
    options = CompareOptions(Method.IPS, depth=5)
    told = compare(LOG, BETTER, today=TODAY, options=options).comparison
    with_run = compare(LOG, BETTER, LIVE, today=TODAY, options=options).comparison
    assert told.live.value == pytest.approx(with_run.live.value)


def test_the_same_log_gives_the_same_figures_in_any_order() -> None:
    turned = FeedbackLog(LOG.impressions[::-1], LOG.events[::-1])
    first = compare(LOG, BETTER, LIVE, today=TODAY).comparison
    again = compare(turned, BETTER, LIVE, today=TODAY).comparison
    assert again.difference.value == pytest.approx(first.difference.value, rel=1e-9)


def test_slices_are_compared_by_request_and_by_record() -> None:
    requests = {name: {"industry": "C26" if n < 30 else "C35"} for n, name in enumerate(LIVE)}
    records = {record: {"holder": "new"} for record in RECORDS[3:]}
    slices = LogSlices(requests, records)
    told = compare(LOG, BETTER, LIVE, today=TODAY, slices=slices).comparison
    names = [(part.name, part.value, part.requests) for part in told.slices]
    assert names == [("industry", "C26", 30), ("industry", "C35", 70), ("holder", "new", 100)]
    assert told.slices[2].difference.low() > 0


def test_what_a_candidate_does_not_answer_lowers_its_coverage() -> None:
    half = {name: BETTER[name] for name in list(BETTER)[:50]}
    told = compare(LOG, half, LIVE, today=TODAY, options=CompareOptions(depth=5))
    assert told.unanswered == 750
    assert told.comparison.coverage < 0.55


def test_robots_and_what_cannot_be_true_do_not_count() -> None:
    robots = tuple(shown("a1", 1, list_id=f"bot{n}", actor_kind=ActorKind.ROBOT) for n in range(50))
    wrong = (shown("a1", 1, list_id="w", propensity=0.0),)
    more = FeedbackLog(LOG.impressions + robots + wrong, LOG.events)
    told = compare(more, BETTER, LIVE, today=TODAY)
    assert told.comparison.lists == 1_500
    assert sum(told.doubts.values()) == 1


@pytest.mark.parametrize("candidate", [{}, {"need:999": {"a1": 1.0}}])
def test_a_candidate_for_other_requests_is_refused(
    candidate: dict[str, dict[str, float]],
) -> None:
    with pytest.raises(EvaluationError):
        compare(LOG, candidate, LIVE, today=TODAY)


def test_an_empty_log_is_refused() -> None:
    with pytest.raises(EvaluationError):
        compare(FeedbackLog((), ()), BETTER, today=TODAY)


@pytest.mark.parametrize("reading", list(Reading))
def test_a_log_without_any_chance_still_gives_figures(reading: Reading) -> None:
    fixed = FeedbackLog(
        tuple(
            shown(f"a{n}", n + 1, list_id=f"l{k}", request_id=f"need:{k}", list_propensity=1.0)
            for k in range(20)
            for n in range(3)
        ),
        (),
    )
    told = compare(fixed, BETTER, today=TODAY, options=CompareOptions(reading=reading))
    assert told.comparison.difference.value == 0


def test_satisfaction_is_not_a_click_and_rejection_takes_it_back() -> None:
    impressions = [shown(f"a{n}", n, list_id="l") for n in range(1, 5)]
    events = [
        happened(EventKind.CLICK, "a1", list_id="l"),
        happened(EventKind.DWELL, "a2", seconds=60.0, list_id="l"),
        happened(EventKind.DWELL, "a3", seconds=60.0, list_id="l"),
        happened(EventKind.REJECT, "a3", reason=EventReason.NOT_RELEVANT),
        happened(EventKind.DWELL, "a4", seconds=60.0, list_id="l"),
        happened(EventKind.REJECT, "a4", reason=EventReason.TOO_EXPENSIVE),
    ]
    good = rewards_of(impressions, events, RewardKind.SATISFIED, today=TODAY)
    assert set(good) == {("l", "a2"), ("l", "a4")}
    clicks = rewards_of(impressions, events, RewardKind.CLICK, today=TODAY)
    assert set(clicks) == {("l", "a1")}


def test_a_contract_belongs_to_the_last_list_before_it_and_young_lists_are_left_out() -> None:
    impressions = [
        shown("a1", 1, list_id="old", shown_at=TODAY - timedelta(days=700)),
        shown("a1", 1, list_id="later", shown_at=TODAY - timedelta(days=400)),
        shown("a1", 1, list_id="young", shown_at=TODAY - timedelta(days=2)),
    ]
    events = [
        happened(EventKind.STAGE, "a1", occurred_at=TODAY - timedelta(days=390)),
        happened(EventKind.SIGNED, "a1", occurred_at=TODAY - timedelta(days=300)),
    ]
    brought = rewards_of(impressions, events, RewardKind.DEAL, today=TODAY)
    assert brought[("later", "a1")] == 1.0
    assert np.isnan(brought[("young", "a1")])
    assert ("old", "a1") not in brought
