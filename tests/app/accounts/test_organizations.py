"""Organisations come in, are verified or rejected, are suspended; nobody decides on their own."""

import pytest

from duijie.app.accounts import actions
from duijie.app.accounts.models import Membership, RegisteredOrganization
from duijie.app.accounts.queries import actor_of, organization_for
from duijie.app.audit.models import AuditEntry
from duijie.app.shared.actors import Role
from duijie.kernel.errors import CallError, DeniedError, GoneError
from tests.app.web import NOW, People, Persona, persona

Kind = RegisteredOrganization.Kind
State = RegisteredOrganization.State
USCC = "91110000600037341L"
WRITTEN = {"name": "某氟材料公司", "uscc": USCC, "kind": "enterprise", "region_code": "嘉兴"}


def registered(
    who: Persona, kind: str = Kind.ENTERPRISE, uscc: str = USCC
) -> RegisteredOrganization:
    said = actions.Registration("某氟材料公司", uscc, kind, "330400")
    return actions.register(who.actor, said, now=NOW)


def test_a_newcomer_registers_waits_and_acts_once_verified(people: People) -> None:
    ning = people.ning.browser(accept="text/html")
    answer = ning.post("/my/organizations/new/", WRITTEN)
    assert answer["Location"] == "/my/organizations/"
    organization = RegisteredOrganization.objects.get(uscc=USCC)
    assert (organization.state, organization.region_code) == (State.PENDING, "330400")
    assert people.ning.actor.roles == {Role.NEWCOMER}
    officer = people.zhao.browser()
    assert "某氟材料公司" in officer.get("/verification/").content.decode()
    officer.post(f"/verification/{organization.pk}/verify/")
    assert people.ning.actor.roles == {Role.COMPANY}
    assert people.ning.actor.administered == {organization.pk}
    page = ning.get("/notices/").content.decode()
    assert "某氟材料公司 is verified: you can act for it now." in page
    verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["accounts.register_organization", "accounts.verified"]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"uscc": "91110000600037341A"}, "check character"),
        ({"uscc": ""}, "required"),
        ({"kind": "operator"}, "Select a valid choice"),
        ({"region_code": "Atlantis"}, "no such district"),
    ],
    ids=str,
)
def test_a_wrong_registration_says_what_is_wrong_and_keeps_what_was_typed(
    people: People, change: dict[str, str], problem: str
) -> None:
    page = people.ning.browser().post("/my/organizations/new/", WRITTEN | change).content.decode()
    assert problem in page
    assert 'value="某氟材料公司"' in page
    assert not RegisteredOrganization.objects.filter(name="某氟材料公司").exists()


def test_fields_that_are_not_asked_for_change_nothing(people: People) -> None:
    forged = {"state": "verified", "verified_by": "1", "id": "1"}
    people.ning.browser().post("/my/organizations/new/", WRITTEN | forged)
    assert RegisteredOrganization.objects.get(uscc=USCC).state == State.PENDING


def test_a_rejected_registration_says_why_and_is_corrected(people: People) -> None:
    organization = registered(people.ning)
    officer, ning = people.zhao.browser(), people.ning.browser(accept="text/html")
    officer.post(f"/verification/{organization.pk}/reject/", {"reason": "The licence is missing."})
    assert "The licence is missing." in ning.get("/my/organizations/").content.decode()
    ning.post(f"/my/organizations/{organization.pk}/correct/", WRITTEN | {"name": "更正公司"})
    organization.refresh_from_db()
    assert (organization.state, organization.name) == (State.PENDING, "更正公司")


def test_a_rejection_needs_a_reason(people: People) -> None:
    organization = registered(people.ning)
    people.zhao.browser().post(f"/verification/{organization.pk}/reject/", {"reason": "  "})
    organization.refresh_from_db()
    assert organization.state == State.PENDING


def test_a_code_that_was_rejected_may_be_registered_by_whoever_it_belongs_to(
    people: People,
) -> None:
    organization = registered(people.ning)
    actions.reject(people.zhao.actor, organization, "Not yours.", now=NOW)
    owner = persona("owner")
    again = registered(owner)
    assert again.pk == organization.pk
    assert list(again.memberships.values_list("user", flat=True)) == [owner.user.pk]


def test_of_two_officers_the_first_decides(people: People) -> None:
    organization = registered(people.ning)
    seen_by_both = RegisteredOrganization.objects.get(pk=organization.pk)
    actions.verify(people.zhao.actor, organization, now=NOW)
    with pytest.raises(CallError, match="before you"):
        actions.reject(people.olga.actor, seen_by_both, "No.", now=NOW)


@pytest.mark.parametrize("name", ["wei", "li", "wang", "ning", "mallory"])
def test_only_officers_and_operators_verify(people: People, name: str) -> None:
    organization, who = registered(persona("owner")), people.all[name]
    assert who.browser().get("/verification/").status_code == 403
    for step in ("verify", "reject", "suspend", "restore"):
        answer = who.browser().post(f"/verification/{organization.pk}/{step}/", {"reason": "x"})
        assert answer.status_code == 404
    with pytest.raises(DeniedError):
        actions.verify(who.actor, organization, now=NOW)


def test_an_officer_verifies_no_district_office_and_an_operator_does(people: People) -> None:
    organization = registered(people.ning, Kind.GOVERNMENT)
    with pytest.raises(DeniedError):
        actions.verify(people.zhao.actor, organization, now=NOW)
    actions.verify(people.olga.actor, organization, now=NOW)
    assert people.ning.actor.roles == {Role.OFFICER}


def test_an_officer_does_not_verify_what_they_registered(people: People) -> None:
    organization = registered(people.zhao)
    with pytest.raises(DeniedError):
        actions.verify(people.zhao.actor, organization, now=NOW)


def test_whoever_is_suspended_loses_every_right_at_once_and_gets_it_back(people: People) -> None:
    organization = people.wei.organization
    assert organization is not None
    browser = people.wei.browser()
    assert browser.get(f"/my/organizations/{organization.pk}/").status_code == 200
    officer = people.zhao.browser()
    officer.post(f"/verification/{organization.pk}/suspend/", {"reason": "False statements."})
    assert people.wei.actor.roles == {Role.NEWCOMER}
    assert people.wei.actor.organizations == frozenset()
    assert people.wang.actor.assigned == frozenset()
    assert browser.get(f"/my/organizations/{organization.pk}/").status_code == 404
    officer.post(f"/verification/{organization.pk}/restore/")
    assert people.wei.actor.organizations == {organization.pk}


def test_an_organisation_that_is_here_is_joined_not_registered_twice(people: People) -> None:
    organization = people.wei.organization
    assert organization is not None
    organization.uscc = USCC
    organization.save()
    ning = people.ning.browser(accept="text/html")
    page = ning.post("/my/organizations/new/", WRITTEN).content.decode()
    assert "Wei organisation is here already." in page
    ning.post(f"/my/organizations/{organization.pk}/join/")
    ning.post(f"/my/organizations/{organization.pk}/join/")
    asked = organization.join_requests.get()
    assert people.ning.actor.organizations == frozenset()
    assert people.wei.browser().get(f"/my/organizations/{organization.pk}/").status_code == 200
    people.wei.browser().post(f"/my/requests/{asked.pk}/", {"accept": "1"})
    assert people.ning.actor.organizations == {organization.pk}
    assert people.ning.actor.administered == frozenset()
    assert "You can act for Wei organisation now." in ning.get("/notices/").content.decode()


def test_a_declined_request_lets_nobody_in_and_is_not_accepted_later(people: People) -> None:
    organization = people.wei.organization
    assert organization is not None
    asked = actions.ask_to_join(people.ning.actor, organization, now=NOW)
    actions.answer_join_request(people.wei.actor, asked, is_accepted=False, now=NOW)
    actions.answer_join_request(people.wei.actor, asked, is_accepted=True, now=NOW)
    assert people.ning.actor.organizations == frozenset()


@pytest.mark.parametrize("name", ["li", "wang", "zhao", "olga", "ning", "mallory"])
def test_nobody_else_answers_who_asks_to_join(people: People, name: str) -> None:
    organization = people.wei.organization
    assert organization is not None
    asked = actions.ask_to_join(persona("joiner").actor, organization, now=NOW)
    answer = people.all[name].browser().post(f"/my/requests/{asked.pk}/", {"accept": "1"})
    assert answer.status_code == 404
    assert organization.memberships.count() == 1


def test_who_waits_for_verification_cannot_act_for_the_organisation(people: People) -> None:
    organization = registered(people.ning)
    with pytest.raises(DeniedError):
        actions.invite(people.ning.actor, organization, "a@example.org", "member", now=NOW)
    with pytest.raises(GoneError):
        organization_for(people.mallory.actor, organization.pk)


def test_the_host_names_the_first_operator(people: People) -> None:
    actions.make_operator("NING@example.org", now=NOW)
    assert people.ning.actor.roles == {Role.OPERATOR}
    with pytest.raises(CallError, match="no account"):
        actions.make_operator("nobody@example.org", now=NOW)


def test_the_members_of_an_organisation_see_each_other_and_nobody_else_does(
    people: People,
) -> None:
    organization = people.wei.organization
    assert organization is not None
    seen = {
        name: who.browser().get(f"/my/organizations/{organization.pk}/").status_code
        for name, who in people.all.items()
    }
    expected = dict.fromkeys(people.all, 404) | {"wei": 200, "zhao": 200, "olga": 200}
    assert seen == expected


def test_a_closed_account_is_nobody(people: People) -> None:
    people.wei.user.is_active = False
    assert actor_of(people.wei.user, NOW).roles == {Role.VISITOR}
    assert Membership.objects.filter(user=people.wei.user).exists()


def test_what_became_an_office_since_it_was_read_is_not_verified_by_an_officer(
    people: People,
) -> None:
    read = registered(people.ning)
    as_office = actions.Registration("某局", USCC, Kind.GOVERNMENT, "330400")
    newest = RegisteredOrganization.objects.get(pk=read.pk)
    actions.correct(people.ning.actor, newest, as_office, now=NOW)
    with pytest.raises(DeniedError):
        actions.verify(people.zhao.actor, read, now=NOW)
    assert RegisteredOrganization.objects.get(pk=read.pk).state == State.PENDING
