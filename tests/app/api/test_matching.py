"""Matching over the API: the answer of the engine, among what the caller may see."""

from collections.abc import Callable

import pytest
from jsonschema import Draft202012Validator

from duijie.app.api.document import document
from duijie.app.feedback.models import Impression
from duijie.app.matching.models import ShownList
from duijie.app.records.models import Achievement, State
from duijie.app.shared.scopes import Scope
from tests.app.api.conftest import Program
from tests.app.api.test_door import is_problem
from tests.app.web import People

ApiOf = Callable[..., Program]
TEXT = "需要防爆锂离子电池，-20℃可用，循环寿命不低于2000次。"


def fits(value: object, operation: str, status: str = "200") -> bool:
    for methods in document()["paths"].values():
        for told in methods.values():
            if told["operationId"] == operation:
                schema = told["responses"][status]["content"]["application/json"]["schema"]
                whole = schema | {"components": document()["components"]}
                Draft202012Validator(whole).validate(value)
                return True
    raise AssertionError(operation)


def test_a_need_in_words_is_matched_and_explained(region: People, api_of: ApiOf) -> None:
    answer = api_of(region.wei).post("/match", {"text": TEXT, "limit": 3}).json()
    assert answer["matches"][0]["record_id"] == "achievement:A2"
    assert {one["verdict"] for one in answer["matches"][0]["checks"]} >= {"met"}
    assert fits(answer, "match_need")
    assert Impression.objects.count() == ShownList.objects.count() == 0


def test_a_stored_need_is_matched(region: People, api_of: ApiOf) -> None:
    answer = api_of(region.wei).post("/match", {"record_id": "need:N1"}).json()
    assert answer["request"]["source"] == "need:N1"
    assert answer["matches"][0]["record_id"] == "achievement:A1"


def test_an_achievement_is_matched_with_needs(region: People, api_of: ApiOf) -> None:
    answer = api_of(region.li).post("/match", {"record_id": "achievement:A1"}).json()
    assert {one["kind"] for one in answer["matches"]} == {"need"}


def test_a_list_for_a_person_is_stored_logged_and_read_again(region: People, api_of: ApiOf) -> None:
    calls = api_of(region.wei)
    made = calls.post("/match/lists", {"text": TEXT})
    assert made.status_code == 201, made.content
    told = made.json()
    assert fits(told, "make_list", "201")
    assert calls.client.get(made["Location"]).json() == told
    assert Impression.objects.count() == len(told["matches"]) > 0


def test_a_list_of_somebody_else_is_not_there(region: People, api_of: ApiOf) -> None:
    made = api_of(region.wei).post("/match/lists", {"text": TEXT})
    stranger = api_of(region.mallory).client.get(made["Location"])
    assert is_problem(stranger, 404, "E-APP-003")


def test_a_list_is_not_matched_twice_for_one_key(region: People, api_of: ApiOf) -> None:
    calls = api_of(region.wei)
    told = [calls.post("/match/lists", {"text": TEXT}, idempotency_key="a") for _ in range(2)]
    assert told[0].content == told[1].content
    assert ShownList.objects.count() == 1


def test_what_was_withdrawn_a_moment_ago_is_in_no_answer(region: People, api_of: ApiOf) -> None:
    Achievement.objects.filter(record_id="achievement:A2").update(state=State.WITHDRAWN)
    answer = api_of(region.wei).post("/match", {"text": TEXT}).json()
    assert b"achievement:A2" not in str(answer).encode()


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": "  "},
        {"text": "x", "limit": 0},
        {"text": "x", "limit": 101},
        {"text": "x", "other": 1},
        {"text": "x", "where": "nonsense"},
        {"text": "x" * 20_001},
    ],
)
def test_what_cannot_be_asked_is_refused(
    region: People, api_of: ApiOf, body: dict[str, object]
) -> None:
    response = api_of(region.wei).post("/match", body)
    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"


def test_a_token_that_reads_does_not_store_lists(region: People, api_of: ApiOf) -> None:
    calls = api_of(region.wei, Scope.MATCHING_READ)
    assert is_problem(calls.post("/match/lists", {"text": TEXT}), 403, "E-API-003")


def test_the_index_says_what_answers(region: People, api_of: ApiOf) -> None:
    told = api_of(region.wei).get("/index").json()
    assert told["is_there"] is True
    assert told["newest_revision"] > 0
