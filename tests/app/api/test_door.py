"""What every call passes: who calls, how often, how much, and errors in one shape."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from duijie.app.shared.scopes import Scope
from tests.app.api.conftest import Program
from tests.app.web import People

ApiOf = Callable[..., Program]


def is_problem(response: Any, status: int, code: str) -> bool:
    told = response.json()
    assert response["Content-Type"] == "application/problem+json"
    assert {"type", "title", "status", "code", "detail", "request_id"} <= set(told)
    assert told["request_id"] == response["X-Request-Id"]
    assert (response.status_code, told["status"], told["code"]) == (status, status, code), told
    return True


def test_without_a_token_nobody_gets_in(people: People) -> None:
    response = Program().get("/records/need")
    assert is_problem(response, 401, "E-API-002")
    assert response["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("text", ["duijie_wrong", "x" * 500, "", "字", "a b"])
def test_a_wrong_token_is_not_replaced_by_a_session(people: People, text: str) -> None:
    browser = people.wei.browser()
    response = browser.get(
        "/api/v1/records/need",
        headers={"authorization": f"Bearer {text}".encode().decode("latin1")},
    )
    assert is_problem(response, 401, "E-API-002")


def test_a_token_does_what_its_scopes_say(people: People, api_of: ApiOf) -> None:
    assert api_of(people.wei, Scope.RECORDS_READ).get("/records/need").status_code == 200
    refused = api_of(people.wei, Scope.MATCHING_READ).get("/records/need")
    assert is_problem(refused, 403, "E-API-003")


def test_errors_are_told_in_the_language_of_the_caller(people: People) -> None:
    english = Program(lang="en").get("/nowhere").json()
    assert english["title"] == "There is nothing at the address /api/v1/nowhere."
    assert Program(lang="zh-CN,zh;q=0.9").get("/nowhere")["Content-Language"] == "zh-hans"


def test_what_is_not_there_is_a_problem_and_no_page(people: People) -> None:
    assert is_problem(Program().get("/nowhere/at/all"), 404, "E-API-005")
    assert is_problem(Program().send("TRACE", "/records/need"), 405, "E-API-006")


def test_only_so_many_calls_pass_in_a_minute(people: People, api_of: ApiOf, settings: Any) -> None:
    settings.API_PER_MINUTE = 40
    calls = api_of(people.wei)
    answers = [calls.get("/records/need") for _ in range(45)]
    passed = [one for one in answers if one.status_code == 200]
    assert len(passed) in (40, 45)  # 45 when a minute began in between
    assert passed[0]["RateLimit-Limit"] == "40"
    assert passed[0]["RateLimit-Remaining"] == "39"
    for one in answers[len(passed) :]:
        assert is_problem(one, 429, "E-API-015")
        assert 0 < int(one["Retry-After"]) <= 60


def test_a_session_calls_only_with_the_mark_of_the_page(people: People) -> None:
    browser = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    browser.force_login(people.wei.user)
    assert browser.get("/api/v1/records/need").status_code == 200


def test_a_tag_that_is_known_is_not_sent_again(people: People, api_of: ApiOf) -> None:
    calls = api_of(people.wei)
    first = calls.get("/records/need")
    again = calls.get("/records/need", if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert calls.get("/records/need", if_none_match='"other"').status_code == 200


def test_a_head_call_has_the_headers_and_no_body(people: People, api_of: ApiOf) -> None:
    response = api_of(people.wei).client.head("/api/v1/records/need")
    assert (response.status_code, response.content) == (200, b"")
    assert response["ETag"]
