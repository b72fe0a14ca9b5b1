"""A site in which hostile people filled every field they could find, and reading it all."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import orjson
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import Resolver404, resolve

from duijie.app.jobs.models import Job
from duijie.kernel.kinds import KINDS, FieldSpec, FieldType
from tests.app.hostile.payloads import PAYLOADS, Form, Page, all_in_one
from tests.app.matrix.walking import addresses, concrete, places_of, read_table
from tests.app.matrix.world import NOBODY, World
from tests.app.web import People, visitor

# What a field that is no free text takes, so that the form as a whole is taken.
FITTING: dict[FieldType, str] = {
    FieldType.TRL: "7",
    FieldType.MONEY: "800000",
    FieldType.DATE: "2024-05-01",
    FieldType.USCC: "91110000600037341L",
    FieldType.PATENT_NUMBER: "CN109876543A",
    FieldType.REGION: "330402",
    FieldType.INDUSTRY: "C26",
    FieldType.IPC: "G01N 21/88",
    FieldType.DISCIPLINE: "520",
}
# A browser sends no line break in a field of one line; a hostile one does.
BREAK = "a\rb\nBcc: hostile@example.org\x0bc\u2028d "
BY_CONTROL = {"number": "7", "date": "2030-01-01", "tel": "13800138000", "password": "x" * 20}
BY_NAME = {"uscc": "91110000600037341L", "region_code": "330402", "region": "", "industry": "",
           "year_from": "", "year_to": ""}  # fmt: skip
EMAIL = '"<hostile-q>\'hostile-attribute=1"@example.org'
# These end what other forms still need: they come last. And some would end the whole walk.
ENDING = ("remove", "discard", "withdraw", "undo", "drop", "/end/", "decline", "revoke", "cancel",
          "suspend", "reject", "unshare", "role", "aside")  # fmt: skip
NEVER = ("logout", "sessions", "password/change", "password/set", "2fa")
WORDS = "防爆锂离子电池，循环寿命不低于2000次，-20℃可用。"
# What a list calls its records; the matrix looks for A2.
NUMBERS = ("H0\"><hostile-number a='1'", "A2", "../../H1 {{ hostile }}?a=1&b=<hostile-r>#x")
# How the texts of each record begin; the last two are to be computed.
TRIES = 3  # persons who try a form, until one of them gets it through
LEADS = dict(zip(NUMBERS, (WORDS, "=1+1" + WORDS, "＋1|cmd!A0" + WORDS), strict=True))
# Pages that answer for a machine; they are read in their own form.
NO_PAGES = ("api/", "exchange/", "healthz", "readyz", "sw.js", "manifest")


def hostile_value(spec: FieldSpec, lead: str = WORDS) -> str:
    """Return what a hostile person writes into a field of a kind, after its first words."""
    if spec.name == "visibility":
        return "public"
    if spec.type is FieldType.CHOICE:
        return spec.choices[0].code
    if spec.type in FITTING:
        return FITTING[spec.type]
    if spec.type is FieldType.KEYWORDS:
        return all_in_one(200)
    return (lead + all_in_one(spec.max_length - len(lead) - 2))[: spec.max_length]


def hostile_table(kind: str) -> str:
    """Return a table of records of a kind, every text of which is hostile."""
    told = io.StringIO()
    fields, number = KINDS[kind].fields, KINDS[kind].identifier
    is_free = number.type is FieldType.TEXT
    out = csv.writer(told)
    out.writerow([spec.zh for spec in fields])
    for name in NUMBERS if is_free else NUMBERS[:1]:
        out.writerow(name if spec is number and is_free else hostile_value(spec) for spec in fields)
    return told.getvalue()


@dataclass(frozen=True)
class Answer:
    """What the site said to a form: who sent it where."""

    who: str
    where: str
    status: int
    html: str


@dataclass
class Site:
    """The site with its readers, and what was taken of what hostile people sent."""

    world: World
    browsers: dict[str, Client]
    taken: set[str] = field(default_factory=set)
    answers: list[Answer] = field(default_factory=list)
    records: list[str] = field(default_factory=list)
    mails: list[EmailMessage] = field(default_factory=list)
    # Where the pages lead that were read: what was made meanwhile is found by them.
    links: dict[str, None] = field(default_factory=dict)

    def pages(self) -> Iterator[str]:
        """Yield every address that answers a GET, with its places filled in every way there is."""
        for address in addresses():
            if address.startswith(NO_PAGES):
                continue
            places = places_of(address)
            unknown = dict.fromkeys(places, NOBODY)
            ways = [unknown | self.world.values(address, one) for one in self._subjects(places)]
            for values in ways:
                yield concrete(address, values)
        for record_id in self.records:
            for beginning in ("/records/", "/match/from/"):
                yield concrete(f"{beginning[1:]}<record_id>/", {"record_id": record_id})
            for page in ("history", "edit", "review", "openings"):
                yield concrete(f"records/<record_id>/{page}/", {"record_id": record_id})
            yield f"/interests/new/?record={quote(record_id)}"
        for kind in KINDS:
            yield from (
                f"/records/new/{kind}/",
                f"/libraries/{kind}/",
                f"/imports/new/?kind={kind}",
            )
            yield f"/libraries/{kind}/change/?all=1"
        yield f"/interests/new/?record={quote(self.world.records['public'])}"
        yield from self._of_links()

    def _of_links(self) -> Iterator[str]:
        """Yield where the pages lead, once for each route."""
        told: Counter[str] = Counter()
        for link in list(self.links):
            try:
                route = resolve(unquote(link.partition("?")[0].partition("#")[0])).route
            except Resolver404:
                continue
            told[route] += 1
            if told[route] <= 1:
                yield link

    def _subjects(self, places: set[str]) -> list[str]:
        return list(self.world.records) if "record_id" in places else [""]

    def read(self, browser: Client, path: str, **headers: str) -> str:
        """Return a page as HTML; "" for what is no page."""
        answer = browser.get(path, headers=headers)
        if not answer.get("Content-Type", "").startswith("text/html"):
            return ""
        return str(answer.content.decode())


def flood(site: Site) -> None:
    """Fill every form of every page that somebody may open, and send it; what ends things last."""
    last: list[tuple[str, str, Form]] = []
    tried: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for path in list(dict.fromkeys(site.pages())):
        for name, browser in site.browsers.items():
            page = Page(site.read(browser, path))
            site.links |= dict.fromkeys(one for one in page.links if one.startswith("/"))
            for form in page.forms:
                key = (form.action or path, tuple(sorted(form.fields)))
                is_left_out = any(word in key[0] for word in NEVER)
                if form.method != "post" or is_left_out or tried[key] >= TRIES:
                    continue
                tried[key] += 1
                if any(word in key[0] for word in ENDING):
                    last.append((name, path, form))
                elif _send(site, name, path, form):
                    tried[key] = TRIES
    for name, path, form in last:
        _send(site, name, path, form)


def _send(site: Site, name: str, path: str, form: Form) -> bool:
    """Send a form twice: so that it is taken, and with a payload in every field there is.

    Returns whether it was taken.
    """
    is_taken = False
    action = unquote(form.action or path)
    browser = site.browsers[name]
    for fields in (_fitting(form), _all_hostile(form)):
        cache.clear()  # the library for signing in counts attempts there
        answer = browser.post(action, fields)
        if answer.status_code < 400 and answer.get("Location", "").find("/login/") < 0:
            site.taken |= set(form.typed)
            is_taken = True
        html = answer.get("Content-Type", "").startswith("text/html")
        site.answers.append(
            Answer(name, action, answer.status_code, answer.content.decode() if html else "")
        )
    return is_taken


def _fitting(form: Form) -> dict[str, str]:
    kind = next((one for one in KINDS if f"/{one}" in form.action or one + ":" in form.action), "")
    filled = dict(form.fields)
    for name, (control, longest) in form.typed.items():
        filled[name] = _value(kind, name, control, longest)
    for name, values in form.chosen.items():
        if name in form.needed:
            filled[name] = filled.get(name) or next((one for one in values if one), "")
    return filled


def _value(kind: str, name: str, control: str, longest: int) -> str:
    if name in BY_NAME and not kind:
        return BY_NAME[name]
    fields = KINDS[kind].fields if kind else ()
    for spec in fields:
        if spec.name == name:
            return hostile_value(spec)[:longest]
    for known in KINDS.values():
        if any(spec.name == name for spec in known.fields):
            return hostile_value(next(spec for spec in known.fields if spec.name == name))[:longest]
    if control == "email":
        return EMAIL
    fitting = BY_CONTROL.get(control)
    if fitting is not None:
        return fitting
    return (BREAK + all_in_one(min(longest, 5000) - len(BREAK)))[:longest]


def _all_hostile(form: Form) -> dict[str, str]:
    told = {name: " ".join(PAYLOADS.values()) for name in form.fields | form.typed}
    return told | dict.fromkeys(form.chosen, PAYLOADS["out of a quoted attribute"])


def work_off() -> None:
    """Run every waiting job."""
    from duijie.app.jobs.running import run
    from tests.app.jobs.works import Clock

    for job_id in list(Job.objects.filter(state="queued").values_list("pk", flat=True)):
        run(job_id, Clock())


def browsers_of(people: People) -> dict[str, Client]:
    """Return a browser for every persona, and for a visitor."""
    browsers = {name: who.browser() for name, who in people.all.items()} | {"nobody": visitor()}
    for one in browsers.values():
        one.raise_request_exception = False
    return browsers


def tables_in(folder: Path) -> dict[str, Path]:
    """Write a hostile table of each kind; return the files by kind."""
    files = {kind: folder / f"{kind}.csv" for kind in KINDS}
    for kind, file in files.items():
        file.write_text(hostile_table(kind), "utf-8")
    return files


def json_of(content: bytes) -> Any:
    return orjson.loads(content)


__all__ = ["Site", "browsers_of", "flood", "json_of", "read_table", "tables_in", "work_off"]
