"""The whole way, on a desktop in English and on a phone in Chinese: sign up, be verified, import a
messy workbook, correct it, have it published, match, keep, and take the dossier away.

Nothing is found by its words, so that one walk serves both languages.
"""

import re
import time
from email import message_from_bytes
from email.policy import default
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.browser.kit import Device, Site

WAIT_S = 90
PASSWORD = "correct-horse-battery"  # noqa: S105
HEADERS = ("成果登记号", "成果 名称", "成果简介（必填）", "技术成熟度", "持有单位")
NEED = "需要测量河水中微塑料颗粒的仪器，能识别20微米的颗粒。"
CODE = re.compile(r"(?<![\w-])(?:[0-9A-Z]{3,4}-[0-9A-Z]{3,4}|[0-9]{6})(?![\w-])")
CODES = {"desktop_en": "91110000600037341L", "phone_zh": "91110108551385082Q"}


@pytest.mark.parametrize("who", ["desktop_en", "phone_zh"])
def test_from_signing_up_to_the_dossier(
    who: str, site: Site, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    device: Device = request.getfixturevalue(who)
    title = f"河水微塑料颗粒在线测量仪 {who}"
    sign_up(device, who, site)
    verify(device)
    page = device.open("/imports/new/", f"@{who}").page
    workbook = import_table(page, messy(tmp_path / "messy.xlsx", who, title))
    corrected = correct(page, workbook, tmp_path / "corrected.xlsx", who, title)
    page.goto(site.address("/imports/new/?kind=achievement"))
    assert import_table(page, corrected) is None
    publish(device, title)
    page = device.open("/match/", f"@{who}").page
    match(page, title)
    keep_and_take_away(page)


def press(page: Any, selector: str) -> None:
    """Press the first such button and wait for the page that it leads to."""
    with page.expect_navigation(wait_until="load"):
        page.locator(selector).first.click()


def sign_up(device: Device, who: str, site: Site) -> None:
    page = device.open("/accounts/signup/", f"@{who}").page
    form = page.locator("main form:has([name=password1])").first
    for name, text in (("name", "孙工"), ("email", f"{who}@example.org"), ("password1", PASSWORD)):
        form.locator(f"[name={name}]").fill(text)
    with page.expect_navigation():
        form.locator("button[type=submit]").click()
    page.locator("main [name=code]").fill(code_sent_to(f"{who}@example.org", site))
    press(page, "main form:has([name=code]) button[type=submit]")
    page.goto(site.address("/my/organizations/new/"))
    page.locator("[name=uscc]").fill(CODES[who])
    page.locator("[name=name]").fill(f"孙工的研究院 {who}")
    page.locator("[name=kind]").select_option("research_institute")
    press(page, "main form:has([name=uscc]) button[type=submit]")


def code_sent_to(mail: str, site: Site) -> str:
    """Return the code of the newest mail to an address, from the folder of mails."""
    for file in (site.home / "outbox" / "mail").glob("*.eml"):
        message = message_from_bytes(file.read_bytes(), policy=default)
        body = message.get_body(("plain",))
        if message["To"] == mail and body is not None:
            found = CODE.search(body.get_content())
            if found:
                return found[0]
    raise AssertionError(mail)


def verify(device: Device) -> None:
    """Let the officer verify whatever waits."""
    page = device.open("/verification/", "zhao").page
    while page.locator("form[action$='/verify/'] button").count():
        press(page, "form[action$='/verify/'] button")


def messy(file: Path, who: str, title: str) -> Path:
    """Write a workbook as people have them: odd headers, a row without its title, a bad level."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADERS)
    sheet.append((f"{who}-1", title, "可识别20微米的微塑料颗粒，用于河水。", "7级", "孙工的研究院"))
    sheet.append((f"{who}-2", None, "没有名称的一行。", 5, "孙工的研究院"))
    sheet.append((f"{who}-3", "水样富集装置", "每小时处理200升河水。", "三十", "孙工的研究院"))
    book.save(file)
    return file


def import_table(page: Any, file: Path) -> Path | None:
    """Upload a table, accept the columns, import, hand in; return the rows to correct, if any."""
    page.locator("[name=kind]").select_option("achievement")
    page.locator("[name=file]").set_input_files(str(file))
    press(page, "main form:has([name=file]) button[type=submit]")
    assert "/columns/" in page.url
    press(page, "main form:has(select[name^=column]) button[type=submit]")
    until(page, "form[action$='/run/'] button")
    press(page, "form[action$='/run/'] button")
    until(page, "form[action$='/submit/'] button")
    rows = None
    if page.locator("a[href$='errors.xlsx']").count():
        with page.expect_download() as download:
            page.locator("a[href$='errors.xlsx']").first.click()
        rows = Path(download.value.path())
    press(page, "form[action$='/submit/'] button")
    return rows


def correct(page: Any, workbook: Path | None, file: Path, who: str, title: str) -> Path:
    """Write the title that is missing into the rows to correct."""
    assert workbook is not None
    assert page.locator("main").inner_text().count(title) == 0
    book = load_workbook(BytesIO(workbook.read_bytes()))  # a download has no ending
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    numbers = [row[heads.index(HEADERS[0])].value for row in sheet.iter_rows(min_row=2)]
    assert numbers == [f"{who}-2"]
    sheet.cell(2, heads.index(HEADERS[1]) + 1, "微塑料标准样品")
    book.save(file)
    return file


def publish(device: Device, title: str) -> None:
    """Let the officer publish what was handed in, once it stands there."""
    deadline = time.monotonic() + WAIT_S
    while time.monotonic() < deadline:
        page = device.open("/records/reviews/", "zhao").page
        row = page.locator("tr", has_text=title).locator("form[action$='/publish/'] button")
        if row.count():
            with page.expect_navigation():
                row.first.click()
            return
        time.sleep(1)
    raise AssertionError(title)


def match(page: Any, title: str) -> None:
    """Ask until the index has followed; the record stands among the matches."""
    deadline = time.monotonic() + WAIT_S
    address = page.url
    while time.monotonic() < deadline:
        page.goto(address)
        page.locator("textarea[name=text]").fill(NEED)
        page.locator("form:has(textarea[name=text]) button[type=submit]").first.click()
        page.wait_for_url(re.compile(r"/match/[0-9a-f-]{36}/"))
        if page.locator("article", has_text=title).count():
            return
        time.sleep(1)
    raise AssertionError(page.locator("main").inner_text())


def keep_and_take_away(page: Any) -> None:
    page.locator("[data-keep]").first.click()
    page.locator("[data-keep][aria-pressed=true]").first.wait_for()
    with page.expect_download() as download:
        page.locator("a[href$='dossier.pdf']").first.click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    page.goto(page.url.split("/match/")[0] + "/match/shortlists/")
    assert page.locator("main a[href*='/match/shortlists/']").count()


def until(page: Any, selector: str) -> None:
    """Wait for what the page shows by itself once the worker is done."""
    page.locator(selector).first.wait_for(timeout=WAIT_S * 1000)
