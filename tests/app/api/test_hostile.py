"""Hostile calls: nothing gets through, nothing breaks, and nothing is said that helps."""

import re
from collections.abc import Callable
from typing import Any

import orjson
import pytest

from duijie.app.api.entry import BODY_LIMIT
from duijie.app.records.models import Need
from tests.app.api.conftest import Program
from tests.app.api.test_door import is_problem
from tests.app.api.test_records import NEED, made, published
from tests.app.web import People

ApiOf = Callable[..., Program]
SCRIPT = "<script>alert(1)</script>"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "E-API-009"),
        (b"[]", "E-API-009"),
        (b"null", "E-API-009"),
        (b'"text"', "E-API-009"),
        (b"\xff\xfe", "E-API-009"),
        (b"[" * 100_000, "E-API-009"),
        (b'{"values": ' * 30 + b"1" + b"}" * 30, "E-API-009"),
        (b'{"values": {"title": "\\ud800"}}', "E-API-009"),
        (b'{"values": {"title": 1e999}}', "E-API-009"),
        (b'{"values": {"title": NaN}}', "E-API-009"),
        (b'{"values": {"title": "a\\u0000b"}}', "E-API-010"),
        (b'{"values": {"title": "   "}}', "E-API-010"),
        (b'{"values": {"title": ["x"]}}', "E-API-010"),
        (b'{"values": {"title": {"$ne": 1}}}', "E-API-010"),
        (b'{"values": []}', "E-API-010"),
        (b'{"__proto__": {}}', "E-API-010"),
        (b"", "E-API-009"),
    ],
)
def test_a_body_that_is_none_is_refused(
    people: People, api_of: ApiOf, body: bytes, code: str
) -> None:
    response = api_of(people.wei).post("/records/need", body)
    assert is_problem(response, 400 if code == "E-API-009" else 422, code)
    assert Need.objects.count() == 0


def test_a_body_that_is_too_large_is_not_read(people: People, api_of: ApiOf) -> None:
    body = b'{"values": {"title": "' + b"x" * BODY_LIMIT + b'"}}'
    assert is_problem(api_of(people.wei).post("/records/need", body), 413, "E-API-007")


@pytest.mark.parametrize("length", ["-1", "x", "99999999999999999999", "1e3"])
def test_a_false_length_is_refused(people: People, api_of: ApiOf, length: str) -> None:
    response = api_of(people.wei).client.generic(
        "POST", "/api/v1/records/need", b"{}", "application/json", CONTENT_LENGTH=length
    )
    assert response.status_code in {400, 413}


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "text/html", "x"],
)
def test_a_form_of_another_page_is_no_call(people: People, api_of: ApiOf, kind: str) -> None:
    raw = orjson.dumps({"values": NEED})
    response = api_of(people.wei).post("/records/need", raw, content_type=kind)
    assert is_problem(response, 415, "E-API-008")


def test_a_session_cannot_be_used_from_another_site(people: People) -> None:
    from django.test import Client

    browser = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    browser.force_login(people.wei.user)
    raw = orjson.dumps({"values": NEED})
    for path in ("/api/v1/records/need", "/api/v1/match"):
        response = browser.post(path, raw, content_type="application/json")
        assert is_problem(response, 403, "E-API-004")
    assert Need.objects.count() == 0


def test_scripts_are_kept_as_text_and_never_sent_as_a_page(people: People, api_of: ApiOf) -> None:
    told = published(people, api_of, title=SCRIPT, description=SCRIPT + "!" * 20)
    response = api_of(people.mallory).get(f"/records/need/{told['id'].partition(':')[2]}")
    assert response.json()["title"] == SCRIPT
    assert response["Content-Type"] == "application/json"
    assert response["X-Content-Type-Options"] == "nosniff"
    page = api_of(people.mallory).client.get("/api/v1/")
    assert set(re.findall(rb"<script[^>]*", page.content)) == set(
        re.findall(rb'<script [^>]*src="/static/[^>]*', page.content)
    )


@pytest.mark.parametrize(
    "path",
    [
        "/records/need/../../../etc/passwd",
        "/records/need/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/records/need/%00",
        "/records/need/" + "x" * 5000,
        "/records/need/'%20OR%201=1--",
        "/records/../organizations/1",
        "/match/00000000-0000-0000-0000-000000000000",
        "/jobs/not-an-id",
        "/tokens/99999999999999999999999",
    ],
)
def test_made_up_addresses_lead_nowhere(people: People, api_of: ApiOf, path: str) -> None:
    response = api_of(people.wei).get(path)
    assert response.status_code in {404, 405, 422}
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "where",
    ["id:need:1' OR '1'='1", "region:%", "region:3_04", 'ipc:"%"', "trl:1..9999", "x" * 900],
)
def test_filters_are_values_and_no_language_of_a_database(
    people: People, api_of: ApiOf, where: str
) -> None:
    made(api_of(people.wei), region_code="330402")
    response = api_of(people.mallory).get("/records/need", {"where": where})
    assert response.status_code in {200, 422}
    if response.status_code == 200:
        assert response.json()["items"] == []


@pytest.mark.parametrize("column", ["organization:甲公司", "not organization:甲公司"])
def test_a_filter_tells_nothing_of_a_field_that_is_closed(
    people: People, api_of: ApiOf, column: str
) -> None:
    published(people, api_of, organization="甲公司")
    response = people.ning.browser().get("/api/v1/records/need", {"where": column})
    assert response.status_code == 422


@pytest.mark.parametrize(
    "header",
    [
        {"idempotency_key": "k" * 201},
        {"idempotency_key": "a\tb"},
        {"if_match": "'; DROP TABLE"},
        {"if_none_match": '"' * 500},
        {"x_request_id": "<script>"},
        {"accept_language": "../../etc"},
    ],
)
def test_strange_headers_break_nothing(
    people: People, api_of: ApiOf, header: dict[str, str]
) -> None:
    calls = api_of(people.wei)
    number = made(calls)["id"].partition(":")[2]
    response = calls.patch(f"/records/need/{number}", {"values": {"trl": 5}}, **header)
    assert response.status_code in {200, 412, 422}
    assert "<" not in response["X-Request-Id"]


def test_an_error_tells_nothing_of_the_inside(
    people: People, api_of: ApiOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("secret in /home/duijie")

    monkeypatch.setattr("duijie.app.api.resources.records.visible", broken)
    response = api_of(people.wei).get("/records/need")
    assert is_problem(response, 500, "E-API-001")
    assert b"secret" not in response.content
    assert b"Traceback" not in response.content


def test_what_is_exported_from_another_organisation_holds_nothing_closed(
    people: People, api_of: ApiOf
) -> None:
    made(api_of(people.wei), title="still a draft")
    published(people, api_of, visibility="private", title="for nobody else")
    exported = b"".join(api_of(people.mallory).get("/records/need/export"))
    assert exported == b""


def test_two_calls_with_one_key_at_once_are_done_once(people: People, api_of: ApiOf) -> None:
    from threading import Barrier, Thread

    from django.db import connection

    calls, ready, told = api_of(people.wei), Barrier(2), []
    authorization = calls.client.defaults["HTTP_AUTHORIZATION"]

    def call() -> None:
        try:
            ready.wait()
            other = Program(authorization.removeprefix("Bearer "))
            response = other.post("/records/need", {"values": NEED}, idempotency_key="same")
            told.append((response.status_code, response.content))
        finally:
            connection.close()

    threads = [Thread(target=call) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert {status for status, _ in told} <= {201, 409}
    assert Need.objects.count() == 1
