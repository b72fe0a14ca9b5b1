"""Where a script changes a part of a page, it is that part, once, and nothing else."""

import re

from tests.browser.kit import Device

NEED = "需要测量河水中微塑料颗粒的仪器，能识别20微米的颗粒。"


def test_a_facet_changes_the_list_and_not_the_page_around_it(desktop_en: Device) -> None:
    page = desktop_en.open("/libraries/achievement/", "wang").page
    page.locator("#library .facets a").first.click()
    page.wait_for_url(re.compile(r"/libraries/achievement/\?.+"))
    page.locator("#library .chips").wait_for()
    assert page.locator("main").count() == page.locator("#library").count() == 1


def test_the_coach_leads_to_the_page_of_matches(phone_zh: Device) -> None:
    page = phone_zh.open("/coach/", "wei").page
    page.locator("textarea[name=text]").fill(NEED)
    page.locator("#coaching button[hx-post]").first.click()
    page.locator("#next-question").wait_for()
    page.locator("button[formaction='/match/']").click()
    page.wait_for_url(re.compile(r"/match/[0-9a-f-]{36}/"))
    assert page.locator("h1").count() == 1
