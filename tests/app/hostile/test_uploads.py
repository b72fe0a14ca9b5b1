"""Files of hostile people: what is taken, under which name, and how it comes back."""

import csv
import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from duijie.app.imports.models import FileImport
from duijie.app.records.models import Attachment
from duijie.app.wiring import home_in_use
from tests.app.hostile.payloads import PAYLOADS, faults_of
from tests.app.hostile.sheets import STARTS, cells_of
from tests.app.imports.walk import Walk
from tests.app.records.making import draft, published
from tests.app.records.test_files import PDF, REFUSED, TAKEN, png
from tests.app.web import People, visitor

NAMES = [
    "../../../../etc/cron.d/x", "..\\..\\x.pdf", "/etc/passwd", "C:\\x.pdf", "a\x00.pdf", "",
    "x" * 300 + ".pdf", "a\r\nSet-Cookie: hostile=1.pdf", 'a".html; x="b.pdf', "a.pdf.html",
    ".htaccess", "con.pdf", "<hostile-a>.pdf", "\u202efdp.exe", "{{7*7}}.pdf", "a;b.pdf",
    "%2e%2e%2f.pdf", "javascript:hostile(1).pdf", "=HYPERLINK(1).pdf",
]  # fmt: skip


def packed(**parts: bytes) -> bytes:
    """Return an archive; `__` stands for a slash in the names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    """Return a real workbook in which one part is another."""
    book, out = Workbook(), io.BytesIO()
    book.worksheets[0].append(["成果名称", "成果简介"])
    book.worksheets[0].append(["一", "二"])
    book.save(out)
    told = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(told, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, content if entry == name else old.read(entry))
    return told.getvalue()


SECRET = "the-inside-of-a-file"  # noqa: S105
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "hahahahahahahaha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, (b"&%c;" % (97 + n)) * 50) for n in range(12))
    + b"]><sst><si><t>&m;</t></si></sst>"
)


def outside(file: str) -> bytes:
    return (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file://{file}">]>'
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="1">'
        "<si><t>成果名称</t></si><si><t>&a;</t></si><si><t>&a;</t></si><si><t>&a;</t></si></sst>"
    ).encode()


@pytest.fixture
def shop(people: People) -> tuple[People, Client, str]:
    record_id = draft(people.li).record_id
    browser = people.li.browser()
    browser.raise_request_exception = False
    return people, browser, record_id


def attached(browser: Client, record_id: str, name: str, content: bytes, kind: str = "") -> Any:
    file = SimpleUploadedFile("a.pdf", content, kind or "application/pdf")
    file._name = name  # type: ignore[attr-defined]  # as a hostile browser names it
    return browser.post(f"/records/{record_id}/files/", {"file": file, "disclosure": "public"})


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_a_file_is_neither_a_path_nor_a_header_nor_markup(
    people: People, name: str
) -> None:
    record_id, browser = published(people, people.li), people.li.browser()
    attached(browser, record_id, name, PDF, "text/html")
    stored = Attachment.objects.all()
    folder = home_in_use().path
    assert not [one for one in folder.parent.rglob("*cron*") if one.is_file()]
    for one in (folder / "files").rglob("*"):
        assert one.is_dir() or len(one.name) == 64
    page = visitor().get(f"/records/{record_id}/").content.decode()
    assert faults_of(page) == []
    for one in stored:
        answer = visitor().get(f"/records/{record_id}/files/{one.pk}/")
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["Content-Type"] == "application/pdf"
        assert "\n" not in answer["Content-Disposition"]
        assert "hostile" not in answer.cookies
        answer.close()


@pytest.mark.parametrize("what", [*REFUSED, "gif and script", "xml", "text", "gzip"])
def test_what_is_no_plain_file_is_refused(shop: tuple[People, Client, str], what: str) -> None:
    _, browser, record_id = shop
    more = {
        "gif and script": b"GIF89a/*" + b"\0" * 20 + b"*/=1;hostile(1)",
        "xml": b'<?xml version="1.0"?><x xmlns="http://www.w3.org/1999/xhtml"><script/></x>',
        "text": b"hostile", "gzip": b"\x1f\x8b\x08" + b"\0" * 50,
    }  # fmt: skip
    content = REFUSED.get(what, more.get(what, b""))
    answer = attached(browser, record_id, "a.pdf", content)
    assert answer.status_code == 302
    assert Attachment.objects.count() == 0


def test_every_kind_that_is_taken_comes_back_as_a_download(
    shop: tuple[People, Client, str],
) -> None:
    _, browser, record_id = shop
    for name, content in TAKEN.items():
        attached(browser, record_id, name, content, "text/html")
    assert Attachment.objects.count() == len(TAKEN)
    for one in Attachment.objects.all():
        answer = browser.get(f"/records/{record_id}/files/{one.pk}/")
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert "html" not in answer["Content-Type"]
        assert "svg" not in answer["Content-Type"]
        answer.close()


def test_several_files_under_one_name_are_one(shop: tuple[People, Client, str]) -> None:
    _, browser, record_id = shop
    bad = SimpleUploadedFile("a.pdf", b"<script>hostile(1)</script>")
    good = SimpleUploadedFile("a.png", png())
    sent = {"file": [bad, good], "disclosure": ["partners", "public"]}
    browser.post(f"/records/{record_id}/files/", sent)
    assert {one.media_type for one in Attachment.objects.all()} <= {"image/png"}


def test_a_file_without_a_file_is_told(shop: tuple[People, Client, str]) -> None:
    _, browser, record_id = shop
    for sent in ({}, {"file": "text"}, {"disclosure": "public"}, {"disclosure": "nobody"}):
        assert browser.post(f"/records/{record_id}/files/", sent).status_code == 302
    broken = browser.generic(
        "POST", f"/records/{record_id}/files/", b"--x\r\nhostile", "multipart/form-data; boundary=x"
    )
    assert broken.status_code in (302, 400)
    assert Attachment.objects.count() == 0


TABLES = {
    "an archive of nothing": packed(a=b"x"),
    "no archive": b"PK\x03\x04" + b"\0" * 100,
    "laughs": with_part("xl/sharedStrings.xml", LAUGHS),
    "laughs in the workbook": with_part("xl/workbook.xml", LAUGHS),
    "laughs in the sheet": with_part("xl/worksheets/sheet1.xml", LAUGHS),
    "leads outside": packed(**{"..__..__x": b"x", "xl__workbook.xml": b"<x/>"}),
    "deep": b"[" * 200_000,
    "deep lines": b'{"a":' * 50_000,
    "one cell": b"a," + b"x" * 3_000_000,
    "many columns": b"," * 200_000 + b"\n1",
    "quotes": b'"' * 300_001,
    "zeros": b"\0" * 100_000,
    "html": b"<html><script>hostile(1)</script><table><tr><td>x</td></tr></table></html>",
}


@pytest.mark.parametrize("what", TABLES)
@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a.jsonl"])
def test_a_hostile_table_breaks_nothing(people: People, what: str, name: str) -> None:
    walk = Walk.of(people.li)
    walk.browser.raise_request_exception = False
    answer = walk.upload(TABLES[what], name=name)
    assert answer.status_code in (302, 400, 422)
    for one in FileImport.objects.all():
        for page in ("columns/", "preview/", ""):
            told = walk.browser.get(f"/imports/{one.pk}/{page}")
            assert told.status_code < 500
            assert faults_of(told.content.decode()) == []


def test_a_workbook_reads_no_file_of_the_machine(people: People, tmp_path: Any) -> None:
    secret = tmp_path / "secret"
    secret.write_text(SECRET, "utf-8")
    walk = Walk.of(people.li)
    walk.browser.raise_request_exception = False
    for part in ("xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml"):
        answer = walk.upload(with_part(part, outside(str(secret))), name="a.xlsx")
        assert answer.status_code in (302, 400, 422)
        assert SECRET not in answer.content.decode()
        for one in FileImport.objects.all():
            assert SECRET not in walk.browser.get(f"/imports/{one.pk}/columns/").content.decode()


def test_a_bomb_does_not_go_off(people: People) -> None:
    sheet = b'<worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>'
    bomb = with_part("xl/worksheets/sheet1.xml", sheet + b"x" * 300_000_000)
    assert len(bomb) < 1_000_000
    walk = Walk.of(people.li)
    walk.browser.raise_request_exception = False
    assert walk.upload(bomb, name="a.xlsx").status_code in (302, 400, 422)


def test_no_file_of_errors_is_computed_and_no_page_of_an_import_holds_markup(
    people: People,
) -> None:
    evil = [*PAYLOADS.values(), *(f"{start}cmd|' /C calc'!A0" for start in STARTS)]
    told = io.StringIO()
    out = csv.writer(told)
    out.writerow(["登记号", "名称", "成熟度", "=1+1", "<hostile-a>", '"><hostile-b x="'])
    out.writerows([text, "", text, text, text, text] for text in evil)
    out.writerows([f"n{n}", text, "x", text, text, text] for n, text in enumerate(evil))
    walk = Walk.of(people.li)
    name = "=cmd()<hostile-a>\r\nSet-Cookie: a=1.csv"
    assert walk.upload(told.getvalue().replace("\x00", ""), name=name).status_code == 302
    pages = [walk.page("columns/")]
    walk.accept()
    pages.append(walk.page("preview/"))
    walk.run()
    pages += [walk.page(), walk.browser.get("/imports/").content.decode()]
    assert [faults_of(page) for page in pages] == [[], [], [], []]
    for ending in ("csv", "xlsx"):
        answer = walk.browser.get(walk.address(f"errors.{ending}"))
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
        for cell in cells_of(ending, answer.content):
            assert not cell.lstrip(" \u3000").startswith(tuple(STARTS)), cell
