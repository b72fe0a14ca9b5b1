"""Second factors, sessions, profile and the audit of how somebody signs in."""

import re
from collections.abc import Callable

import orjson
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache
from django.test import Client

from duijie.app.accounts.adapters import ProviderAdapter
from duijie.app.accounts.models import User
from duijie.app.accounts.phones import read_phone
from duijie.app.accounts.queries import actor_of_token
from duijie.app.audit.models import AuditEntry
from duijie.app.outside import identity_providers
from duijie.kernel.errors import SettingError
from duijie.kernel.home import Home
from duijie.kernel.settings import load_settings
from tests.app.accounts.conftest import code_in, prove_address
from tests.app.web import PASSWORD, People, visitor


def code_of(secret: str) -> str:
    """Return what an authenticator app shows now."""
    return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))


def with_password(user: User) -> Client:
    """Return a browser in which somebody has just signed in and proved again who they are."""
    client = visitor()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(user.pk)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def with_app(people: People) -> tuple[Client, str]:
    """Let Wei set up an authenticator app; return the browser and the secret."""
    prove_address(people.wei.user)
    client = with_password(people.wei.user)
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    found = re.search(r"Key: ([A-Z2-7]+)", page)
    assert found is not None
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code_of(found[1])})
    assert answer.status_code == 302
    return client, found[1]


def test_with_an_app_the_password_alone_does_not_sign_in(people: People) -> None:
    _, secret = with_app(people)
    cache.clear()
    other = visitor()
    answer = other.post("/accounts/login/", {"login": "wei@example.org", "password": PASSWORD})
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert other.get("/my/profile/").status_code == 302
    other.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "_auth_user_id" not in other.session
    other.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert other.session["_auth_user_id"] == str(people.wei.user.pk)


def test_the_code_of_a_mail_alone_does_not_pass_the_second_factor(people: People) -> None:
    with_app(people)
    mail.outbox.clear()
    other = visitor()
    where = other.post("/accounts/login/code/", {"email": "wei@example.org"})["Location"]
    other.post(where, {"code": code_in(str(mail.outbox[0].body))})
    assert "_auth_user_id" not in other.session


def test_a_recovery_code_signs_in_once(people: People) -> None:
    with_app(people)
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    for turn, may in ((0, True), (1, False)):
        cache.clear()
        other = visitor()
        other.post("/accounts/login/", {"login": "wei@example.org", "password": PASSWORD})
        other.post("/accounts/2fa/authenticate/", {"code": codes[0]})
        assert ("_auth_user_id" in other.session) == may, turn


def test_the_secret_of_an_app_is_not_readable_in_the_database(people: People) -> None:
    _, secret = with_app(people)
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))


def test_adding_a_factor_is_noted_and_told_by_mail(people: People) -> None:
    with_app(people)
    verbs = AuditEntry.objects.values_list("verb", flat=True)
    assert "accounts.add_second_factor" in verbs
    assert "accounts.sign_in" in verbs
    assert any("asks for a code now" in str(letter.subject) for letter in mail.outbox)


def test_nobody_changes_how_they_sign_in_without_proving_who_they_are(people: People) -> None:
    browser = people.wei.browser()  # a session that somebody left open
    for page in ("/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/"):
        assert "/accounts/reauthenticate/" in browser.get(page)["Location"]


def test_the_phone_is_changed_with_the_code_that_is_sent_there(
    people: People, texted: Callable[[], list[dict[str, str]]]
) -> None:
    prove_address(people.wei.user)
    client = with_password(people.wei.user)
    where = client.post("/accounts/phone/change/", {"phone": "13800138000"})["Location"]
    people.wei.user.refresh_from_db()
    assert people.wei.user.phone is None
    client.post(where, {"code": code_in(texted()[0]["text"])})
    people.wei.user.refresh_from_db()
    assert (people.wei.user.phone, people.wei.user.phone_verified) == ("+8613800138000", True)


def test_the_address_is_changed_with_the_code_that_is_sent_there(people: People) -> None:
    prove_address(people.wei.user)
    client = with_password(people.wei.user)
    mail.outbox.clear()
    sent = {"email": "wei.new@example.org", "action_add": ""}
    where = client.post("/accounts/email/", sent)["Location"]
    client.post(where, {"code": code_in(str(mail.outbox[0].body))})
    people.wei.user.refresh_from_db()
    assert people.wei.user.email == "wei.new@example.org"


def test_all_other_sessions_are_signed_out_at_once(people: People) -> None:
    prove_address(people.wei.user)
    first, second = with_password(people.wei.user), with_password(people.wei.user)
    assert first.get("/my/profile/").status_code == 200
    assert second.get("/accounts/sessions/").content.decode().count("<tr>") == 1 + 2
    second.post("/accounts/sessions/")
    assert first.get("/my/profile/").status_code == 302
    assert second.get("/my/profile/").status_code == 200


def test_the_language_is_kept_and_comes_along_to_another_browser(people: People) -> None:
    prove_address(people.wei.user)
    client = with_password(people.wei.user)
    answer = client.post("/my/profile/", {"name": "Wei Na", "language": "zh-hans"})
    assert answer.cookies["lang"].value == "zh-hans"
    assert 'lang="zh-Hans"' in client.get("/my/profile/").content.decode()
    other = with_password(people.wei.user)
    assert 'lang="zh-Hans"' in other.get("/my/profile/").content.decode()
    other.post("/i18n/setlang/", {"language": "en", "next": "/"})
    people.wei.user.refresh_from_db()
    assert (people.wei.user.name, people.wei.user.language) == ("Wei Na", "en")


def test_a_profile_changes_nothing_that_it_does_not_ask_for(people: People) -> None:
    forged = {"name": "Wei", "language": "en", "email": "x@example.org", "is_active": "", "id": "1"}
    people.wei.browser().post("/my/profile/", forged)
    people.wei.user.refresh_from_db()
    assert people.wei.user.email == "wei@example.org"


def test_a_token_is_made_on_its_page_shown_once_and_revoked(people: People) -> None:
    browser = people.wei.browser()
    sent = {"name": "Nightly", "scopes": ["records:read"], "days": "30"}
    answer = browser.post("/my/tokens/", sent)
    found = re.search(r"duijie_[\w-]{43}", answer.content.decode())
    assert found is not None
    assert "no-store" in answer["Cache-Control"]
    assert found[0] not in browser.get("/my/tokens/").content.decode()
    from django.utils import timezone

    actor = actor_of_token(found[0], timezone.now())
    assert actor is not None
    assert actor.user_id == people.wei.user.pk
    token = people.wei.user.tokens.get()
    assert people.mallory.browser().post(f"/my/tokens/{token.pk}/revoke/").status_code == 404
    browser.post(f"/my/tokens/{token.pk}/revoke/")
    assert actor_of_token(found[0], timezone.now()) is None


@pytest.mark.parametrize("lang", ["en", "zh-hans"])
def test_every_page_of_an_account_opens_in_both_languages(people: People, lang: str) -> None:
    client, _ = with_app(people)
    client.cookies["lang"] = lang
    organization = people.wei.organization
    assert organization is not None
    for page in (
        "profile/", "tokens/", "organizations/", "organizations/new/",
        f"organizations/{organization.pk}/",
    ):  # fmt: skip
        assert client.get(f"/my/{page}").status_code == 200, page
    for page in (
        "email/", "phone/change/", "password/change/", "logout/", "2fa/", "2fa/totp/deactivate/",
        "2fa/webauthn/", "2fa/webauthn/add/", "2fa/recovery-codes/", "sessions/",
        "2fa/recovery-codes/generate/", "3rdparty/", "reauthenticate/", "2fa/reauthenticate/",
    ):  # fmt: skip
        answer = client.get(f"/accounts/{page}")
        assert answer.status_code == 200, page
        text = answer.content.decode()
        assert f'lang="{"en" if lang == "en" else "zh-Hans"}"' in text
        assert text.count("<h1") == 1, page
        assert not re.search(r"<script(?![^>]*(\bsrc=|application/json))", text), page
        assert not re.search(r"\s(style|onclick)=", text), page
    for page in ("login/", "signup/", "login/code/", "password/reset/"):
        stranger = visitor()
        stranger.cookies["lang"] = lang
        assert stranger.get(f"/accounts/{page}").status_code == 200, page


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("138 0013 8000", "+8613800138000"),
        ("0086", None),
        ("+44 20 7946 0958", "+442079460958"),
        ("12800138000", None),
        ("+8612800138000", None),
        ("1" * 100, None),
        ("<script>", None),
    ],
)
def test_a_phone_has_one_spelling(text: str, phone: str | None) -> None:
    assert read_phone(text) == phone


def test_the_file_of_text_messages_is_for_its_owner_alone(
    people: People, records: Home, texted: Callable[[], list[dict[str, str]]]
) -> None:
    visitor().post("/accounts/signup/", {"name": "Zhou", "phone": "13800138000"})
    assert len(texted()) == 1
    assert (records.path / "outbox" / "sms.jsonl").stat().st_mode & 0o777 == 0o600


def provided(home: Home, **changes: str) -> list[dict[str, object]]:
    values = {
        "DUIJIE_OIDC_SERVER_URL": "https://sso.example.cn/realms/one",
        "DUIJIE_OIDC_CLIENT_ID": "duijie",
        "DUIJIE_OIDC_SECRET_FILE": "oidc_secret",
    } | changes
    return identity_providers(home, load_settings(home.settings_file, values))


def test_the_secret_of_a_provider_comes_from_a_file_or_a_variable(
    records: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    (records.path / "oidc_secret").write_text("s3cret\n")
    assert provided(records)[0]["secret"] == "s3cret"  # noqa: S105
    monkeypatch.setenv("OUR_SECRET", "other")
    named = provided(records, DUIJIE_OIDC_SECRET_VARIABLE="OUR_SECRET")  # noqa: S106
    assert named[0]["secret"] == "other"  # noqa: S105
    assert provided(records, DUIJIE_OIDC_SERVER_URL="") == []


@pytest.mark.parametrize(
    "change",
    [
        {"DUIJIE_OIDC_SERVER_URL": "http://sso.example.cn"},
        {"DUIJIE_OIDC_SERVER_URL": "https://user:pass@sso.example.cn"},
        {"DUIJIE_OIDC_SERVER_URL": "file:///etc/passwd"},
        {"DUIJIE_OIDC_CLIENT_ID": ""},
        {"DUIJIE_OIDC_SECRET_FILE": ""},
        {"DUIJIE_OIDC_SECRET_FILE": "missing"},
    ],
    ids=str,
)
def test_a_provider_that_is_set_up_wrongly_stops_the_start(
    records: Home, change: dict[str, str]
) -> None:
    (records.path / "oidc_secret").write_text("s3cret\n")
    with pytest.raises(SettingError):
        provided(records, **change)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "file:///etc/passwd", "ftp://x.example/"])
def test_nothing_but_https_is_asked_of_a_provider(url: str) -> None:
    with pytest.raises(OSError, match="No connection adapters"):
        ProviderAdapter().get_requests_session().get(url)


def test_an_audit_entry_of_a_sign_in_holds_no_secret(people: People) -> None:
    with_app(people)
    told = orjson.dumps(list(AuditEntry.objects.values_list("values", flat=True))).decode()
    assert PASSWORD not in told
