"""No form without its token, no reading that writes, no answer that anybody may keep or frame."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.staticfiles.finders import find
from django.test import Client
from django.urls import URLPattern, get_resolver

from tests.app.hostile.site import Site
from tests.app.matrix.walking import addresses, concrete, places_of
from tests.app.matrix.world import NOBODY, World
from tests.app.web import visitor

# What takes a POST without the token of a form, and why that is right.
WITHOUT_TOKEN = {
    "imports/new/": "refuses by size before the body is read, then asks for the token itself",
    "searches/stop/": "mail programs post there; the address holds a signed key of one search",
    "api/": "programs call it with a token of their own; a session must bring the form's token",
}
# What reading may write: who read what, and what was shown to whom.
LOGS = {
    "sessions.Session", "usersessions.UserSession", "audit.AuditEntry", "audit.AuditHead",
    "records.Opening", "api.CallWindow", "feedback.FeedbackEvent", "feedback.Impression",
}  # fmt: skip
FOREIGN: tuple[dict[str, str], ...] = (
    {}, {"origin": "https://hostile.example"}, {"referer": "https://hostile.example/"},
)  # fmt: skip
ALWAYS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# The same for everybody, and of nobody: whoever likes may keep it.
FOR_ALL = ("manifest.webmanifest", "sw.js", "healthz", "offline/", "api/v1/openapi.json",
           "exchange/v1/", "api/v1/")  # fmt: skip


def faults(answer: Any) -> list[str]:
    """Return what is missing in the head of an answer."""
    wrong = [
        f"{name}: {answer.get(name)}" for name, said in ALWAYS.items() if answer.get(name) != said
    ]
    policy = answer.get("Content-Security-Policy", "")
    wrong += [f"policy: {word}" for word in ("unsafe", "*", "http:") if word in policy]
    if "default-src" not in policy:
        wrong.append("no policy")
    if "server" in {name.lower() for name in answer.headers}:
        wrong.append("Server")
    return wrong


def paths(there: World) -> Iterator[tuple[str, str]]:
    """Yield every address of the site, as it is written and with its places filled."""
    for address in addresses():
        values = dict.fromkeys(places_of(address), NOBODY) | there.values(address, "public")
        yield address, concrete(address, values)


def views(resolver: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield before + str(one.pattern), one.callback
        else:
            yield from views(one, before + str(one.pattern))


def contents() -> dict[str, list[Any]]:
    """Return every row of every table."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values_list())
        for model in apps.get_models()
        if not model._meta.proxy and model._meta.label not in LOGS
    }


def test_only_what_stands_on_the_list_takes_a_form_without_its_token() -> None:
    free = {
        address
        for address, view in views(get_resolver())
        if getattr(view, "csrf_exempt", False) and not address.startswith(tuple(WITHOUT_TOKEN))
    }
    assert free == set()


def test_nothing_is_written_by_a_form_of_another_site(plain: Site) -> None:
    before, wrong = contents(), []
    for name in ("wei", "zhao"):
        browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
        browser.cookies["sessionid"] = plain.browsers[name].cookies["sessionid"].value
        browser.cookies["csrftoken"] = "x" * 32
        for address, path in paths(plain.world):
            is_api = address.startswith("api/")
            is_free = address.startswith("searches/stop/")
            for headers in () if is_free else FOREIGN if name == "wei" else FOREIGN[:1]:
                answer = browser.post(path, {"csrfmiddlewaretoken": "y" * 32}, headers=headers)
                refused = {400, 401, 403, 404, 405, 415} if is_api else {403, 404, 405}
                if answer.status_code not in refused:
                    wrong.append((name, address, answer.status_code))
    assert wrong == []
    assert {name: rows for name, rows in contents().items() if rows != before[name]} == {}


def test_reading_changes_nothing(plain: Site) -> None:
    before, broken = contents(), []
    assert len(before) > 40
    for address, path in paths(plain.world):
        for name in ("nobody", "ning", "wei", "li", "zhao"):
            answer = plain.browsers[name].get(path)
            if answer.status_code >= 500 and address != "readyz":
                broken.append((address, name, answer.status_code))
        plain.browsers["wei"].head(path)
        plain.browsers["wei"].options(path)
    after = contents()
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}
    assert broken == []


def answers(plain: Site) -> Iterator[tuple[str, str, Any]]:
    """Yield what every address answers a visitor, somebody who is signed in, and with errors."""
    extra = [("nowhere", "/nowhere/"), ("bad", "/records/%00/"), ("bad", "/records/need:%00/")]
    for address, path in [*paths(plain.world), *extra]:
        for who in ("nobody", "wei", "mallory"):
            yield address, who, plain.browsers[who].get(path)
        yield address, "wei", plain.browsers["wei"].delete(path)


def test_every_answer_says_what_may_run_who_may_frame_it_and_who_may_keep_it(plain: Site) -> None:
    wrong = set()
    for address, who, answer in answers(plain):
        if faults(answer):
            wrong.add((address, who, answer.status_code, *faults(answer)))
        kept = answer.get("Cache-Control", "")
        for_programs = address.startswith("api/v1/") and "private" in kept
        for_all = address.startswith(FOR_ALL)
        if who != "nobody" and "no-store" not in kept and not for_programs and not for_all:
            wrong.add((address, who, answer.status_code, kept))
    assert sorted(wrong) == []


@pytest.mark.parametrize("name", ["shared/icons/icon.svg", "shared/theme.js", "nothing.js"])
def test_a_static_file_says_it_too(plain: Site, name: str) -> None:
    del plain
    answer = visitor().get(f"/static/{name}")
    assert answer.status_code == (200 if find(name) else 404)
    assert faults(answer) == []
