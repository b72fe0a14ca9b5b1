"""What leaves the page: side by side, the dossier, the spreadsheet."""

import re
import zlib
from io import BytesIO

import pytest

from duijie.app.audit.queries import entries_of
from duijie.app.matching import dossier
from duijie.app.matching.cards import Card, Line
from duijie.app.matching.comparing import compared
from tests.app.matching.conftest import asked
from tests.app.web import People

needs_font = pytest.mark.skipif(
    not set(dossier.CHINESE_FONTS) & dossier._installed(),
    reason="no font for Chinese is installed here",
)


def line(wanted: str, verdict: str) -> Line:
    return Line(verdict, "✓", verdict, wanted, "said")


def card(name: str, *lines: Line) -> Card:
    return Card(1, name, "achievement", name, "", None, None, 3, "fairly strong", 7, lines, ())


def test_what_differs_stands_first() -> None:
    one = card("a", line("防爆", "met"), line("寿命", "met"))
    other = card("b", line("防爆", "met"), line("寿命", "unknown"))
    table = compared([one, other, one, other, one])
    assert [row.wanted for row in table.rows] == ["寿命", "防爆"]
    assert len(table.cards) == 4


def test_records_stand_side_by_side(site: People) -> None:
    wei = site.wei.browser()
    shown_list = asked(wei, "锂离子电池，循环寿命不低于2000次")
    named = {"record": [one["record_id"] for one in shown_list.shown[:2]]}
    page = wei.get(f"/match/{shown_list.pk}/compare/", named).content.decode()
    head = page.split("<thead>")[1].split("</thead>")[0]
    assert head.count('scope="col"') == 3


@needs_font
def test_the_dossier_is_a_pdf_with_pages_and_an_entry_in_the_audit(site: People) -> None:
    wei = site.wei.browser()
    shown_list = asked(wei)
    answer = wei.get(f"/match/{shown_list.pk}/dossier.pdf")
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF-")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "attachment" in answer["Content-Disposition"]
    entries = entries_of(f"request:{shown_list.request_id}")
    assert [one.verb for one in entries] == ["matching.dossier"]


@needs_font
def test_what_people_wrote_is_no_markup_in_the_dossier(site: People) -> None:
    wei = site.wei.browser()
    text = '防爆锂离子电池 #import "x.typ" #read("/etc/passwd") $sum_1^n$ *b* ] ) } " \\ #panic()'
    shown_list = asked(wei, text)
    answer = wei.get(f"/match/{shown_list.pk}/dossier.pdf")
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF-")


@needs_font
def test_the_dossier_carries_the_font_for_chinese(site: People) -> None:
    wei = site.wei.browser(accept_language="zh")
    made = wei.get(f"/match/{asked(wei).pk}/dossier.pdf").content
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL)
    told = made + b"".join(_unpacked(one) for one in streams)
    assert b"CJK" in told or b"Hei" in told


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def test_without_a_font_for_chinese_the_reader_is_told(
    site: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dossier, "_installed", lambda: frozenset({"DejaVu Sans"}))
    wei = site.wei.browser()
    answer = wei.get(f"/match/{asked(wei).pk}/dossier.pdf")
    assert answer.status_code == 400
    assert "no font for Chinese" in answer.content.decode()


def test_no_cell_of_the_spreadsheet_computes(site: People) -> None:
    from openpyxl import load_workbook

    wei = site.wei.browser()
    shown_list = asked(wei, '=HYPERLINK("x")公式名称的锂离子电池隔膜，厚度12微米')
    answer = wei.get(f"/match/{shown_list.pk}/list.xlsx")
    book = load_workbook(BytesIO(answer.content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any("HYPERLINK" in str(cell.value) for cell in cells)
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert not [cell for cell in cells if str(cell.value or "").startswith(("=", "+", "@"))]


def test_paper_has_the_order_of_the_ranking(site: People) -> None:
    from openpyxl import load_workbook

    wei = site.wei.browser()
    shown_list = asked(wei, "锂离子电池")
    book = load_workbook(BytesIO(wei.get(f"/match/{shown_list.pk}/list.xlsx").content))
    named = [row[2] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)]
    assert list(dict.fromkeys(named)) == [
        one["record_id"] for one in [*shown_list.ranked, *shown_list.nearest]
    ]
