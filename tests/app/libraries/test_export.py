"""Lists taken away as files: what stands in them, for whom, and that it can be read back."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from openpyxl import load_workbook

from duijie.app.audit.models import AuditEntry
from duijie.app.jobs.models import Job
from duijie.app.libraries import exporting
from duijie.app.records.queries import published
from duijie.app.records.rows import table_of
from duijie.kernel.home import Home
from duijie.kernel.kinds import KINDS
from tests.app.calls import Call
from tests.app.libraries.shelves import fill
from tests.app.web import NOW, People, visitor

EVIL = '=HYPERLINK("http://example.org","x")'


def stored(kind: str) -> Any:
    return table_of(kind).model.objects  # type: ignore[attr-defined]


def taken(browser: Any, kind: str, form: str, query: str = "") -> bytes:
    answer = browser.post(f"/libraries/{kind}/export/", {"form": form, "query": query})
    assert answer.status_code == 200, answer.content
    assert "attachment" in answer["Content-Disposition"]
    return b"".join(answer.streaming_content)


def rows_of(kind: str, file: bytes) -> list[dict[str, str]]:
    assert file.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"))))


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_holds_the_records_that_the_reader_may_see(kind: str, people: People) -> None:
    fill(kind, 60, [people.wei.organization, people.mallory.organization, None])
    for one in (people.wei, people.olga):
        lines = taken(one.browser(), kind, "jsonl").decode().splitlines()
        ids = {json.loads(line)["id"] for line in lines}
        assert ids == set(published(one.actor, kind).values_list("record_id", flat=True))


def test_filters_are_kept(people: People) -> None:
    fill("achievement", 60, [people.wei.organization])
    file = taken(people.wei.browser(), "achievement", "csv", "?trl=7&region=33")
    rows = rows_of("achievement", file)
    assert rows
    assert {row["TRL"] for row in rows} == {"7"}
    assert all(row["Region code"].startswith("33") for row in rows)


def test_what_opens_only_to_partners_is_in_ones_own_file_alone(people: People) -> None:
    fill("need", 20, [people.wei.organization])
    stored("need").update(partner_details="底价 30 万", state="published", visibility="public")
    mallory, wei = people.mallory.browser(), people.wei.browser()
    for form in exporting.FORMS:
        assert "底价".encode() not in taken(mallory, "need", form)
        assert "底价".encode() not in taken(mallory, "need", form, "?mine=1")
    assert "底价".encode() in taken(wei, "need", "jsonl", "?mine=1")


def test_no_spreadsheet_computes_what_people_wrote(people: People) -> None:
    # PostgreSQL holds no NUL in a text; SQLite does, and a spreadsheet must bear it.
    control = "\x07" if connection.vendor == "postgresql" else "\x00\x07"
    fill("achievement", 3, [people.wei.organization])
    stored("achievement").update(
        title=EVIL, holder=EVIL, keywords=[EVIL], summary=control + EVIL, state="published",
        visibility="public",
    )  # fmt: skip
    browser = people.wei.browser()
    for row in rows_of("achievement", taken(browser, "achievement", "csv")):
        assert not [cell for cell in row.values() if cell.startswith("=")]
        assert row["Title"] == f"'{EVIL}"
    book = load_workbook(io.BytesIO(taken(browser, "achievement", "xlsx")))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]


@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl"])
def test_an_exported_file_is_imported_again_without_a_change(
    form: str, people: People, records: Home, duijie: Call, tmp_path: Path
) -> None:
    header = (
        "成果登记号,成果名称,成果简介,技术成熟度,持有单位,行政区划代码,完成日期,关键词,成果类别"
    )
    lines = [
        "R1,颗粒缺陷检测机,核心算法；检出率 98%。,7,某院,330402,2024-05-01,缺陷；检测,应用技术",
        "R2,防爆锂离子电池,针刺不起火。,8,某公司,330402,2023-03-05,电池,应用技术",
    ]
    first = tmp_path / "first.csv"
    first.write_text("\n".join([header, *lines]) + "\n", "utf-8")
    said = duijie(records.path, "import", first, "--kind", "achievement", "--yes")
    assert said.code == 0, said.err
    again = tmp_path / f"again.{form}"
    again.write_bytes(taken(people.wei.browser(), "achievement", form))
    said = duijie(records.path, "import", again, "--kind", "achievement", "--yes")
    assert said.code == 0, said.err
    assert "2 unchanged" in said.out, said.out


def test_a_visitor_and_a_newcomer_take_nothing_away(people: People) -> None:
    asked = {"form": "csv", "query": ""}
    assert visitor().post("/libraries/need/export/", asked).status_code == 302
    assert people.ning.browser().post("/libraries/need/export/", asked).status_code == 403


def test_taking_a_list_away_is_logged(people: People) -> None:
    fill("expert", 5, [people.wei.organization])
    taken(people.wei.browser(), "expert", "csv", "?region=33")
    entry = AuditEntry.objects.get(verb="libraries.export")
    assert entry.subject == "library:expert"
    assert entry.values["form"] == "csv"


def test_a_long_list_is_written_in_the_background_and_fetched_by_its_owner_alone(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 5)
    fill("patent", 40, [people.wei.organization])
    wei = people.wei.browser()
    answer = wei.post("/libraries/patent/export/", {"form": "csv", "query": ""})
    job = Job.objects.get(name="libraries.export")
    assert str(job.pk) in answer["Location"]
    assert wei.get(job.link).status_code == 404
    wanted = exporting.Wanted(**job.parameters)
    count = exporting.write_file(people.wei.actor, wanted, exporting.file_of(job.pk, "csv"))
    fetched = wei.get(job.link)
    rows = rows_of("patent", b"".join(fetched.streaming_content))
    assert len(rows) == count == published(people.wei.actor, "patent").count()
    assert people.mallory.browser().get(job.link).status_code == 404
    exporting.remove_older_files(NOW.replace(year=2100))
    assert wei.get(job.link).status_code == 404


def test_an_unknown_form_is_refused(people: People) -> None:
    asked = {"form": "exe", "query": ""}
    assert people.wei.browser().post("/libraries/need/export/", asked).status_code == 400
