"""Every page, on a desktop in English and on a phone in Chinese."""

import pytest

from tests.browser.kit import Device, Opened, Site
from tests.browser.pages import VISITS, Visit, unlisted


def test_no_page_is_forgotten() -> None:
    assert unlisted() == set()


@pytest.mark.parametrize("visit", VISITS, ids=lambda visit: visit.label)
def test_a_desktop_shows_the_page_in_english(visit: Visit, desktop_en: Device, site: Site) -> None:
    opened = desktop_en.open(visit.path(site.known), visit.persona)
    assert_sound(opened, visit)


@pytest.mark.parametrize("visit", VISITS, ids=lambda visit: visit.label)
def test_a_phone_shows_the_page_in_chinese(visit: Visit, phone_zh: Device, site: Site) -> None:
    opened = phone_zh.open(visit.path(site.known), visit.persona)
    assert_sound(opened, visit)
    assert opened.english() == []


def assert_sound(opened: Opened, visit: Visit) -> None:
    """Nothing is broken, nothing is refused by the browser, nobody is shut out."""
    assert opened.status == visit.status
    # Chromium writes the status of a page that is refused on the console.
    refused = "Failed to load resource" if visit.status >= 400 else "-"
    assert [said for said in opened.said if not said.startswith(refused)] == []
    lang = "zh-Hans" if visit.url_name == "offline" else opened.kind.lang
    assert opened.page.locator("html").get_attribute("lang") == lang
    assert opened.page.locator("h1").count() == 1
    assert opened.too_wide() == []
    assert opened.serious() == []
