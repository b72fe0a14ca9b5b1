"""Fields that no form has, things of others, and addresses that are none."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms.models import model_to_dict
from django.test import Client

from duijie.app.accounts.models import ApiToken, Invitation, RegisteredOrganization, User
from duijie.app.imports.models import FileImport
from duijie.app.interests.models import ExpressionOfInterest
from duijie.app.matching.models import ShortlistEntry
from duijie.app.records.models import Need
from duijie.kernel.kinds import KINDS
from tests.app.matrix.walking import addresses, concrete, places_of
from tests.app.matrix.world import NOBODY
from tests.app.records.making import draft, published
from tests.app.web import People

# What a hostile browser sends besides what a form asks for.
EXTRA = {
    "id": "1", "pk": "1", "state": "published", "status": "accepted", "owner": "1",
    "owner_id": "7", "organization": "7", "organization_id": "7", "user": "1", "user_id": "1",
    "role": "administrator", "kind": "operator", "visibility": "public", "is_active": "on",
    "is_staff": "on", "is_superuser": "on", "verified": "on", "verified_at": "2026-01-01",
    "email": "hostile@example.org", "phone": "+8613900000000", "password": "hostile-password",
    "scopes": "records.publish", "record_id": "need:hostile", "revision": "999999",
    "first_run": "1", "import_run": "1", "content_hash": "0", "created_at": "1999-01-01",
    "sender": "1", "receiver": "7", "accepted_at": "2026-01-01", "expires_at": "2999-01-01",
    "asked_by": "1", "sent_by": "1", "is_platform": "1", "publishes": "1", "step": "done",
    "admin": "1", "groups": "1", "user_permissions": "1", "next": "https://hostile.example/",
}  # fmt: skip
NEED = {"title": "一件事", "description": "希望在线检测颗粒的缺陷。", "need_number": "Q-1"}


def without(*names: str) -> dict[str, str]:
    return {name: value for name, value in EXTRA.items() if name not in names}


def test_a_new_record_is_a_draft_of_ones_own_whatever_is_sent(people: People) -> None:
    people.wei.browser().post("/records/new/need/", without() | NEED)
    record = Need.objects.get()
    assert record.owner_id == people.wei.organization.pk  # type: ignore[union-attr]
    assert (record.state, record.record_id) == ("draft", "need:Q-1")
    assert record.revision < 100
    assert record.created_at.year > 2000
    assert (record.first_run_id, record.import_run_id) == (None, None)


def test_an_edit_changes_nothing_but_fields(people: People) -> None:
    record = draft(people.wei, "need")
    before = model_to_dict(record)
    sent = without("revision") | NEED | {"revision": str(record.revision)}
    people.wei.browser().post(f"/records/{record.record_id}/edit/", sent)
    after = model_to_dict(Need.objects.get())
    changed = {name for name in after if after[name] != before[name]}
    fields = {spec.name for spec in KINDS["need"].fields}
    assert changed <= fields | {"revision", "content_hash", "updated_at"}
    assert "title" in changed
    assert after["need_number"] == before["need_number"]
    assert (after["state"], after["owner"]) == (before["state"], before["owner"])
    assert after["revision"] < 100


def test_a_profile_gives_nobody_more_than_a_name(people: People) -> None:
    before = User.objects.filter(pk=people.ning.user.pk).values().get()
    sent = EXTRA | {"name": "Somebody", "language": "en"}
    assert people.ning.browser().post("/my/profile/", sent).status_code == 302
    after = User.objects.filter(pk=people.ning.user.pk).values().get()
    assert {name for name in after if after[name] != before[name]} == {
        "name", "language", "last_login",
    }  # fmt: skip


def test_who_signs_up_is_nobody_special(people: People) -> None:
    from tests.app.web import visitor

    sent = EXTRA | {"name": "New", "email": "new@example.org", "password1": "a-long-password-x"}
    visitor().post("/accounts/signup/", sent | {"phone": ""})
    made = User.objects.get(email="new@example.org")
    assert (getattr(made, "is_staff", False), getattr(made, "is_superuser", False)) == (0, 0)
    assert made.pk > people.mallory.user.pk
    assert not made.memberships.exists()


def test_an_organization_waits_for_its_verification_whatever_is_sent(people: People) -> None:
    sent = EXTRA | {"uscc": "91110000600037341L", "name": "示范公司", "kind": "enterprise"}
    people.ning.browser().post("/my/organizations/new/", sent)
    made = RegisteredOrganization.objects.get(uscc="91110000600037341L")
    assert (made.state, made.kind) == ("pending", "enterprise")
    sent["kind"], sent["uscc"] = "operator", "91330400MA2B8XXX0X"
    people.ning.browser().post("/my/organizations/new/", sent)
    assert RegisteredOrganization.objects.filter(kind="operator").count() == 1


def test_a_name_is_one_line_that_reads_as_it_stands(people: People) -> None:
    name = "Good\r\n\nBcc: x@example.org\u202egpj\u2066\x0b\u2028 end "
    plain = "Good Bcc: x@example.orggpj end"
    browser = people.ning.browser()
    browser.post("/my/profile/", {"name": name, "language": "en"})
    sent = {"uscc": "91110000600037341L", "name": name, "kind": "enterprise"}
    browser.post("/my/organizations/new/", sent)
    assert User.objects.get(pk=people.ning.user.pk).name == plain
    assert RegisteredOrganization.objects.get(uscc="91110000600037341L").name == plain
    browser.post("/my/profile/", {"name": "\u202e \r\n", "language": "en"})
    assert User.objects.get(pk=people.ning.user.pk).name == plain


def test_a_token_is_ones_own_and_may_only_what_was_chosen(people: People) -> None:
    sent = EXTRA | {"name": "mine", "days": "30", "scopes": "records:read"}
    assert people.wei.browser().post("/my/tokens/", sent).status_code == 200
    assert not ApiToken.objects.exclude(user=people.wei.user).exists()
    assert [one.scopes for one in ApiToken.objects.all()] == [["records:read"]]


def test_an_invitation_leads_into_the_organization_of_the_page(people: People) -> None:
    own = people.wei.organization
    assert own is not None
    sent = without("role") | {"email": "a@example.org", "role": "member"}
    people.wei.browser().post(f"/my/organizations/{own.pk}/invite/", sent)
    made = Invitation.objects.get()
    assert (made.organization_id, made.role, made.invited_by_id) == (
        own.pk, "member", people.wei.user.pk,
    )  # fmt: skip


def test_an_interest_is_sent_and_nothing_more(people: People) -> None:
    record_id = published(people, people.wei, "need")
    li, mallory = people.li.organization, people.mallory.organization
    assert li is not None
    assert mallory is not None
    sent = EXTRA | {"message": "x", "sender": str(li.pk), "agrees": "on"}
    people.li.browser().post(f"/interests/new/?record={record_id}", sent)
    made = ExpressionOfInterest.objects.get()
    assert (made.state, made.sender_id) == ("sent", li.pk)
    assert made.receiver_id == people.wei.organization.pk  # type: ignore[union-attr]
    assert made.expires_at.year < 2100
    sent["sender"] = str(mallory.pk)
    people.li.browser().post(f"/interests/new/?record={record_id}", sent)
    assert not ExpressionOfInterest.objects.filter(sender=mallory).exists()


def test_an_import_is_for_ones_own_organization(people: People) -> None:
    file = SimpleUploadedFile("a.csv", "需求编号,需求名称\n1,一\n".encode())
    theirs = people.mallory.organization
    assert theirs is not None
    sent: dict[str, Any] = EXTRA | {"kind": "need", "file": file, "organization": str(theirs.pk)}
    people.wei.browser().post("/imports/new/", sent)
    for made in FileImport.objects.all():
        assert made.organization_id == people.wei.organization.pk  # type: ignore[union-attr]
        assert made.asked_by_id == people.wei.user.pk


@pytest.mark.parametrize(
    "number",
    [
        "../../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%00", "x%00.pdf", "%0a",
        "%0d%0aSet-Cookie:%20a=1", "x" * 5000, "%ff%fe", "' OR 1=1 --",
        '";DROP TABLE records_need;--', "%25", "_", "*", "{{7*7}}", "%E2%80%AE",
        "%F0%9F%92%A9", "need:need:need", "%5c%5c", "?x=1", ";",
        "%2e%2e", "9" * 500,
    ],
)  # fmt: skip
def test_a_number_that_is_none_finds_nothing(people: People, number: str) -> None:
    browser = _calm(people.zhao.browser())
    for beginning, end in (
        ("/records/need:", "/"), ("/records/need:", "/edit/"), ("/records/need:", "/history/"),
        ("/records/achievement:", "/official/"), ("/match/from/need:", "/"), ("/records/", "/"),
        ("/records/need:", f"/files/{NOBODY}/"),
        ("/invitations/", "/"), ("/searches/stop/", "/"), ("/exchange/v1/", ""), ("/static/", ""),
        (f"/libraries/exports/{NOBODY}.", ""), ("/interests/new/?record=need:", ""),
        ("/judging/rounds/", "/"), ("/match/titles/?q=", ""), ("/libraries/need/?q=", ""),
        ("/audit/?subject=", ""), ("/audit/?before=", ""), ("/notices/?before=", ""),
        ("/records/?before=", ""), ("/records/?state=", ""), ("/verification/?after=", ""),
        ("/libraries/need/?after=", ""), ("/libraries/need/?sort=", ""),
        ("/libraries/need/?region=", ""),
    ):  # fmt: skip
        for call in (browser.get,) if "?" in beginning else (browser.get, browser.post):
            answer = call(f"{beginning}{number}{end}")
            assert answer.status_code < 500, (beginning, end, answer.status_code)
            assert "Set-Cookie: a" not in str(answer.headers)
            assert b"root:" not in b"".join(answer if answer.streaming else [answer.content])


def test_a_key_that_no_table_can_hold_finds_nothing(people: People) -> None:
    browser = _calm(people.zhao.browser())
    for address in addresses():
        places = places_of(address)
        for key in ("0", "9" * 30, str(2**63), str(2**31)):
            keys = {"pk", "entry", "revision", "step", "notice_id", "token_id"}
            values = {name: key if name in keys else NOBODY for name in places}
            values |= dict.fromkeys(places & {"kind"}, "need")
            values |= dict.fromkeys(places & {"record_id"}, "need:1")
            path = concrete(address, values)
            for call in (browser.get, browser.post) if places & keys else ():
                assert call(path).status_code < 500, path


def _calm(browser: Client) -> Client:
    browser.raise_request_exception = False
    return browser


@pytest.mark.parametrize(
    "text",
    ["\x00", "a" * 100_000, "(" * 20_000, "\ud7ff\u202e" * 9000, "不低于" * 9000, "1" * 50_000,
     "9" * 400 + "%", "1e999999999", "-" * 30_000 + "1", " ,;，；" * 9000, "a-" * 20_000 + "!"],
)  # fmt: skip
def test_any_text_in_any_question_is_answered(people: People, text: str) -> None:
    browser = _calm(people.zhao.browser())
    for path in ("/libraries/achievement/", "/match/titles/", "/match/needs/", "/audit/",
                 "/records/", "/verification/", "/coach/"):  # fmt: skip
        names = ("q", "region", "subject", "before", "after", "text")
        answer = browser.get(path, dict.fromkeys(names, text))
        assert answer.status_code < 500, path
    for path, name in (("/records/typed/", "title"), ("/begin/", "text"), ("/theme/", "theme"),
                       ("/records/new/need/", "title"), ("/records/new/need/step/1/", "title"),
                       ("/i18n/setlang/", "language"), ("/my/profile/", "name")):  # fmt: skip
        answer = browser.post(path, {name: text, "form_name": text})
        assert answer.status_code < 500, path


def test_a_parameter_given_twice_opens_nothing(people: People) -> None:
    private = draft(people.wei, "need").record_id
    browser = _calm(people.mallory.browser())
    for query in ("?record=need:x&record=", "?record[]=", "?record=", "?mine=1&mine=0&record="):
        assert browser.get(f"/interests/new/{query}{private}").status_code == 404
    assert browser.get("/libraries/need/?mine=1&mine=0&owner=1&state=draft").status_code == 200


@pytest.mark.parametrize("path", ["/records/new/need/", "/match/", "/begin/", "/accounts/login/"])
def test_a_form_that_is_too_large_is_refused(people: People, path: str) -> None:
    browser = _calm(people.wei.browser())
    large = browser.post(
        path, "text=" + "x" * 3_000_000, content_type="application/x-www-form-urlencoded"
    )
    many = browser.post(path, {f"f{n}": "x" for n in range(3000)})
    files = browser.post(path, {f"f{n}": SimpleUploadedFile("a", b"x") for n in range(300)})
    assert [one.status_code for one in (large, many, files)] == [400, 400, 400]


def test_what_is_kept_belongs_to_its_own_list(region_world: Any) -> None:
    there, people = region_world
    entry = ShortlistEntry.objects.get()
    browser = _calm(people.mallory.browser())
    browser.post("/match/", {"text": "防爆锂离子电池，-20℃可用"})
    from duijie.app.matching.models import StoredRequest

    own = StoredRequest.objects.get(asked_by=people.mallory.user)
    for what in ("note", "up", "drop"):
        answer = browser.post(f"/match/shortlists/{own.pk}/{entry.pk}/{what}/", {"note": "hostile"})
        assert answer.status_code in (302, 404)
    again = ShortlistEntry.objects.get(pk=entry.pk)
    assert model_to_dict(again) == model_to_dict(entry)
    assert there.places["entry"] == str(entry.pk)
