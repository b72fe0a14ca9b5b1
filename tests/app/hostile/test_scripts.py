"""No text of anybody becomes an element, an attribute, a script or a template of a page."""

from typing import Any

import orjson
import pytest

from duijie.kernel.kinds import KINDS
from tests.app.hostile.payloads import COMPUTED, MARK, PAYLOADS, faults_of
from tests.app.hostile.sheets import computed
from tests.app.hostile.site import Site

HTMX = {"HX-Request": "true"}
READERS_OF_ACCOUNTS = ("wei", "nobody")  # the same for everybody who is signed in
RUNNING = (b"/JavaScript", b"/JS ", b"/Launch", b"/EmbeddedFile", b"/OpenAction")
HEADS = {
    "Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To", "Date",
    "Message-ID", "List-Unsubscribe", "List-Unsubscribe-Post",
}  # fmt: skip
PARTIAL = ("wei",)  # who owns most reads the parts of pages too


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


@pytest.mark.parametrize("kind", KINDS)
def test_no_list_that_is_taken_away_is_computed(site: Site, kind: str) -> None:
    browser = site.browsers["zhao"]
    for form in ("csv", "xlsx", "jsonl"):
        answer = browser.post(f"/libraries/{kind}/export/", {"form": form, "query": "?q=hostile"})
        assert answer.status_code == 200
        content = b"".join(answer) if answer.streaming else answer.content
        safely_sent(answer)
        if form != "jsonl":
            assert computed(form, content) == []
        for line in content.splitlines() if form == "jsonl" else ():
            assert isinstance(orjson.loads(line), dict)
    assert answer["Content-Type"] == "application/x-ndjson"


def test_no_other_file_is_computed_or_shown_as_a_page(site: Site) -> None:
    world = site.world
    wei, zhao = site.browsers["wei"], site.browsers["zhao"]
    list_id = world.places["list_id"]
    for browser, path, ending in (
        (wei, f"/match/{list_id}/list.xlsx", "xlsx"),
        (wei, f"/match/{list_id}/dossier.pdf", "pdf"),
        (zhao, "/audit/export/", "jsonl"),
        *((zhao, f"/imports/template/{kind}.xlsx", "xlsx") for kind in KINDS),
    ):
        answer = browser.get(path)
        assert answer.status_code == 200, path
        content = b"".join(answer) if answer.streaming else answer.content
        safely_sent(answer)
        assert ending != "xlsx" or computed(ending, content) == []
        assert ending != "pdf" or not any(word in content for word in RUNNING)


def test_no_mail_says_more_than_its_writer_may(site: Site) -> None:
    assert len(site.mails) > 5
    for one in site.mails:
        told = one.message()
        assert told.get_content_type() == "text/plain"
        assert set(told.keys()) <= HEADS
        assert "Bcc" not in told
        assert "\n" not in one.subject
        assert [header for header in told if told[header].count("\n") > 5] == []
        assert COMPUTED not in one.body.replace(f'"{COMPUTED}"', "")


def test_json_is_never_sent_as_a_page(site: Site) -> None:
    browser = site.browsers["wei"]
    for path in ("/api/v1/records/need", "/api/v1/me", "/api/v1/organizations", "/api/v1/<b>x"):
        answer = browser.get(path)
        assert "json" in answer["Content-Type"], path
        assert answer["X-Content-Type-Options"] == "nosniff"


def safely_sent(answer: Any) -> None:
    """Check that a browser saves a file, and under a name that says nothing else."""
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert not set("\r\n") & set(answer["Content-Disposition"])
    assert "html" not in answer["Content-Type"]
