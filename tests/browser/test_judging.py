"""Judging as a judge does it: with keys on a desktop, with the thumb on a phone."""

import re
from typing import Any

from tests.browser.kit import Device, Site

THUMB = 44  # CSS pixels


def place(page: Any) -> str:
    """Return which item the heading says it is."""
    return re.findall(r"\d+", page.locator("h1").inner_text())[0]


def test_keys_give_a_level_take_it_back_and_ask_why_not(desktop_en: Device, site: Site) -> None:
    page = desktop_en.open(f"/judging/rounds/{site.known['round_name']}/", "wang").page
    before = place(page)
    with page.expect_navigation():
        page.keyboard.press("3")
    assert place(page) != before
    with page.expect_navigation():
        page.keyboard.press("u")
    assert place(page) == before
    page.keyboard.press("s")
    assert page.evaluate("document.activeElement.id") == "judge-why"
    page.keyboard.press("4")
    assert place(page) == before


def test_levels_are_high_enough_for_a_thumb(phone_zh: Device, site: Site) -> None:
    page = phone_zh.open(f"/judging/rounds/{site.known['round_name']}/", "wang").page
    before = place(page)
    buttons = page.locator("[data-judge] button")
    boxes = [buttons.nth(n).bounding_box() for n in range(4)]
    assert [box["height"] >= THUMB and box["width"] >= 300 for box in boxes] == [True] * 4
    with page.expect_navigation():
        buttons.nth(1).tap()
    assert place(page) != before
    with page.expect_navigation():
        page.locator("[data-judge-undo] button").tap()
    assert place(page) == before
