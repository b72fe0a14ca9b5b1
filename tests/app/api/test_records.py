"""Records over the API: the same permissions and actions as the pages, page by page, once each."""

from collections.abc import Callable
from typing import Any

import pytest

from duijie.app.api.answering import check_revision
from duijie.app.audit.models import AuditEntry
from duijie.app.records.actions import edit
from duijie.app.records.models import Need
from tests.app.api.conftest import Program
from tests.app.api.test_door import is_problem
from tests.app.web import NOW, People

ApiOf = Callable[..., Program]
NEED = {
    "title": "防爆锂离子电池",
    "description": "需要防爆锂离子电池，-20℃可用。",
    "budget_yuan": 500_000,
    "keywords": ["电池", "防爆"],
    "deadline": "2027-01-31",
    "partner_details": "联系人：王工",
}


def made(calls: Program, **values: Any) -> Any:
    response = calls.post("/records/need", {"values": NEED | values})
    assert response.status_code == 201, response.content
    return response.json()


def published(people: People, api_of: ApiOf, **values: Any) -> Any:
    wei, zhao = api_of(people.wei), api_of(people.zhao)
    number = made(wei, **values)["id"].partition(":")[2]
    assert wei.post(f"/records/need/{number}/submit").status_code == 200
    response = zhao.post(f"/records/need/{number}/publish", {"reason": "whole"})
    # What is private is seen by the officer no longer, once it is published.
    assert response.status_code in (200, 204), response.content
    return response.json() if response.content else {}


def test_a_record_is_made_as_a_draft_and_read_back(people: People, api_of: ApiOf) -> None:
    calls = api_of(people.wei)
    response = calls.post("/records/need", {"values": NEED})
    told = response.json()
    assert (response.status_code, told["state"], told["is_own"]) == (201, "draft", True)
    assert told["values"] == NEED | {"keywords": ["电池", "防爆"]}
    again = calls.client.get(response["Location"])
    assert again.json() == told
    assert again["ETag"] == response["ETag"]
    assert AuditEntry.objects.filter(verb="records.create", subject=told["id"]).count() == 1


def test_each_value_that_cannot_be_used_is_named(people: People, api_of: ApiOf) -> None:
    wrong = {"trl": 12, "budget_yuan": -1, "deadline": "31.1.2027", "owner_id": 7, "title": None}
    response = api_of(people.wei).post("/records/need", {"values": wrong})
    assert is_problem(response, 422, "E-API-010")
    assert {one["field"] for one in response.json()["errors"]} == set(wrong)
    assert Need.objects.count() == 0


@pytest.mark.parametrize(
    "name", ["state", "owner_id", "owner", "revision", "record_id", "id", "first_run", "updated_at"]
)
def test_nothing_but_fields_of_the_kind_can_be_set(
    people: People, api_of: ApiOf, name: str
) -> None:
    calls = api_of(people.wei)
    told = made(calls)
    number = told["id"].partition(":")[2]
    response = calls.patch(f"/records/need/{number}", {"values": {name: "published"}})
    assert is_problem(response, 422, "E-API-010")
    assert calls.get(f"/records/need/{number}").json() == told


def test_nobody_makes_records_for_another_organisation(people: People, api_of: ApiOf) -> None:
    assert people.mallory.organization is not None
    body = {"values": NEED, "owner": people.mallory.organization.pk}
    assert is_problem(api_of(people.wei).post("/records/need", body), 403, "E-APP-002")


def test_a_technology_manager_makes_records_for_whom_they_look_after(
    people: People, api_of: ApiOf
) -> None:
    assert people.wei.organization is not None
    body = {"values": NEED, "owner": people.wei.organization.pk}
    told = api_of(people.wang).post("/records/need", body).json()
    assert told["owner"] == people.wei.organization.pk


def test_a_draft_is_there_only_for_its_owner(people: People, api_of: ApiOf) -> None:
    number = made(api_of(people.wei))["id"].partition(":")[2]
    for stranger in (people.mallory, people.li, people.zhao, people.ning):
        if stranger is people.ning:
            continue
        calls = api_of(stranger)
        assert is_problem(calls.get(f"/records/need/{number}"), 404, "E-APP-003")
        changed = calls.patch(f"/records/need/{number}", {"values": {"title": "x"}})
        assert is_problem(changed, 404, "E-APP-003")
        assert calls.get("/records/need").json()["items"] == []


def test_what_is_for_partners_is_told_to_nobody_else(people: People, api_of: ApiOf) -> None:
    told = published(people, api_of)
    number = told["id"].partition(":")[2]
    for stranger in (people.mallory, people.zhao):
        calls = api_of(stranger)
        one = calls.get(f"/records/need/{number}").json()
        listed = calls.get("/records/need").json()["items"][0]
        exported = b"".join(calls.get("/records/need/export"))
        assert one["closed"] == listed["closed"] == ["partners"]
        assert "partner_details" not in one["values"]
        assert "partner_details" not in listed["values"]
        assert "王工".encode() not in exported


def test_a_change_to_an_old_revision_is_refused(people: People, api_of: ApiOf) -> None:
    calls = api_of(people.wei)
    number = made(calls)["id"].partition(":")[2]
    read = calls.get(f"/records/need/{number}")
    first = calls.patch(f"/records/need/{number}", {"values": {"trl": 6}}, if_match=read["ETag"])
    assert (first.status_code, first.json()["values"]["trl"]) == (200, 6)
    late = calls.patch(f"/records/need/{number}", {"values": {"trl": 7}}, if_match=read["ETag"])
    assert is_problem(late, 412, "E-API-012")
    emptied = calls.patch(f"/records/need/{number}", {"values": {"trl": None}})
    assert "trl" not in emptied.json()["values"]


def test_a_repeated_call_is_done_once(people: People, api_of: ApiOf) -> None:
    calls = api_of(people.wei)
    first = calls.post("/records/need", {"values": NEED}, idempotency_key="k1")
    again = calls.post("/records/need", {"values": NEED}, idempotency_key="k1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again["Idempotent-Replayed"] == "true"
    assert Need.objects.count() == 1


def test_a_key_is_not_for_two_calls(people: People, api_of: ApiOf) -> None:
    calls = api_of(people.wei)
    calls.post("/records/need", {"values": NEED}, idempotency_key="k1")
    other = calls.post("/records/need", {"values": NEED | {"trl": 5}}, idempotency_key="k1")
    assert is_problem(other, 422, "E-API-013")
    assert Need.objects.count() == 1


def test_the_key_of_another_person_is_another_key(people: People, api_of: ApiOf) -> None:
    api_of(people.wei).post("/records/need", {"values": NEED}, idempotency_key="k1")
    theirs = api_of(people.mallory).post("/records/need", {"values": NEED}, idempotency_key="k1")
    assert theirs.status_code == 201
    assert "Idempotent-Replayed" not in theirs
    assert Need.objects.count() == 2


def test_a_call_that_failed_may_be_put_right_with_its_key(people: People, api_of: ApiOf) -> None:
    calls = api_of(people.wei)
    wrong = calls.post("/records/need", {"values": {"trl": 99}}, idempotency_key="k1")
    right = calls.post("/records/need", {"values": NEED}, idempotency_key="k1")
    assert (wrong.status_code, right.status_code) == (422, 201)


def test_pages_hold_every_record_once(people: People, api_of: ApiOf) -> None:
    calls = api_of(people.wei)
    names = {made(calls, title=f"需求 {n}")["id"] for n in range(7)}
    seen: list[str] = []
    cursor = ""
    while True:
        page = calls.get("/records/need", {"limit": 3, "cursor": cursor}).json()
        seen += [one["id"] for one in page["items"]]
        made(calls, title="written while somebody reads")
        cursor = page["next"]
        if cursor is None:
            break
    assert sorted(seen) == sorted(names)


def test_a_cursor_is_good_only_for_its_list(people: People, api_of: ApiOf) -> None:
    calls = api_of(people.wei)
    for n in range(3):
        made(calls, title=f"需求 {n}")
    cursor = calls.get("/records/need", {"limit": 1}).json()["next"]
    for path, query in (
        ("/records/achievement", {"cursor": cursor}),
        ("/records/need", {"cursor": cursor, "where": "region:3304"}),
        ("/records/need", {"cursor": cursor[:-2]}),
        ("/records/need", {"cursor": "1"}),
    ):
        assert is_problem(calls.get(path, query), 422, "E-API-011")


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("region:3304", 1),
        ("region:33", 2),
        ("region:11", 0),
        ("trl:6..", 1),
        ("trl:..5", 1),
        ("kind:achievement", 0),
        ("visibility:public", 2),
        ("visibility:restricted", 0),
        ('organization:"甲公司"', 1),
        ('not organization:"甲公司"', 1),
        ("valid:2027-01-01", 2),
        ("valid:2028-01-01", 0),
    ],
)
def test_a_list_is_narrowed_in_the_language_of_filters(
    people: People, api_of: ApiOf, where: str, found: int
) -> None:
    calls = api_of(people.wei)
    made(calls, region_code="330402", trl=7, organization="甲公司")
    made(calls, region_code="330106", trl=4, organization="乙公司")
    assert len(calls.get("/records/need", {"where": where}).json()["items"]) == found


def test_a_filter_that_cannot_be_read_says_where(people: People, api_of: ApiOf) -> None:
    response = api_of(people.wei).get("/records/need", {"where": "colour:red"})
    assert response.status_code == 422
    assert response.json()["code"].startswith("E-INDEX")


def test_a_list_takes_the_same_number_of_queries_however_long_it_is(
    people: People, api_of: ApiOf, django_assert_max_num_queries: Any
) -> None:
    calls = api_of(people.wei)
    for n in range(12):
        made(calls, title=f"需求 {n}")
    with django_assert_max_num_queries(8):
        assert len(calls.get("/records/need").json()["items"]) == 12


def test_many_lines_are_written_and_a_bad_one_stops_none(people: People, api_of: ApiOf) -> None:
    calls = api_of(people.wei)
    rows = [
        NEED | {"need_number": "B1"},
        b"{broken",
        {"title": "x", "state": "published"},
        NEED | {"need_number": "B2"},
        b'"' + b"x" * 300_000,
        NEED | {"need_number": "B1"},
        NEED | {"need_number": "B1", "trl": 8},
    ]
    told = calls.lines("/records/need/bulk", rows)
    assert [one["outcome"] for one in told] == [
        "created", "refused", "refused", "created", "refused", "unchanged", "changed",
    ]  # fmt: skip
    assert [one["line"] for one in told] == [1, 2, 3, 4, 5, 6, 7]
    assert told[1]["problem"]["code"] == "E-API-009"
    assert set(Need.objects.values_list("record_id", "state")) == {
        ("need:B1", "draft"), ("need:B2", "draft"),
    }  # fmt: skip


def test_lines_do_not_write_over_what_is_anothers(people: People, api_of: ApiOf) -> None:
    api_of(people.wei).lines("/records/need/bulk", [NEED | {"need_number": "B1"}])
    told = api_of(people.mallory).lines(
        "/records/need/bulk", [NEED | {"need_number": "B1", "title": "mine"}]
    )
    assert told[0]["outcome"] == "refused"
    assert Need.objects.get(record_id="need:B1").title == NEED["title"]


def test_what_is_exported_can_be_sent_back(people: People, api_of: ApiOf) -> None:
    import orjson

    calls = api_of(people.wei)
    calls.lines("/records/need/bulk", [NEED | {"need_number": f"B{n}"} for n in range(3)])
    exported = b"".join(calls.get("/records/need/export"))
    rows = [orjson.loads(line)["values"] for line in exported.splitlines()]
    told = calls.lines("/records/need/bulk", rows)
    assert [one["outcome"] for one in told] == ["unchanged"] * 3


def test_a_withdrawn_record_is_gone_at_once(people: People, api_of: ApiOf) -> None:
    told = published(people, api_of)
    number = told["id"].partition(":")[2]
    mallory = api_of(people.mallory)
    assert mallory.get(f"/records/need/{number}").status_code == 200
    assert api_of(people.wei).post(f"/records/need/{number}/withdraw").status_code == 200
    assert is_problem(mallory.get(f"/records/need/{number}"), 404, "E-APP-003")
    assert mallory.get("/records/need").json()["items"] == []


def test_who_may_not_take_lists_along_exports_nothing_and_an_export_is_logged(
    people: People, api_of: ApiOf
) -> None:
    published(people, api_of)
    refused = people.ning.browser().get("/api/v1/records/need/export")
    assert is_problem(refused, 403, "E-APP-002")
    b"".join(api_of(people.mallory).get("/records/need/export"))
    entry = AuditEntry.objects.get(verb="libraries.export")
    assert (entry.user, entry.subject) == (people.mallory.user, "library:need")


def test_a_step_to_an_old_revision_is_refused(people: People, api_of: ApiOf) -> None:
    calls = api_of(people.wei)
    number = made(calls)["id"].partition(":")[2]
    read = calls.get(f"/records/need/{number}")["ETag"]
    calls.patch(f"/records/need/{number}", {"values": {"trl": 6}})
    late = calls.post(f"/records/need/{number}/withdraw", {}, if_match=read)
    assert is_problem(late, 412, "E-API-012")
    assert calls.get(f"/records/need/{number}").json()["state"] == "draft"


def test_a_change_that_comes_between_reading_and_the_step_is_seen_by_the_step(
    people: People, api_of: ApiOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = api_of(people.wei)
    number = made(calls)["id"].partition(":")[2]
    read = calls.get(f"/records/need/{number}")["ETag"]

    def overtaken(*asked: Any) -> None:
        check_revision(*asked)
        edit(people.wei.actor, f"need:{number}", {"trl": 6}, revision=None, now=NOW)

    monkeypatch.setattr("duijie.app.api.resources.writing.check_revision", overtaken)
    late = calls.post(f"/records/need/{number}/withdraw", {}, if_match=read)
    assert late.status_code == 412
    assert calls.get(f"/records/need/{number}").json()["state"] == "draft"
