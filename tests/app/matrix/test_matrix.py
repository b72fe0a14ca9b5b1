"""Who gets in where: every address, every method, every persona, whosever the thing is.

The table is `cells.csv`; a person reads and reviews it. An address or method that does not stand
there fails. To add rows for new pages: `DUIJIE_MATRIX=write pytest tests/app/matrix`, then read
every new line (`git diff`) and ask of each cell whether it should be so.

in: let in (also where the form is not right yet) · sign-in · denied (403) · gone (404: not to be
known) · method (405).
"""

import csv
import os
from http.cookies import SimpleCookie
from typing import Any

import orjson
import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client

from duijie.app.api.limits import LIMITER
from tests.app.api.conftest import region  # noqa: F401  (a fixture)
from tests.app.matrix.walking import (
    HEAD,
    PERSONAS,
    TABLE,
    Row,
    addresses,
    concrete,
    outcome,
    places_of,
    read_table,
)
from tests.app.matrix.world import RECORDS, World, make_world
from tests.app.web import People, visitor

INTRODUCTION = "# Who gets in where. How to read and to extend it stands in test_matrix.py.\n"
METHODS = ("GET", "POST", "PATCH", "DELETE")
# Pages of the library for signing in: it answers other methods by leading elsewhere.
LIBRARY = ("accounts/",)
WRITING = os.environ.get("DUIJIE_MATRIX") == "write"
# Of a method that an address does not know one row is enough, whosever the thing is.
NOT_THERE = {("method",) * 8, ("sign-in", *("method",) * 7)}
OWNED = frozenset({"record_id", "number"})
# What is sent: enough to come to the question whether it is allowed.
SENT: dict[str, Any] = {
    "api/v1/records/<kind>": {"values": {"title": "x"}},
    "api/v1/records/<kind>/<path:number>": {"values": {"title": "y"}},
    "api/v1/match": {"text": "防爆锂离子电池"},
    "api/v1/match/lists": {"text": "防爆锂离子电池"},
    "api/v1/match/<uuidstr:list_id>/events": {"record_id": "achievement:A2", "kind": "click"},
    "api/v1/interests": {"record_id": "need:M-public", "message": "x", "sender": 0},
}
PDF = b"%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
FORMS: dict[str, Any] = {
    "records/<record:record_id>/files/": {"disclosure": "public", "file": PDF},
    "my/members/<int:pk>/role/": {"role": "member"},
    "my/organizations/<int:pk>/invite/": {"email": "new@example.org", "role": "member"},
    "my/organizations/<int:pk>/assign/": {"person": "1"},
    "interests/<uuid:interest_id>/decline/": {"reason": "x"},
    "match/<uuid:list_id>/aside/<path:record_id>/": {"reason": "other", "note": "x"},
    "match/shortlists/<uuid:request_id>/<int:entry>/note/": {"note": "x"},
    "records/<record:record_id>/edit/": {"title": "x"},
    "searches/<uuid:search_id>/": {"name": "x", "rhythm": "daily"},
    "judging/rounds/<str:round_name>/answer/": {"number": "1", "level": "3"},
    "judging/rounds/<str:round_name>/settle/answer/": {"number": "1", "level": "3"},
}


@pytest.fixture
def world(region: People, settings: Any) -> tuple[World, dict[str, Client]]:  # noqa: F811
    """Return what there is, and a browser of each persona."""
    settings.API_PER_MINUTE = 1_000_000
    LIMITER.forget()
    browsers = {
        name: getattr(region, key).browser() if key else visitor() for name, key in PERSONAS.items()
    }
    for one in browsers.values():
        one.raise_request_exception = False
    return make_world(region), browsers


def called(browser: Client, row: Row, there: World) -> str:
    """Return the outcome of one call; what it changed is taken back."""
    path = concrete(row.address, there.values(row.address, row.subject))
    headers: dict[str, Any] = {}
    if row.address.startswith("api/v1/") and row.method in ("POST", "PATCH"):
        kind = "application/x-ndjson" if row.address.endswith("bulk") else "application/json"
        sent = dict(SENT.get(row.address, {}))
        if "sender" in sent:
            sent["sender"] = there.keys["sender"]
        headers = {"data": orjson.dumps(sent), "content_type": kind}
    elif row.method == "POST" and row.address in FORMS:
        headers["data"] = {
            name: ContentFile(said, "a.pdf") if isinstance(said, bytes) else said
            for name, said in FORMS[row.address].items()
        }
    cache.clear()  # the library counts attempts there
    kept = {name: one.value for name, one in browser.cookies.items()}
    with transaction.atomic():
        response = getattr(browser, row.method.lower())(path, **headers)
        if response.streaming:
            b"".join(response)
        transaction.set_rollback(True)
    browser.cookies = SimpleCookie(kept)
    return outcome(response)


def methods_of(address: str) -> tuple[str, ...]:
    return METHODS[:2] if address.startswith(LIBRARY) else METHODS


def test_every_cell_is_as_the_table_says(world: tuple[World, dict[str, Client]]) -> None:
    if WRITING:
        write_missing(*world)
    there, browsers = world
    wrong = []
    for row in read_table():
        for name, expected in row.cells.items():
            found = called(browsers[name], row, there)
            if found != expected:
                wrong.append(f"{row.name}: {name} is {found}, not {expected}")
    assert wrong == []


def test_every_address_stands_in_the_table() -> None:
    assert [one for one in addresses() if one not in {row.address for row in read_table()}] == []


def test_the_table_names_no_address_that_is_gone() -> None:
    assert sorted({row.address for row in read_table()} - set(addresses())) == []


def test_a_method_that_is_not_in_the_table_is_refused(
    world: tuple[World, dict[str, Client]],
) -> None:
    there, browsers = world
    known = {(row.address, row.method) for row in read_table()}
    open_doors = [
        f"{method} /{address}: {name}"
        for address in addresses()
        for method in methods_of(address)
        if (address, method) not in known
        for name in ("owner", "operator")
        if called(browsers[name], Row(method, address, "", {}), there) == "in"
    ]
    assert open_doors == []


def test_nothing_of_anybody_is_open_to_a_visitor() -> None:
    """What changes something never lets a visitor in, but to sign in and choose a language.

    And to stop a search: whoever holds the signed link of a letter may, and can do nothing else.
    """
    free = ("accounts/", "theme/", "begin/", "look/", "offline/", "invitations/", "searches/stop/")
    doors = {
        row.name
        for row in read_table()
        if row.method != "GET" and row.cells["visitor"] == "in" and not row.address.startswith(free)
    }
    assert doors == set()


def test_what_is_not_published_is_not_known_to_strangers() -> None:
    hidden = {
        row.name: row.cells[name]
        for row in read_table()
        if row.subject in ("draft", "private", "withdrawn")
        for name in ("newcomer", "stranger", "researcher")
        if row.cells[name] == "in" and OWNED & places_of(row.address)
    }
    assert hidden == {}


def write_missing(there: World, browsers: dict[str, Client]) -> None:
    """Add a row for each address and method that has none, as it is now: a person reads it."""
    rows = read_table() if TABLE.exists() else []
    known = {(row.method, row.address) for row in rows}
    live = set(addresses())
    rows = [row for row in rows if row.address in live]
    for address in live:
        subjects = RECORDS if OWNED & places_of(address) else ("",)
        for method in methods_of(address):
            if (method, address) in known:
                continue
            found = [
                Row(method, address, subject, {
                    name: called(browsers[name], Row(method, address, subject, {}), there)
                    for name in PERSONAS
                })
                for subject in subjects
            ]  # fmt: skip
            told = {tuple(row.cells.values()) for row in found}
            if len(told) == 1 and told <= NOT_THERE:
                found = [found[0]._replace(subject="")]
            if method == "GET" or any("in" in row.cells.values() for row in found):
                rows += found
    with TABLE.open("w", encoding="utf-8", newline="") as stream:
        stream.write(INTRODUCTION)
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(HEAD)
        for row in sorted(rows, key=lambda one: (one.address, METHODS.index(one.method))):
            table.writerow([row.method, row.address, row.subject, *row.cells.values()])
