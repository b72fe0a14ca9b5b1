"""The store of feedback: each write is whole, counts once, and gives back what it was given."""

from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError

from duijie.kernel.home import Home
from duijie.kernel.judgements import Judgement
from duijie.kernel.matching import Level
from duijie.learn.feedback import (
    ActorKind,
    CaseStage,
    EventKind,
    EventReason,
    FeedbackEvent,
    Impression,
)

NOW = datetime(2026, 3, 1, 9, 30, 0, 123456, tzinfo=UTC)
SHOWN = Impression(
    list_id="l1",
    request_id="need:N1",
    record_id="achievement:A1",
    rank=2,
    shown_at=NOW,
    propensity=0.25,
    places=((1, 0.75), (2, 0.25)),
    list_propensity=0.125,
    release="static-x@000001+ranker-y",
    page="need",
    actor="p-0123456789abcdef",
    actor_kind=ActorKind.TECHNOLOGY_MANAGER,
)
EVENT = FeedbackEvent(
    event_id="e1",
    kind=EventKind.DWELL,
    request_id="need:N1",
    record_id="achievement:A1",
    occurred_at=NOW,
    list_id="l1",
    actor="p-0123456789abcdef",
    actor_kind=ActorKind.EXPERT,
    seconds=31.5,
)
EVENTS = [
    EVENT,
    replace(EVENT, event_id="e2", kind=EventKind.LOST, seconds=None, reason=EventReason.TIMING),
    replace(EVENT, event_id="e3", kind=EventKind.STAGE, seconds=None, stage=CaseStage.NEGOTIATING),
]


def test_what_is_stored_comes_back_as_it_was(records: Home) -> None:
    del records
    from duijie.app.feedback.actions import record_event, record_events, record_impressions
    from duijie.app.feedback.queries import events, impressions

    assert record_impressions([SHOWN], key="k").written == 1
    assert record_events(EVENTS, key="k").written == 3
    assert record_event(EVENT, key="k").known == 1
    assert impressions() == [SHOWN]
    assert events() == EVENTS


def test_of_rows_with_one_id_the_first_counts_and_the_others_are_told(records: Home) -> None:
    del records
    from duijie.app.feedback.actions import record_impressions
    from duijie.app.feedback.queries import impressions

    other = replace(SHOWN, rank=1, propensity=0.75)
    done = record_impressions([SHOWN, SHOWN], key="k")
    assert (done.written, done.known, done.differing) == (1, 1, ())
    done = record_impressions([other], key="k")
    assert (done.written, done.differing) == (0, ("l1 achievement:A1",))
    assert impressions() == [SHOWN]


def test_a_write_that_fails_stores_nothing_of_it(records: Home) -> None:
    del records
    from duijie.app.feedback.actions import record_impressions
    from duijie.app.feedback.queries import counts

    broken = replace(SHOWN, list_id="l2", rank=-1)
    with pytest.raises(IntegrityError):
        record_impressions([SHOWN, broken], key="k")
    assert counts().impressions == 0


def test_shadow_ranks_are_kept_once_for_each_release(records: Home) -> None:
    del records
    from duijie.app.feedback.actions import record_shadow_ranks
    from duijie.app.feedback.queries import shadow_ranks

    ranks = {"achievement:A1": 2, "achievement:A2": 1}
    assert record_shadow_ranks("l1", "ranker-a", ranks) == 2
    assert record_shadow_ranks("l1", "ranker-a", {"achievement:A1": 9}) == 0
    assert record_shadow_ranks("l1", "ranker-b", {"achievement:A1": 1}) == 1
    assert shadow_ranks("ranker-a") == {"l1": ranks}


def test_a_judge_who_changes_a_level_is_heard_with_the_last_one(records: Home) -> None:
    del records
    from duijie.app.feedback.actions import record_judgements
    from duijie.app.feedback.queries import all_judgements, stored_judgements

    first = Judgement("need:N1", "achievement:A1", Level.WEAK, judge="wei")
    other = replace(first, judge="li", level=Level.STRONG)
    assert record_judgements([first, other], now=NOW).written == 2
    assert record_judgements([first, other], now=NOW).written == 0
    changed = replace(first, level=Level.NONE)
    assert record_judgements([changed], now=NOW).written == 1
    assert stored_judgements() == [other, changed]
    assert all_judgements(NOW) == [other, changed]


def test_the_tables_have_a_column_for_everything_that_learning_reads(records: Home) -> None:
    del records
    from duijie.app.feedback import models

    for table, given in (
        (models.Impression, Impression),
        (models.FeedbackEvent, FeedbackEvent),
        (models.StoredJudgement, Judgement),
    ):
        columns = {field.name for field in table._meta.get_fields()} - {"id", "stored_at"}
        assert columns == {field.name for field in fields(given)}


def test_the_tables_are_as_the_migrations_make_them(records: Home) -> None:
    del records
    from django.core.management import call_command

    call_command("makemigrations", "feedback", check=True, dry_run=True, verbosity=0)
