"""A site that others reach by https: Django's own check, its cookies; and what logs never say."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core import mail
from django.core.cache import cache

from duijie.app.logs import JsonLines
from tests.app.accounts.conftest import code_in, prove_address
from tests.app.web import PASSWORD, People, visitor

ASKED = """
import json, django
from duijie.kernel.home import Home
from duijie.app.records.opening import open_records
open_records(Home.from_environment())
from django.conf import settings
from django.core import checks
from django.test import Client
found = [str(one) for one in checks.run_checks(include_deployment_checks=True)]
https = {"secure": True, "headers": {"host": "match.example.cn", "x-forwarded-proto": "https"}}
client = Client(raise_request_exception=False)
page = client.get("/accounts/login/", **https)
client.post("/begin/", {"text": "x"}, **https)
client.post("/theme/", {"theme": "dark"}, **https)
client.post("/i18n/setlang/", {"language": "en"}, **https)
plain = client.get("/", headers={"host": "match.example.cn"})
hosts = {
    host: client.get("/", secure=True, headers=https["headers"] | {"host": host}).status_code
    for host in ("match.example.cn", "evil.example", "testserver", "match.example.cn.evil.example")
}
cookies = {
    name: {key: bool(one[key]) for key in ("secure", "httponly")} | {"samesite": one["samesite"]}
    for name, one in client.cookies.items()
}
print(json.dumps({
    "found": found, "cookies": cookies, "hosts": hosts, "plain": plain.status_code,
    "hsts": page.get("Strict-Transport-Security", ""), "debug": settings.DEBUG,
}))
"""


def test_a_site_on_https_passes_the_check_and_its_cookies_stay_there(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text(
        '[web]\npublic_url = "https://match.example.cn"\n', "utf-8"
    )
    environment = os.environ | {
        "DUIJIE_HOME": str(tmp_path),
        "DUIJIE_WEB_PUBLIC_URL": "https://match.example.cn",
        "DJANGO_SETTINGS_MODULE": "duijie.app.django_settings",
    }
    environment.pop("DUIJIE_DATABASE_URL", None)
    run = subprocess.run(
        [sys.executable, "-c", ASKED], env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout.splitlines()[-1])
    assert told["found"] == []
    assert not told["debug"]
    assert {"sessionid", "csrftoken", "theme", "lang"} <= set(told["cookies"])
    for name, flags in told["cookies"].items():
        assert flags["secure"], name
        assert flags["samesite"] == "Lax", name
    assert told["cookies"]["sessionid"]["httponly"]
    assert (told["plain"], told["hosts"]["match.example.cn"]) == (301, 200)
    assert {told["hosts"][one] for one in told["hosts"] if one != "match.example.cn"} == {400}
    assert "max-age=31536000" in told["hsts"]


def test_no_log_line_holds_a_secret(
    people: People, caplog: pytest.LogCaptureFixture, settings: object
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.handler.setFormatter(JsonLines())
    settings.SMS_SENDER = "file"  # type: ignore[attr-defined]
    mail.outbox = []
    cache.clear()
    user = people.wei.user
    prove_address(user)
    browser = visitor()
    browser.post("/accounts/login/", {"login": user.email, "password": "wrong-" + PASSWORD})
    browser.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    secrets = {PASSWORD, browser.cookies["sessionid"].value, browser.cookies["csrftoken"].value}
    sent = {"name": "nightly", "scopes": "records:read", "days": "30"}
    page = browser.post("/my/tokens/", sent)
    assert page.context["text"]
    secrets.add(page.context["text"])
    browser.get("/api/v1/me", headers={"authorization": f"Bearer {page.context['text']}"})
    browser.get("/api/v1/me", headers={"authorization": "Bearer wrong-hostile-token"})
    organization = people.wei.organization
    assert organization is not None
    invited = {"email": people.ning.user.email, "role": "member"}
    browser.post(f"/my/organizations/{organization.pk}/invite/", invited)
    link = next(w for w in str(mail.outbox[-1].body).split() if "/invitations/" in w)
    path = link[link.index("/invitations/") :]
    people.ning.browser().get(path)
    people.mallory.browser().get(path)
    people.ning.browser().post(path)
    visitor().get("/invitations/wrong-hostile-link/")
    secrets |= {path.split("/")[2], "wrong-hostile-token", "wrong-hostile-link"}
    fresh = visitor()
    fresh.post("/accounts/login/code/", {"email": user.email})
    secrets.add(code_in(str(mail.outbox[-1].body)))
    fresh.post("/accounts/password/reset/", {"email": user.email})
    lines = [JsonLines().format(one) for one in caplog.records]
    assert any("answered" in line for line in lines)
    assert [(secret, line) for secret in secrets for line in lines if secret in line] == []
