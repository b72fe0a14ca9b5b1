"""Members, invitations and technology managers: by whom, for whom, once, and until when."""

from datetime import timedelta

import pytest
from django.core import mail

from duijie.app.accounts import actions
from duijie.app.accounts.models import Assignment, Invitation, Membership, RegisteredOrganization
from duijie.kernel.errors import CallError, DeniedError, GoneError
from tests.app.accounts.conftest import prove_address
from tests.app.web import NOW, People, Persona

ADMINISTRATOR = Membership.Role.ADMINISTRATOR
OTHERS = ["li", "wang", "zhao", "olga", "ning", "mallory"]


def organization_of(persona: Persona) -> RegisteredOrganization:
    assert persona.organization is not None
    return persona.organization


def invited(people: People, email: str = "ning@example.org", role: str = "member") -> Invitation:
    return actions.invite(people.wei.actor, organization_of(people.wei), email, role, now=NOW)


def joined(people: People, who: Persona, role: str = "member") -> Membership:
    return Membership.objects.create(
        user=who.user, organization=organization_of(people.wei), role=role, since=NOW
    )


def test_an_invitation_goes_by_mail_and_is_accepted_by_its_addressee(people: People) -> None:
    prove_address(people.ning.user)
    place = f"/my/organizations/{organization_of(people.wei).pk}/invite/"
    people.wei.browser().post(place, {"email": "ning@example.org", "role": "administrator"})
    assert mail.outbox[0].to == ["ning@example.org"]
    link = str(mail.outbox[0].body).split("http://localhost:8000")[1].split()[0]
    ning = people.ning.browser()
    assert "Wei organisation" in ning.get(link).content.decode()
    assert ning.post(link)["Location"] == "/my/organizations/"
    assert people.ning.actor.administered == {organization_of(people.wei).pk}


def test_an_invitation_works_once(people: People) -> None:
    prove_address(people.ning.user)
    link = actions.link_of(invited(people))
    actions.accept_invitation(people.ning.actor, link, now=NOW)
    Membership.objects.filter(user=people.ning.user).delete()
    with pytest.raises(GoneError):
        actions.accept_invitation(people.ning.actor, link, now=NOW)


def test_an_invitation_ends_after_two_weeks(people: People) -> None:
    prove_address(people.ning.user)
    link = actions.link_of(invited(people))
    with pytest.raises(GoneError):
        actions.accept_invitation(people.ning.actor, link, now=NOW + timedelta(days=14))
    actions.accept_invitation(people.ning.actor, link, now=NOW + timedelta(days=13))


def test_an_invitation_that_was_taken_back_lets_nobody_in(people: People) -> None:
    prove_address(people.ning.user)
    invitation = invited(people)
    people.wei.browser().post(f"/my/invitations/{invitation.pk}/withdraw/")
    with pytest.raises(GoneError):
        actions.accept_invitation(people.ning.actor, actions.link_of(invitation), now=NOW)


def test_an_invitation_is_for_its_addressee_alone(people: People) -> None:
    prove_address(people.mallory.user)
    link = actions.link_of(invited(people))
    answer = people.mallory.browser().post(f"/invitations/{link}/")
    assert answer.status_code == 403
    assert people.mallory.actor.organizations == {organization_of(people.mallory).pk}


def test_an_address_that_was_not_confirmed_accepts_nothing(people: People) -> None:
    with pytest.raises(DeniedError):
        actions.accept_invitation(people.ning.actor, actions.link_of(invited(people)), now=NOW)


def test_a_link_that_was_made_up_leads_nowhere(people: People) -> None:
    prove_address(people.ning.user)
    invitation = invited(people)
    signature = actions.link_of(invitation).split(":")[1]
    for link in ("1", f"{invitation.pk}:forged", f"{invitation.pk + 1}:{signature}", "x:y"):
        assert people.ning.browser().post(f"/invitations/{link}/").status_code == 404


def test_inviting_the_same_address_again_ends_the_earlier_invitation(people: People) -> None:
    prove_address(people.ning.user)
    first, second = invited(people), invited(people)
    with pytest.raises(GoneError):
        actions.accept_invitation(people.ning.actor, actions.link_of(first), now=NOW)
    actions.accept_invitation(people.ning.actor, actions.link_of(second), now=NOW)


def test_an_organisation_cannot_write_to_the_whole_town(people: People) -> None:
    for number in range(50):
        invited(people, f"somebody{number}@example.org")
    with pytest.raises(CallError, match="too many"):
        invited(people, "one.more@example.org")


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_else_invites_removes_or_changes_roles(people: People, name: str) -> None:
    organization, browser = organization_of(people.wei), people.all[name].browser()
    membership, invitation = organization.memberships.get(), invited(people, "x@example.org")
    tried = {
        f"/my/organizations/{organization.pk}/invite/": {
            "email": "m@example.org",
            "role": "member",
        },
        f"/my/members/{membership.pk}/remove/": {},
        f"/my/members/{membership.pk}/role/": {"role": "member"},
        f"/my/invitations/{invitation.pk}/withdraw/": {},
    }
    assert {browser.post(place, sent).status_code for place, sent in tried.items()} <= {403, 404}
    membership.refresh_from_db()
    invitation.refresh_from_db()
    assert (membership.role, invitation.ended_at) == (ADMINISTRATOR, None)
    assert Invitation.objects.count() == 1


def test_a_member_who_is_no_administrator_changes_nothing(people: People) -> None:
    own = joined(people, people.ning)
    with pytest.raises(DeniedError):
        actions.change_role(people.ning.actor, own, ADMINISTRATOR, now=NOW)
    other = organization_of(people.wei).memberships.get(user=people.wei.user)
    with pytest.raises(DeniedError):
        actions.remove_member(people.ning.actor, other, now=NOW)
    with pytest.raises(DeniedError):
        actions.invite(
            people.ning.actor, organization_of(people.wei), "x@example.org", "member", now=NOW
        )


def test_the_last_administrator_neither_leaves_nor_steps_down(people: People) -> None:
    joined(people, people.ning)
    own = organization_of(people.wei).memberships.get(user=people.wei.user)
    with pytest.raises(CallError, match="needs an administrator"):
        actions.remove_member(people.wei.actor, own, now=NOW)
    with pytest.raises(CallError, match="needs an administrator"):
        actions.change_role(people.wei.actor, own, "member", now=NOW)
    page = people.wei.browser().post(f"/my/members/{own.pk}/remove/", follow=True)
    assert "Make another member administrator first." in str(*page.context["messages"])


def test_with_a_second_administrator_the_first_may_leave(people: People) -> None:
    second = joined(people, people.ning)
    actions.change_role(people.wei.actor, second, ADMINISTRATOR, now=NOW)
    own = organization_of(people.wei).memberships.get(user=people.wei.user)
    actions.remove_member(people.wei.actor, own, now=NOW)
    assert people.wei.actor.organizations == frozenset()
    assert people.ning.actor.administered == {organization_of(people.wei).pk}


def test_a_removed_member_acts_no_longer_and_is_told(people: People) -> None:
    membership = joined(people, people.ning)
    actions.remove_member(people.wei.actor, membership, now=NOW)
    assert people.ning.actor.organizations == frozenset()
    page = people.ning.browser().get("/notices/").content.decode()
    assert "You act for Wei organisation no longer." in page


def test_a_member_may_leave(people: People) -> None:
    membership = joined(people, people.ning)
    people.ning.browser().post(f"/my/members/{membership.pk}/remove/")
    assert people.ning.actor.organizations == frozenset()


@pytest.mark.parametrize("name", ["wei", "zhao", "olga"])
def test_an_administrator_an_officer_or_an_operator_assigns_a_manager(
    people: People, name: str
) -> None:
    Assignment.objects.all().delete()
    place = f"/my/organizations/{organization_of(people.wei).pk}/assign/"
    people.all[name].browser().post(place, {"person": people.wang.user.pk})
    assert people.wang.actor.assigned == {organization_of(people.wei).pk}


@pytest.mark.parametrize("name", ["li", "wang", "ning", "mallory"])
def test_nobody_else_assigns_a_manager_nor_a_manager_themselves(people: People, name: str) -> None:
    Assignment.objects.all().delete()
    place = f"/my/organizations/{organization_of(people.wei).pk}/assign/"
    answer = people.all[name].browser().post(place, {"person": people.wang.user.pk})
    assert answer.status_code == 404
    with pytest.raises(DeniedError):
        actions.assign_manager(
            people.all[name].actor, organization_of(people.wei), people.wang.user, now=NOW
        )


def test_only_a_member_of_a_verified_agency_is_assigned(people: People) -> None:
    with pytest.raises(CallError, match="no technology manager"):
        actions.assign_manager(
            people.wei.actor, organization_of(people.wei), people.li.user, now=NOW
        )
    place = f"/my/organizations/{organization_of(people.wei).pk}/assign/"
    people.wei.browser().post(place, {"person": people.li.user.pk})
    assert not Assignment.objects.filter(technology_manager=people.li.user).exists()


@pytest.mark.parametrize("name", ["wei", "wang", "zhao", "olga", "li", "ning", "mallory"])
def test_both_ends_an_officer_and_an_operator_end_a_service(people: People, name: str) -> None:
    may = name in {"wei", "wang", "zhao", "olga"}
    assignment = Assignment.objects.get()
    answer = people.all[name].browser().post(f"/my/assignments/{assignment.pk}/end/")
    assert answer.status_code == (302 if may else 404)
    assignment.refresh_from_db()
    assert (assignment.until is not None) == may


def test_an_ended_service_begins_anew_when_assigned_again(people: People) -> None:
    assignment = Assignment.objects.get()
    actions.end_assignment(people.wang.actor, assignment, now=NOW)
    assert people.wang.actor.assigned == frozenset()
    actions.assign_manager(people.wei.actor, organization_of(people.wei), people.wang.user, now=NOW)
    assert people.wang.actor.assigned == {organization_of(people.wei).pk}
