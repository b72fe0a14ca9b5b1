"""What holds when many write at once, and when one organisation has very many records."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from duijie.app.libraries.actions import What, ask_for_change, run_change
from duijie.app.notices.models import Notice
from duijie.app.records import actions
from duijie.app.records.actions import undoing
from duijie.app.records.models import Achievement, ImportRun, Reminder, State
from duijie.app.records.queries import own_records, read_after
from duijie.app.records.tasks import AT_ONCE, remind_and_expire
from tests.app.records.making import draft, later, published
from tests.app.records.test_imports import brought
from tests.app.stores import only_sqlite
from tests.app.web import NOW, People

ROW = "achievement:1"


def edited(people: People) -> None:
    actions.edit(people.li.actor, ROW, {"title": "改"}, revision=None, now=later())


def imported(people: People) -> None:
    brought(people.li, "改")


def missing_withdrawn(people: People) -> None:
    run = brought(people.li, "一", missing=True)
    actions.finish_run(run, rows=1, rejected=0, now=NOW)


def taken_back(people: People) -> None:
    run = ImportRun.objects.get()
    undoing.take_back_created(undoing.Taking(run, people.li.user.pk, NOW), 0, 10)


def restored(people: People) -> None:
    run = ImportRun.objects.get()
    undoing.take_back_changed(undoing.Taking(run, people.li.user.pk, NOW), 0, 10)


def changed_with_many(people: People) -> None:
    change = ask_for_change(
        people.li.actor, "achievement", [ROW], What.ADD_KEYWORDS, {"keywords": "新"}, now=NOW
    )
    run_change(people.li.actor, change, now=NOW)


WRITES = [edited, imported, missing_withdrawn, taken_back, restored, changed_with_many]


@pytest.mark.parametrize("write", WRITES)
def test_every_write_takes_the_counter_before_a_row_so_that_no_two_wait_for_each_other(
    people: People, write: Callable[[People], None]
) -> None:
    brought(people.li, "一", "二")
    with CaptureQueriesContext(connection) as asked:
        write(people)
    tables = ("records_revisioncounter", "records_achievement", "records_recordversion")
    told = [
        name
        for query in asked.captured_queries
        for name in re.findall(r'(?:FROM|INTO|UPDATE) "(records_\w+)"', query["sql"])
        if name in tables
    ]
    assert told, "nothing was written"
    assert told[0] == "records_revisioncounter"


def test_one_s_own_list_goes_on_through_what_was_written_at_one_moment(people: People) -> None:
    brought(people.li, *(f"成果{n}" for n in range(120)))
    draft(people.li, kind="need")
    drafts = own_records(people.li.actor, "draft", valid_days=365)
    seen, before = [], None
    for _ in range(4):
        page = own_records(people.li.actor, "published", valid_days=365, before=before)
        seen += [one.record_id for one in page.records]
        before = read_after(page.older)
        if before is None:
            break
    assert (len(drafts.records), len(seen), len(set(seen))) == (1, 120, 120)


def test_records_of_several_kinds_are_listed_each_once(people: People) -> None:
    assert people.li.organization is not None
    brought(people.li, *(f"成果{n}" for n in range(40)))
    for n in range(40):
        published(people, people.li, kind="need", title=f"需求{n}")
    first = own_records(people.li.actor, "published", valid_days=365)
    second = own_records(
        people.li.actor, "published", valid_days=365, before=read_after(first.older)
    )
    ids = [one.record_id for one in (*first.records, *second.records)]
    assert (len(ids), len(set(ids)), second.older) == (80, 80, "")


def test_whoever_has_very_many_records_is_reminded_of_each_in_later_rounds(people: People) -> None:
    brought(people.li, *(f"成果{n}" for n in range(AT_ONCE + 20)))
    soon = NOW + timedelta(days=352)
    told = [remind_and_expire(soon + timedelta(hours=n))[0] for n in range(3)]
    assert told == [AT_ONCE, 20, 0]
    assert Reminder.objects.values("record_id").distinct().count() == AT_ONCE + 20
    assert Notice.objects.filter(user=people.li.user).count() == 2


@only_sqlite
def test_lists_and_counts_of_800_000_records_are_read_from_an_index(people: People) -> None:
    assert people.li.organization is not None
    rows, own = Achievement.objects, [people.li.organization.pk]
    asked = {
        "achievement_own": rows.filter(owner__in=own, state="draft").order_by("-updated_at", "-pk"),
        "achievement_waiting": rows.filter(state=State.UNDER_REVIEW).order_by("updated_at"),
        "achievement_run_state": rows.filter(first_run=1, state="draft", pk__gt=5).order_by("pk"),
        "achievement_run ": rows.filter(first_run=1, pk__gt=5).order_by("pk"),
    }
    plans = {name: query.explain() for name, query in asked.items()}
    assert [name for name, plan in plans.items() if name not in plan] == []
    counted = rows.filter(owner__in=own).order_by().values_list("state").annotate(Count("pk"))
    assert "COVERING INDEX achievement_own" in counted.explain()
