"""Every address of the site, and the table of who gets in where."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from django.http import HttpResponse
from django.urls import URLPattern, get_resolver

TABLE = Path(__file__).with_name("cells.csv")
PERSONAS = {
    "visitor": "", "newcomer": "ning", "owner": "wei", "stranger": "mallory", "researcher": "li",
    "manager": "wang", "officer": "zhao", "operator": "olga",
}  # fmt: skip
HEAD = ("method", "address", "subject", *PERSONAS)
_NAMED = re.compile(r"\(\?P<(\w+)>(?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)")
_CONVERTED = re.compile(r"<(?:\w+:)?(\w+)>")
# Served by a library that answers for itself, or that holds nothing of anybody.
SPECIAL = ("i18n/setlang/",)


class Row(NamedTuple):
    """One line of the table: who gets in at an address, with what."""

    method: str
    address: str
    subject: str
    cells: dict[str, str]

    @property
    def name(self) -> str:
        return f"{self.method} /{self.address} {self.subject}".strip()


def addresses() -> list[str]:
    """Return every address that the site answers, as the resolver has it."""
    return sorted(set(_walk(get_resolver(), "")) - set(SPECIAL))


def _walk(resolver: Any, before: str) -> Iterator[str]:
    for one in resolver.url_patterns:
        whole = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield whole
        else:
            yield from _walk(one, whole)


def places_of(address: str) -> set[str]:
    """Return the names of the places of an address."""
    return set(_NAMED.findall(address)) | set(_CONVERTED.findall(_NAMED.sub("", address)))


def concrete(address: str, values: dict[str, str]) -> str:
    """Return an address with its places filled."""

    def fill(found: re.Match[str]) -> str:
        return quote(values[found[1]], safe=":@")

    plain = _CONVERTED.sub(fill, _NAMED.sub(fill, address))
    return "/" + re.sub(r"\\Z|[\^$\\]", "", plain)


def read_table() -> list[Row]:
    """Return the table."""
    with TABLE.open(encoding="utf-8", newline="") as stream:
        return [
            Row(line["method"], line["address"], line["subject"], {p: line[p] for p in PERSONAS})
            for line in csv.DictReader(row for row in stream if not row.startswith("#"))
        ]


def outcome(response: HttpResponse) -> str:
    """Return what an answer means for who asks."""
    status = response.status_code
    if status == 401 or (status in (302, 303) and "/accounts/login/" in response["Location"]):
        return "sign-in"
    named = {403: "denied", 404: "gone", 405: "method", 429: "often", 503: "in"}
    if status >= 500:
        return f"broken-{status}"
    return named.get(status, "in")
