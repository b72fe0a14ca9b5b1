"""Signing up and in: by e-mail and password, by phone and code; what a stranger cannot learn."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from duijie.app.accounts.models import User
from duijie.app.audit.models import AuditEntry
from tests.app.accounts.conftest import code_in, prove_address
from tests.app.web import PASSWORD, People, visitor

Texted = Callable[[], list[dict[str, str]]]
WECHAT = (
    "Mozilla/5.0 (Linux; Android 13; V2148A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
    "Chrome/107.0.5304.141 Mobile Safari/537.36 MMWEBID/4505 MicroMessenger/8.0.42.2460"
)


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def sign_up(client: Client, **written: str) -> str:
    """Sign up and return where that leads."""
    answer = client.post("/accounts/signup/", {"name": "Zhou Min", **written})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def test_somebody_signs_up_with_an_address_and_the_code_sent_there(people: People) -> None:
    client = visitor()
    where = sign_up(client, email="zhou@example.org", password1=PASSWORD)
    assert not signed_in(client)
    assert [letter.to for letter in mail.outbox] == [["zhou@example.org"]]
    client.post(where, {"code": code_in(str(mail.outbox[0].body))})
    assert signed_in(client)
    user = User.objects.get(email="zhou@example.org")
    assert (user.name, user.language) == ("Zhou Min", "en")
    assert AuditEntry.objects.filter(verb="accounts.sign_up", user=user).exists()


def test_somebody_signs_up_with_a_phone_alone_and_comes_back_with_a_code(
    people: People, texted: Texted
) -> None:
    client = visitor()
    where = sign_up(client, phone="138 0013 8000")
    assert texted()[0]["phone"] == "+8613800138000"
    client.post(where, {"code": code_in(texted()[0]["text"])})
    assert signed_in(client)
    user = User.objects.get(phone="+8613800138000")
    assert (user.email, user.phone_verified, user.has_usable_password()) == (None, True, False)
    again = visitor()
    answer = again.post("/accounts/login/code/", {"phone": "13800138000"})
    again.post(answer["Location"], {"code": code_in(texted()[1]["text"])})
    assert again.session["_auth_user_id"] == str(user.pk)


def test_a_phone_and_its_password_sign_in(people: People, texted: Texted) -> None:
    client = visitor()
    where = sign_up(client, phone="13800138000", password1=PASSWORD)
    client.post(where, {"code": code_in(texted()[0]["text"])})
    other = visitor()
    other.post("/accounts/login/", {"login": "138-0013-8000", "password": PASSWORD})
    assert signed_in(other)


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ({"email": "", "password1": PASSWORD}, "Give an e-mail address or a mobile phone."),
        ({"email": "zhou@example.org"}, "Choose a password."),
        ({"phone": "12345"}, "Write a mobile number such as 13800138000"),
        ({"email": "zhou@example.org", "password1": "1234567890"}, "too common"),
        ({"email": "zhou@example.org", "password1": PASSWORD, "name": ""}, "required"),
    ],
)
def test_a_sign_up_that_cannot_be_says_why_and_keeps_what_was_typed(
    people: People, written: dict[str, str], problem: str
) -> None:
    answer = visitor().post("/accounts/signup/", {"name": "Zhou Min", **written})
    assert problem in answer.content.decode()
    if written.get("email"):
        assert 'value="zhou@example.org"' in answer.content.decode()


def test_a_wrong_code_does_not_sign_in_and_the_third_ends_it(people: People) -> None:
    client = visitor()
    where = sign_up(client, email="zhou@example.org", password1=PASSWORD)
    for _ in range(3):
        client.post(where, {"code": "WRONG1"})
    client.post(where, {"code": code_in(str(mail.outbox[0].body))})
    assert not signed_in(client)


def test_signing_up_with_an_address_that_has_an_account_looks_the_same(people: People) -> None:
    fresh, known = visitor(), visitor()
    places = [
        sign_up(client, email=email, password1=PASSWORD)
        for client, email in ((fresh, "zhou@example.org"), (known, "wei@example.org"))
    ]
    assert places[0] == places[1]
    pages = [
        client.get(places[0]).content.decode().replace(email, "").replace("code", "")
        for client, email in ((fresh, "zhou@example.org"), (known, "wei@example.org"))
    ]
    assert [len(page) for page in pages] == [len(pages[0])] * 2
    assert "have an account already" in str(mail.outbox[1].subject)


def test_asking_for_a_code_tells_nobody_who_has_an_account(people: People, texted: Texted) -> None:
    places = [
        visitor().post("/accounts/login/code/", written)["Location"]
        for written in ({"email": "wei@example.org"}, {"email": "nobody@example.org"},
                        {"phone": "13900139000"})
    ]  # fmt: skip
    assert len(set(places)) == 1
    assert [letter.to for letter in mail.outbox] == [["wei@example.org"]]
    assert texted() == []


def test_a_phone_that_was_only_claimed_belongs_to_whoever_proves_it(
    people: People, texted: Texted
) -> None:
    claimed, owner = visitor(), visitor()
    sign_up(claimed, phone="13800138000", password1=PASSWORD)
    cache.clear()  # half a minute later
    where = sign_up(owner, phone="13800138000")
    owner.post(where, {"code": code_in(texted()[1]["text"])})
    assert signed_in(owner)
    thief = visitor()
    thief.post("/accounts/login/", {"login": "13800138000", "password": PASSWORD})
    assert not signed_in(thief)


def test_after_five_wrong_passwords_the_right_one_has_to_wait(people: People) -> None:
    client = visitor()
    for _ in range(5):
        client.post("/accounts/login/", {"login": "wei@example.org", "password": "wrong-password"})
    answer = client.post("/accounts/login/", {"login": "wei@example.org", "password": PASSWORD})
    assert not signed_in(client)
    assert "Wait a few minutes" in answer.content.decode()


def test_the_session_gets_another_key_when_somebody_signs_in(people: People) -> None:
    prove_address(people.wei.user)
    client = Client(headers={"accept-language": "en"})
    client.get("/accounts/login/")
    session = client.session
    session["seen"] = "before"
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    client.post("/accounts/login/code/", {"email": "wei@example.org"})
    where = "/accounts/login/code/confirm/"
    client.post(where, {"code": code_in(str(mail.outbox[0].body))})
    assert signed_in(client)
    assert client.session.session_key != before


@pytest.mark.parametrize("next_page", ["https://evil.example/", "//evil.example", "javascript:1"])
def test_signing_in_leads_nowhere_else(people: People, next_page: str) -> None:
    prove_address(people.wei.user)
    client = visitor()
    answer = client.post("/accounts/login/code/", {"email": "wei@example.org", "next": next_page})
    assert "evil" not in answer["Location"]
    where = answer["Location"]
    data = {"code": code_in(str(mail.outbox[0].body)), "next": next_page}
    answer = client.post(where, data)
    assert answer["Location"] == "/"


def test_signing_in_leads_back_to_the_page_that_was_asked_for(people: People) -> None:
    prove_address(people.wei.user)
    client = visitor()
    sent = {"email": "wei@example.org", "next": "/my/profile/"}
    where = client.post("/accounts/login/code/", sent)["Location"]
    data = {"code": code_in(str(mail.outbox[0].body)), "next": "/my/profile/"}
    assert client.post(where, data)["Location"] == "/my/profile/"


def test_a_forgotten_password_is_replaced_by_a_code(people: People) -> None:
    client, new = visitor(), "a-new-long-password"
    where = client.post("/accounts/password/reset/", {"email": "wei@example.org"})["Location"]
    where = client.post(where, {"code": code_in(str(mail.outbox[0].body))})["Location"]
    client.post(where, {"password1": new, "password2": new})
    people.wei.user.refresh_from_db()
    assert people.wei.user.check_password(new)
    assert AuditEntry.objects.filter(verb="accounts.reset_password").count() == 1


def test_in_wechat_nobody_is_shown_what_its_browser_lacks(people: People) -> None:
    page = Client(headers={"user-agent": WECHAT}).get("/accounts/login/").content.decode()
    button = page[page.index('id="passkey_login"') :].split(">")[0]
    assert button.endswith("hidden")
    assert 'lang="zh-Hans"' in page


def test_a_part_of_a_page_whose_session_has_ended_leads_to_the_sign_in(people: People) -> None:
    client = visitor()
    page = {"HX-Request": "true", "HX-Current-URL": "http://testserver/match/"}
    answer = client.post("/match/", {"text": "防爆锂离子电池"}, headers=page)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["HX-Redirect"] == "/accounts/login/?next=%2Fmatch%2F"
    client.force_login(people.wei.user)
    assert "防爆锂离子电池" in client.get("/match/").content.decode()
