"""Fixtures of the browser tests: one site and one browser for all of them."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.kit import (
    DESKTOP_EN,
    PHONE_ZH,
    Device,
    Site,
    prepared_home,
    running_browser,
    running_site,
    why_not,
)


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return a running site over a small library, with everybody signed in somewhere."""
    if why_not():
        pytest.skip(why_not())
    folder: Path = tmp_path_factory.mktemp("site")
    home, known = prepared_home(folder)
    with running_site(home, known, folder / "log.txt") as found:
        yield found


@pytest.fixture(scope="package")
def browser(site: Site) -> Iterator[Any]:
    """Return Chromium."""
    del site
    # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with running_browser() as found:
        yield found
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="package")
def desktop_en(browser: Any, site: Site) -> Iterator[Device]:
    """Return a desktop whose reader reads English."""
    device = Device(browser, site, DESKTOP_EN)
    yield device
    device.close()


@pytest.fixture(scope="package")
def phone_zh(browser: Any, site: Site) -> Iterator[Device]:
    """Return a phone whose reader reads Chinese."""
    device = Device(browser, site, PHONE_ZH)
    yield device
    device.close()
