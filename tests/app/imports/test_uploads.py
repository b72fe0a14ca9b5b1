"""What people upload: workbooks with sheets, files that are no tables, names that are no names."""

import gzip
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet

from duijie.app.imports import store
from duijie.app.imports.actions import forget_unfinished
from duijie.app.imports.models import FileImport
from duijie.app.wiring import home_in_use
from duijie.kernel.kinds import KINDS
from duijie.kernel.words import LANGS
from tests.app.imports.walk import TABLE, Walk
from tests.app.jobs.works import NOW
from tests.app.web import People


def workbook(**sheets: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    told = BytesIO()
    book.save(told)
    return told.getvalue()


def stored_files() -> list[Path]:
    folder = home_in_use().path / "files" / "imports"
    return [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []


def test_the_sheet_with_the_table_is_taken_and_another_can_be(people: People) -> None:
    walk = Walk.of(people.li)
    book = workbook(
        说明=[["填写说明"]],
        表一=[["成果名称", "成果简介"], ["一", "甲"]],
        表二=[["成果名称"], ["二"]],
    )
    assert walk.upload(book, name="三张表.xlsx").status_code == 302
    assert walk.now.sheet == "表一"
    walk.post("sheet/", sheet="表二")
    assert walk.now.sheet == "表二"
    assert "二" in walk.page("columns/")
    assert walk.post("sheet/", sheet="没有").status_code == 400


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", b"%PDF-1.7 not a table"),
        ("a.csv", b"PK\x03\x04 a damaged archive"),
        ("a.csv", b""),
        ("a.csv", b"<html><script>alert(1)</script></html>"),
        ("a.csv", bytes(range(256)) * 40),
    ],
)
def test_what_is_no_table_is_refused_by_its_name_and_leaves_nothing(
    people: People, name: str, content: bytes
) -> None:
    answer = Walk.of(people.li).upload(content, name=name)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert str(home_in_use().path) not in page
    assert (FileImport.objects.count(), stored_files()) == (0, [])


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd", "a/../../b.csv", "..csv", "<img src=x>.csv"]
)
def test_the_name_of_a_file_is_shown_and_never_a_path(people: People, name: str) -> None:
    walk = Walk.of(people.li)
    walk.upload(name=name)
    assert [path.name for path in stored_files()] == ["upload"]
    assert "/" not in walk.now.name
    assert "<img" not in walk.page("columns/")


def test_a_file_that_is_too_large_is_refused_before_it_is_read(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "largest_bytes", lambda: 1000)
    answer = Walk.of(people.li).upload("成果名称\n" + "x" * 200_000)
    assert answer.status_code == 400
    assert "larger than" in answer.content.decode()


def test_a_file_that_claims_to_be_small_is_refused_while_it_is_stored(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "largest_bytes", lambda: 1000)
    answer = Walk.of(people.li).upload("成果名称\n" + "x" * 5000)
    assert answer.status_code == 422
    assert stored_files() == []


def test_an_upload_without_the_token_of_the_form_is_refused(people: People) -> None:
    from django.test import Client

    browser = Client(enforce_csrf_checks=True)
    browser.force_login(people.li.user)
    file = SimpleUploadedFile("a.csv", TABLE.encode())
    assert browser.post("/imports/new/", {"kind": "achievement", "file": file}).status_code == 403
    assert FileImport.objects.count() == 0


def test_a_packed_file_is_read(people: People) -> None:
    walk = Walk.of(people.li)
    assert walk.upload(gzip.compress(TABLE.encode()), name="a.csv.gz").status_code == 302


def test_an_upload_that_nobody_went_on_with_is_forgotten(people: People) -> None:
    walk = Walk.of(people.li)
    walk.upload()
    assert forget_unfinished(walk.now.uploaded_at) == 0
    assert forget_unfinished(walk.now.uploaded_at.replace(year=NOW.year + 9)) == 1
    assert stored_files() == []


def test_an_upload_can_be_thrown_away(people: People) -> None:
    walk = Walk.of(people.li)
    walk.upload()
    assert walk.post("discard/").status_code == 302
    assert (FileImport.objects.count(), stored_files()) == (0, [])


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize("lang", LANGS)
def test_a_template_is_mapped_whole_when_it_comes_back(
    people: People, kind: str, lang: str
) -> None:
    browser = people.li.browser(**{"accept-language": lang})
    answer = browser.get(f"/imports/template/{kind}.xlsx")
    book = openpyxl.load_workbook(BytesIO(answer.content))
    sheet = book.worksheets[0]
    sheet.append(["x" for _ in range(sheet.max_column)])
    filled = BytesIO()
    book.save(filled)
    walk = Walk.of(people.li)
    walk.upload(filled.getvalue(), name="a.xlsx", kind=kind)
    chosen = [value for name, value in walk.proposed().items() if name.startswith("column-")]
    assert chosen == [spec.name for spec in KINDS[kind].fields]


def test_an_upload_that_somebody_goes_on_with_at_that_moment_is_not_forgotten(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = Walk.of(people.li)
    walk.upload()
    listed = QuerySet.values_list

    def overtaken(rows: QuerySet[Any], *names: str, **options: Any) -> Any:
        found = list(listed(rows, *names, **options))
        FileImport.objects.update(step=FileImport.Step.RUNNING)
        return found

    late = walk.now.uploaded_at.replace(year=NOW.year + 9)
    with monkeypatch.context() as patched:
        patched.setattr(QuerySet, "values_list", overtaken)
        assert forget_unfinished(late) == 0
    assert FileImport.objects.count() == 1
    assert stored_files() != []
