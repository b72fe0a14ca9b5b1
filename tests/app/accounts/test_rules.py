"""Every rule about people and organisations, for every persona: a table that a person can read."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from duijie.app.accounts.models import (
    ApiToken,
    Assignment,
    Invitation,
    JoinRequest,
    Membership,
    RegisteredOrganization,
)
from duijie.app.shared.actors import NOBODY, Actor
from duijie.app.shared.permissions import allowed, rules
from tests.app.web import NOW, People, persona

ALL = ("wei", "li", "wang", "zhao", "olga", "ning", "mallory")
OFFICE = ("zhao", "olga")
MEMBERS = ("wei", "li", "wang", "zhao", "olga", "mallory")

# For each rule: whether it is about somebody or something of Wei's, and who may.
TABLE: dict[str, tuple[str, tuple[str, ...]]] = {
    "accounts.edit_profile": ("user", ("wei",)),
    "accounts.create_token": ("", MEMBERS),
    "accounts.revoke_token": ("token", ("wei",)),
    "accounts.register_organization": ("", ALL),
    "accounts.correct_registration": ("pending", ("ning",)),
    "accounts.ask_to_join": ("organization", ("li", "wang", "zhao", "olga", "ning", "mallory")),
    "accounts.see_verification": ("", OFFICE),
    "accounts.verify": ("pending", OFFICE),
    "accounts.suspend": ("organization", OFFICE),
    "accounts.see_members": ("organization", ("wei", *OFFICE)),
    "accounts.administer": ("organization", ("wei",)),
    "accounts.answer_join_request": ("request", ("wei",)),
    "accounts.withdraw_invitation": ("invitation", ("wei",)),
    "accounts.accept_invitation": ("invitation", ("li",)),
    "accounts.change_membership": ("membership", ("wei",)),
    "accounts.leave": ("membership", ("wei",)),
    "accounts.assign_manager": ("organization", ("wei", *OFFICE)),
    "accounts.end_assignment": ("assignment", ("wei", "wang", *OFFICE)),
    "audit.see": ("", OFFICE),
    "audit.export": ("", OFFICE),
}
# What a token may read for its person; nothing else here is open to one.
OPEN_TO_TOKENS = {"accounts.see_members"}


@pytest.fixture
def subject(people: People) -> Callable[[str], object]:
    """Return what gives the subject of a rule: something of Wei's, or what Ning registered."""
    organization = people.wei.organization
    assert organization is not None

    def pending() -> RegisteredOrganization:
        made = RegisteredOrganization.objects.create(
            name="Pending", kind="enterprise", registered_at=NOW
        )
        Membership.objects.create(
            user=people.ning.user, organization=made, role="administrator", since=NOW
        )
        return made

    def invitation() -> Invitation:
        EmailAddress.objects.create(user=people.li.user, email="li@example.org", verified=True)
        EmailAddress.objects.create(user=people.mallory.user, email="m@example.org", verified=True)
        return Invitation.objects.create(
            organization=organization, email="LI@example.org", invited_by=people.wei.user,
            sent_at=NOW, expires_at=NOW + timedelta(days=1),
        )  # fmt: skip

    make: dict[str, Callable[[], object]] = {
        "": lambda: None,
        "user": lambda: people.wei.user,
        "organization": lambda: organization,
        "pending": pending,
        "invitation": invitation,
        "membership": lambda: Membership.objects.get(user=people.wei.user),
        "assignment": Assignment.objects.get,
        "token": lambda: ApiToken.objects.create(
            user=people.wei.user, name="x", digest="0" * 64, created_at=NOW, expires_at=NOW
        ),
        "request": lambda: JoinRequest.objects.create(
            user=persona("joiner").user, organization=organization, asked_at=NOW
        ),
    }
    return lambda name: make[name]()


def test_every_rule_stands_in_the_table() -> None:
    assert {name for name in rules() if name.startswith(("accounts.", "audit."))} == set(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_a_rule_lets_in_whom_the_table_names_and_nobody_else(
    name: str, people: People, subject: Callable[[str], object]
) -> None:
    about, who = TABLE[name]
    thing = subject(about)
    actors: dict[str, Actor] = {key: one.actor for key, one in people.all.items()}
    may = {key for key, actor in actors.items() if allowed(actor, name, thing)}
    assert may == set(who)
    assert not allowed(NOBODY, name, thing)


@pytest.mark.parametrize("name", TABLE)
def test_a_token_changes_nothing_about_people(
    name: str, people: People, subject: Callable[[str], object]
) -> None:
    about, who = TABLE[name]
    thing = subject(about)
    programs = [replace(people.all[key].actor, scopes=frozenset()) for key in who]
    may = {allowed(program, name, thing) for program in programs}
    assert may == ({True} if name in OPEN_TO_TOKENS else {False})


@pytest.mark.parametrize("name", TABLE)
def test_whoever_is_suspended_is_let_in_only_where_a_newcomer_is(
    name: str, people: People, subject: Callable[[str], object]
) -> None:
    about, _ = TABLE[name]
    thing = subject(about)
    RegisteredOrganization.objects.exclude(name="Pending").update(state="suspended")
    if isinstance(thing, RegisteredOrganization):
        thing.refresh_from_db()
    own = {
        "accounts.edit_profile": {"wei"},
        "accounts.revoke_token": {"wei"},
        "accounts.leave": {"wei"},
        "accounts.register_organization": set(ALL),
        "accounts.correct_registration": {"ning"},
        "accounts.accept_invitation": {"li"},
        "accounts.end_assignment": {"wang"},
    }
    may = {key for key, one in people.all.items() if allowed(one.actor, name, thing)}
    assert may == own.get(name, set())
