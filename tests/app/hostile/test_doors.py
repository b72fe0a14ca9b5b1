"""Ways in and out: addresses that lead elsewhere, false hosts, sessions that somebody made up."""

from importlib import import_module

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache

from duijie.app.notices.models import Notice
from tests.app.accounts.conftest import prove_address
from tests.app.web import NOW, PASSWORD, People, visitor

ELSEWHERE = [
    "https://hostile.example/", "//hostile.example/", "/\\hostile.example/", "\\\\hostile.example",
    "https:hostile.example", "javascript:hostile(1)", "///hostile.example", "http:///hostile.example",
    "\thttps://hostile.example", "https://testserver@hostile.example/",
    "//testserver.hostile.example/", "data:text/html,<script>hostile()</script>",
]  # fmt: skip


@pytest.mark.parametrize("away", ELSEWHERE)
def test_no_address_leads_elsewhere(people: People, away: str) -> None:
    user = people.wei.user
    prove_address(user)
    notice = Notice.objects.create(
        user=user, phrase={"message": "x", "values": {}}, told_at=NOW, link=away[:200]
    )
    login = {"login": user.email, "password": PASSWORD, "next": away}
    for browser, path, sent in (
        (visitor(), "/accounts/login/", login),
        (visitor(), "/theme/", {"theme": "dark", "next": away}),
        (visitor(), "/i18n/setlang/", {"language": "en", "next": away}),
        (people.wei.browser(), "/accounts/login/", login),
        (people.wei.browser(), "/accounts/logout/", {"next": away}),
        (people.wei.browser(), f"/notices/{notice.pk}/read/", {}),
        (people.wei.browser(), "/accounts/phone/change/", {"phone": "13800138000", "next": away}),
    ):
        cache.clear()
        answer = browser.post(path, sent, headers={"referer": away, "host": "testserver"})
        where = answer.get("Location", "/")
        assert "hostile" not in where.partition("?")[0], (path, where)
        assert where.startswith("/"), (path, where)
        assert not where.startswith(("//", "/\\")), (path, where)


@pytest.mark.parametrize("host", ["hostile.example", "testserver@hostile.example", "a:b", "[", ""])
def test_a_false_host_gets_nothing(people: People, host: str) -> None:
    for path in ("/", "/accounts/login/", "/records/", "/api/v1/", "/nowhere/", "/healthz"):
        browser = people.wei.browser()
        browser.raise_request_exception = False
        assert browser.get(path, headers={"host": host}).status_code == 400 or not host


@pytest.mark.parametrize("header", ["x-forwarded-host", "x-host", "forwarded", "x-original-url"])
def test_no_header_decides_where_mails_lead(people: People, header: str) -> None:
    false = {header: "hostile.example"}
    mail.outbox = []
    cache.clear()
    visitor().post("/accounts/password/reset/", {"email": people.wei.user.email}, headers=false)
    invited = {"email": "new@example.org", "role": "member"}
    where = f"/my/organizations/{people.wei.organization.pk}/invite/"  # type: ignore[union-attr]
    assert people.wei.browser().post(where, invited, headers=false).status_code == 302
    assert len(mail.outbox) == 2
    for one in mail.outbox:
        assert "hostile" not in one.message().as_string()


def test_signing_in_changes_the_session_and_signing_out_ends_it(people: People) -> None:
    engine = import_module(settings.SESSION_ENGINE)
    prove_address(people.wei.user)
    browser = visitor()
    browser.post("/begin/", {"text": "x"})
    chosen = browser.cookies["sessionid"].value
    browser.post("/accounts/login/", {"login": people.wei.user.email, "password": PASSWORD})
    own = browser.cookies["sessionid"].value
    assert own != chosen
    assert not engine.SessionStore().exists(chosen)
    browser.post("/accounts/logout/")
    assert not engine.SessionStore().exists(own)


def test_a_session_that_somebody_made_up_is_not_taken(people: People) -> None:
    prove_address(people.wei.user)
    browser = visitor()
    browser.cookies["sessionid"] = "a" * 32
    browser.post("/accounts/login/", {"login": people.wei.user.email, "password": PASSWORD})
    assert browser.cookies["sessionid"].value != "a" * 32
    assert not Session.objects.filter(pk="a" * 32).exists()


def test_leaving_needs_a_form(people: People) -> None:
    browser = people.wei.browser()
    browser.get("/accounts/logout/")
    assert browser.get("/my/profile/").status_code == 200


def test_a_page_that_breaks_tells_nothing(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        secret = "the-inside"  # noqa: S105
        raise RuntimeError(secret)

    monkeypatch.setattr("duijie.app.accounts.queries.organizations_of", broken)
    browser = people.wei.browser()
    browser.raise_request_exception = False
    answer = browser.get("/my/organizations/")
    page = answer.content.decode()
    assert answer.status_code == 500
    for inside in ("the-inside", "Traceback", "RuntimeError", ".py", "site-packages", "SELECT"):
        assert inside not in page
