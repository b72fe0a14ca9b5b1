"""An import that is cut off is taken up where it was, and counts and undoes as if it had not."""

import pytest

from duijie.app.imports import works
from duijie.app.jobs.models import Job
from duijie.app.records.models import Achievement, ImportRun
from tests.app.imports.walk import TABLE, Walk, imported, work_off
from tests.app.web import People


class Killed(BaseException):
    """What takes the worker with it."""


def kill(*_: object, **__: object) -> None:
    raise Killed


def cut_off_after_the_last_row(
    walk: Walk, monkeypatch: pytest.MonkeyPatch, content: str = TABLE
) -> None:
    walk.upload(content)
    walk.accept()
    walk.post("run/")
    with monkeypatch.context() as cut:
        cut.setattr(works.errors_file, "write", kill)
        with pytest.raises(Killed):
            work_off()
    assert ImportRun.objects.latest("pk").status == "finished"
    work_off()


def test_an_import_cut_off_before_its_end_was_noted_keeps_its_run(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = Walk.of(people.li)
    cut_off_after_the_last_row(walk, monkeypatch)
    assert ImportRun.objects.count() == 1
    assert walk.now.report["created"] == 2
    assert Job.objects.get(name="imports.run").state == "done"
    walk.undo()
    assert set(Achievement.objects.values_list("state", flat=True)) == {"withdrawn"}


def test_rows_of_others_are_still_told_when_an_import_was_cut_off(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(people.li)
    walk = Walk.of(people.mallory)
    cut_off_after_the_last_row(walk, monkeypatch)
    assert walk.now.report["foreign"] == 2
    text = walk.browser.get(walk.address("errors.csv")).content.decode()
    assert "belongs to another organisation" in text
