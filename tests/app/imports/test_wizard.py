"""From a messy table to records: upload, columns, preview, import, correct."""

from io import BytesIO
from typing import Any

import openpyxl

from duijie.app.jobs.models import Job
from duijie.app.records.models import Achievement
from tests.app.imports.walk import TABLE, Walk, imported, work_off
from tests.app.web import People


def states() -> dict[str, str]:
    return dict(Achievement.objects.values_list("record_id", "state"))


def test_a_company_brings_drafts_in_and_hands_them_in(people: People) -> None:
    walk = imported(people.li)
    assert states() == {"achievement:A1": "draft", "achievement:A3": "draft"}
    assert set(Achievement.objects.values_list("owner_id", flat=True)) == {
        people.li.organization.pk  # type: ignore[union-attr]
    }
    assert "Hand all 2 drafts in for review" in walk.page()
    walk.post("submit/")
    work_off()
    assert set(states().values()) == {"under_review"}


def test_an_officer_publishes_what_was_handed_in_at_once(people: People) -> None:
    walk = imported(people.li)
    walk.post("submit/")
    work_off()
    officer = Walk(people.zhao, people.zhao.browser(), walk.what)
    assert "Publish all 2 records" in officer.page()
    officer.post("publish/")
    work_off()
    assert set(states().values()) == {"published"}


def test_an_officer_brings_records_in_as_published(people: People) -> None:
    imported(people.zhao, publishes="1")
    assert set(states().values()) == {"published"}


def test_a_company_cannot_publish_by_a_field_of_its_own(people: People) -> None:
    walk = Walk.of(people.li)
    walk.upload()
    walk.accept()
    assert walk.post("run/", publishes="1").status_code == 403
    assert states() == {}


def test_the_columns_are_proposed_with_their_first_values(people: People) -> None:
    walk = Walk.of(people.li)
    walk.upload()
    chosen = walk.proposed()
    assert [chosen[f"column-{place}"] for place in range(7)] == [
        "registration_number", "title", "summary", "trl", "completed_on", "holder", "",
    ]  # fmt: skip
    assert "高速颗粒缺陷在线检测机" in walk.page("columns/")


def test_two_columns_for_one_field_are_told_beside_the_field(people: People) -> None:
    walk = Walk.of(people.li)
    walk.upload()
    answer = walk.accept(**{"column-6": "title"})
    assert answer.status_code == 422
    assert "Title is filled by the column 名称 already" in answer.content.decode()


def test_a_field_that_is_needed_must_have_a_column(people: People) -> None:
    walk = Walk.of(people.li)
    walk.upload()
    answer = walk.accept(**{"column-1": ""})
    assert answer.status_code == 422
    assert "Choose the column that holds Title" in answer.content.decode()


def test_an_accepted_mapping_is_remembered_for_the_same_organisation_only(people: People) -> None:
    imported(people.li)
    again, other = Walk.of(people.li), Walk.of(people.mallory)
    again.upload()
    other.upload()
    assert "assigned at an earlier import" in again.page("columns/")
    assert "assigned at an earlier import" not in other.page("columns/")


def test_the_preview_marks_problems_in_their_cells_and_counts_the_whole_file(
    people: People,
) -> None:
    walk = Walk.of(people.li)
    walk.upload()
    walk.accept()
    page = walk.page("preview/")
    assert '<td class="wrong">12' in page
    assert "A technology readiness level is 1 to 9" in page
    assert "left out" in page
    counts = walk.now.checked
    assert [counts[name] for name in ("rows", "created", "rejected")] == [3, 2, 1]
    assert states() == {}


def test_the_error_file_holds_only_the_bad_rows_and_can_be_uploaded_again(people: People) -> None:
    walk = imported(people.li)
    answer = walk.browser.get(walk.address("errors.xlsx"))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    book = openpyxl.load_workbook(BytesIO(answer.content))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == ["A2"]
    assert rows[0][-3:] == ("Row in your file", "Problem", "What to do")
    assert "A required field is empty" in str(rows[1][-2])
    sheet = book.worksheets[0]
    sheet.cell(2, 2, "补上的名称")
    corrected = BytesIO()
    book.save(corrected)
    again = Walk.of(people.li)
    assert again.upload(corrected.getvalue(), name="改正.xlsx").status_code == 302
    assert "assigned at an earlier import" in again.page("columns/")
    again.accept()
    again.run()
    assert Achievement.objects.get(record_id="achievement:A2").title == "补上的名称"


def test_the_error_file_as_csv_computes_nothing(people: People) -> None:
    walk = imported(people.li, TABLE + "A9,,=1+1,8,,,\n")
    text = walk.browser.get(walk.address("errors.csv")).content.decode("utf-8-sig")
    assert "'=1+1" in text
    assert ",=1+1" not in text


def test_what_is_imported_again_changes_nothing(people: People) -> None:
    imported(people.li)
    before = dict(Achievement.objects.values_list("record_id", "revision"))
    walk = imported(people.li)
    assert dict(Achievement.objects.values_list("record_id", "revision")) == before
    assert (walk.now.report["created"], walk.now.report["unchanged"]) == (0, 2)


def test_a_record_of_another_organisation_is_left_alone_and_told(people: People) -> None:
    imported(people.li)
    walk = imported(people.mallory, TABLE.replace("检测机", "换了名字的机器"))
    assert Achievement.objects.get(record_id="achievement:A1").title == "高速颗粒缺陷在线检测机"
    assert (walk.now.checked["foreign"], walk.now.report["foreign"]) == (2, 2)
    text = walk.browser.get(walk.address("errors.csv")).content.decode()
    assert "belongs to another organisation" in text


def test_a_technology_manager_imports_for_whom_they_look_after(people: People) -> None:
    browser = people.wang.browser()
    page = browser.get("/imports/new/").content.decode()
    assert "Wei organisation" in page
    assert "Li organisation" not in page


def test_nobody_imports_for_a_strange_organisation(people: People) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    fields = {
        "kind": "achievement",
        "organization": str(people.li.organization.pk),  # type: ignore[union-attr]
        "file": SimpleUploadedFile("a.csv", TABLE.encode()),
    }
    assert people.wang.browser().post("/imports/new/", fields).status_code == 422
    people.mallory.browser().post("/imports/new/", fields)
    from duijie.app.imports.models import FileImport

    owners = set(FileImport.objects.values_list("organization_id", flat=True))
    assert owners <= {people.mallory.organization.pk}  # type: ignore[union-attr]


def test_strangers_find_no_page_of_an_import(people: People) -> None:
    walk = imported(people.li)
    for page in ("", "columns/", "preview/", "errors.xlsx"):
        for stranger in (people.mallory, people.ning):
            assert stranger.browser().get(walk.address(page)).status_code == 404
    for page in ("run/", "undo/", "discard/", "submit/", "publish/"):
        assert people.mallory.browser().post(walk.address(page)).status_code == 404
    assert people.ning.browser().get("/imports/").status_code == 403


def test_officers_see_what_was_imported_but_take_nothing_back(people: People) -> None:
    walk = imported(people.li)
    assert people.zhao.browser().get(walk.address()).status_code == 200
    assert people.zhao.browser().post(walk.address("undo/")).status_code == 403


def test_every_page_is_there_in_chinese(people: People) -> None:
    walk = Walk.of(people.li, **{"accept-language": "zh-hans"})
    walk.upload()
    assert "成果名称" in walk.page("columns/")
    walk.accept()
    assert "成果名称" in walk.page("preview/")
    walk.run()
    assert "2" in walk.page()


def test_a_job_that_fails_tells_it_on_the_page_of_the_import(people: People) -> None:
    walk = Walk.of(people.li)
    walk.upload()
    walk.accept()
    from duijie.app.imports import store

    store.file_of(walk.now.pk).unlink()
    walk.run()
    assert Job.objects.latest("asked_at").state == "failed"
    page = walk.page()
    assert "Go on with the import" in page
    assert str(store.folder_of(walk.now.pk)) not in page


def test_what_an_officer_is_reading_becomes_a_draft_again_when_an_import_changes_it(
    people: People,
) -> None:
    walk = imported(people.li)
    walk.post("submit/")
    work_off()
    imported(people.li, TABLE.replace("检测机", "更快的检测机"))
    assert states() == {"achievement:A1": "draft", "achievement:A3": "under_review"}


def test_the_list_of_imports_takes_as_many_queries_for_one_as_for_thirty(
    people: People, django_assert_max_num_queries: Any
) -> None:
    walk = Walk.of(people.li)
    for _ in range(30):
        walk.upload()
    with django_assert_max_num_queries(10):
        assert walk.browser.get("/imports/").status_code == 200


def test_the_page_of_an_import_takes_few_queries_however_many_rows_there_are(
    people: People, django_assert_max_num_queries: Any
) -> None:
    rows = "".join(f"B{n},成果{n},简介,7,2024-05-01,示范大学,x\n" for n in range(300))
    walk = imported(people.li, TABLE + rows)
    with django_assert_max_num_queries(14):
        walk.page()
