"""A whole import is taken back; what was edited since stays, and is listed."""

from datetime import timedelta

import pytest

from duijie.app.imports import works
from duijie.app.jobs.models import Job
from duijie.app.records.actions import edit, submit
from duijie.app.records.models import Achievement, ImportRun, RecordVersion
from tests.app.imports.walk import BETTER, TABLE, Walk, imported, work_off
from tests.app.jobs.works import NOW
from tests.app.web import People

LATER = NOW + timedelta(hours=1)
A1, A3 = "achievement:A1", "achievement:A3"


def said(record_id: str) -> tuple[str, str]:
    record = Achievement.objects.get(record_id=record_id)
    return record.title, record.state


def test_what_an_import_brought_in_is_withdrawn(people: People) -> None:
    walk = imported(people.zhao, publishes="1")
    before = Achievement.objects.get(record_id=A1).revision
    walk.undo()
    assert {said(A1)[1], said(A3)[1]} == {"withdrawn"}
    assert Achievement.objects.get(record_id=A1).revision > before  # the index follows
    assert walk.now.step == "undone"
    assert "2 records are as they were before" in walk.page()


def test_what_an_import_changed_gets_its_values_back(people: People) -> None:
    imported(people.li)
    stored = Achievement.objects.get(record_id=A1)
    walk = imported(people.li, BETTER)
    assert said(A1) == ("更快的检测机", "draft")
    walk.undo()
    again = Achievement.objects.get(record_id=A1)
    assert (again.title, again.state) == ("高速颗粒缺陷在线检测机", "draft")
    assert (again.content_hash, again.completed_on) == (stored.content_hash, stored.completed_on)
    assert said(A3) == ("水性环氧防腐涂料", "draft")


def test_a_record_edited_since_stays_and_is_listed_with_the_reason(people: People) -> None:
    walk = imported(people.li)
    edit(people.li.actor, A1, {"title": "自己改过的名称"}, revision=None, now=LATER)
    walk.undo()
    assert said(A1) == ("自己改过的名称", "draft")
    assert said(A3)[1] == "withdrawn"
    page = walk.page()
    assert "These 1 records were edited after the import" in page
    assert "自己改过的名称" in page


def test_a_changed_record_edited_since_keeps_that_edit(people: People) -> None:
    imported(people.li)
    walk = imported(people.li, BETTER)
    edit(people.li.actor, A1, {"title": "自己改过的名称"}, revision=None, now=LATER)
    walk.undo()
    assert said(A1) == ("自己改过的名称", "draft")
    assert walk.now.taken_back["kept"] == [A1]


def test_a_record_changed_by_a_later_import_stays_as_that_one_left_it(people: People) -> None:
    first = imported(people.li)
    imported(people.li, BETTER)
    first.undo()
    assert said(A1) == ("更快的检测机", "draft")
    assert said(A3)[1] == "withdrawn"


def test_handing_in_is_no_edit(people: People) -> None:
    walk = imported(people.li)
    submit(people.li.actor, A1, now=LATER)
    walk.undo()
    assert said(A1)[1] == "withdrawn"


def test_an_undo_that_was_cut_off_goes_on_after_the_last_records(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = imported(people.li)
    monkeypatch.setattr(works, "CHUNK", 1)
    walk.post("undo/")
    job = Job.objects.get(name="imports.undo")
    Job.objects.filter(pk=job.pk).update(cancel_asked=True)
    work_off()
    assert sorted(Achievement.objects.values_list("state", flat=True)) == ["draft", "withdrawn"]
    assert "Go on taking it back" in walk.page()
    walk.undo()
    assert set(Achievement.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert walk.now.taken_back["undone"] == 2
    assert RecordVersion.objects.count() == 2


def test_the_same_file_comes_back_whole_after_it_was_taken_back(people: People) -> None:
    imported(people.li).undo()
    assert set(ImportRun.objects.values_list("status", flat=True)) == {"finished"}
    imported(people.li)
    assert Achievement.objects.exclude(state="withdrawn").count() == 2


def test_an_import_that_still_runs_is_not_taken_back(people: People) -> None:
    walk = Walk.of(people.li)
    walk.upload(TABLE)
    walk.accept()
    walk.post("run/")
    answer = walk.post("undo/")
    assert answer.status_code == 400
    assert "still at work" in answer.content.decode()


def test_what_is_taken_back_stands_in_the_audit_log(people: People) -> None:
    from duijie.app.audit.models import AuditEntry
    from duijie.app.audit.queries import first_broken

    imported(people.li).undo()
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"imports.upload", "imports.run", "imports.undo"} <= verbs
    assert first_broken() is None
