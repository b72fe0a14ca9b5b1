"""No text of anybody becomes an element, an attribute, a script or a template of a page."""

import pytest

from tests.app.hostile.payloads import MARK, PAYLOADS, faults_of
from tests.app.hostile.site import Site

HTMX = {"HX-Request": "true"}
READERS_OF_ACCOUNTS = ("wei", "nobody")  # the same for everybody who is signed in
PARTIAL = ("wei", "zhao")  # who owns most, and who decides: they read the parts of pages too


@pytest.mark.parametrize("name", PAYLOADS)
def test_the_check_sees_a_payload_that_got_through(name: str) -> None:
    seen = {"a tag", "an image", "out of a textarea", "out of a comment", "a drawing", "half a tag"}
    found = faults_of(f"<p>{PAYLOADS[name]}</p>")
    assert found or name not in seen


def test_the_flood_came_in(site: Site) -> None:
    assert {"title", "name", "reason", "message", "note"} <= site.taken


def test_no_answer_to_a_form_holds_what_was_sent_as_markup(site: Site) -> None:
    wrong = {
        (one.who, one.where, *faults_of(one.html)) for one in site.answers if faults_of(one.html)
    }
    assert not wrong


def test_no_page_holds_what_was_stored_as_markup(site: Site) -> None:
    wrong: dict[tuple[str, str], list[str]] = {}
    shown = 0
    for path in list(dict.fromkeys(site.pages())):
        readers = READERS_OF_ACCOUNTS if path.startswith("/accounts/") else site.browsers
        for who in readers:
            browser = site.browsers[who]
            for headers in ({}, HTMX)[: 2 if who in PARTIAL else 1]:
                html = site.read(browser, path, **headers)
                shown += "&lt;hostile-a&gt;" in html
                if MARK in html and (faults := faults_of(html)):
                    wrong[who, path] = faults
    assert not wrong
    assert shown > 100  # or the check would have looked at empty pages
