"""Reads: organisations, their members, and who waits for what."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from duijie.app.accounts.models import (
    Assignment,
    Invitation,
    JoinRequest,
    Membership,
    RegisteredOrganization,
    User,
)
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import allowed, require
from duijie.kernel.errors import GoneError
from duijie.kernel.words import N_

State = RegisteredOrganization.State
Kind = RegisteredOrganization.Kind
PAGE = 50


@dataclass(frozen=True, slots=True)
class MembersPage:
    """What the page of an organisation shows (单位页面)."""

    organization: RegisteredOrganization
    members: list[Membership]
    requests: list[JoinRequest]
    invitations: list[Invitation]
    assignments: list[Assignment]
    may_administer: bool
    may_assign: bool
    may_suspend: bool


def organizations_of(actor: Actor) -> list[Membership]:
    """Return for whom a person acts or will act, whatever the state, with the organisations."""
    own = Membership.objects.filter(user_id=actor.person_id)
    return list(own.select_related("organization").order_by("organization__name", "pk"))


def organizations_for(actor: Actor) -> list[RegisteredOrganization]:
    """Return the organisations that a person acts for or looks after now."""
    own = actor.organizations | actor.assigned
    return list(RegisteredOrganization.objects.filter(pk__in=own).order_by("pk"))


def organization_with(uscc: str) -> RegisteredOrganization | None:
    """Return the organisation that has a credit code here; one that was rejected has none."""
    there = RegisteredOrganization.objects.filter(uscc=uscc)
    return there.exclude(state=State.REJECTED).first()


def organization_for(actor: Actor, pk: int) -> RegisteredOrganization:
    """Return an organisation to somebody who may know its members.

    Raises:
        GoneError: there is none, or not for this reader.
    """
    found = RegisteredOrganization.objects.filter(pk=pk).first()
    if found is None or not (
        allowed(actor, "accounts.see_members", found)
        or allowed(actor, "accounts.correct_registration", found)
    ):
        raise _gone(pk)
    return found


def organization_to_join(pk: int) -> RegisteredOrganization:
    """Return a verified organisation: that it is here is no secret.

    Raises:
        GoneError: there is none.
    """
    found = RegisteredOrganization.objects.filter(pk=pk, state=State.VERIFIED).first()
    if found is None:
        raise _gone(pk)
    return found


def members_page(actor: Actor, organization: RegisteredOrganization, now: datetime) -> MembersPage:
    """Return who acts for an organisation and who waits: four queries.

    Raises:
        DeniedError: the actor may not know.
    """
    require(actor, "accounts.see_members", organization)
    may_administer = allowed(actor, "accounts.administer", organization)
    asked = JoinRequest.objects.filter(state=JoinRequest.State.ASKED, organization=organization)
    invited = Invitation.objects.filter(
        organization=organization, ended_at=None, expires_at__gt=now
    )
    served = Assignment.objects.filter(organization=organization).exclude(until__lte=now)
    return MembersPage(
        organization=organization,
        members=list(organization.memberships.select_related("user").order_by("pk")[:500]),
        requests=list(asked.select_related("user").order_by("pk")[:PAGE]) if may_administer else [],
        invitations=list(invited.order_by("pk")[:PAGE]) if may_administer else [],
        assignments=list(served.select_related("technology_manager").order_by("pk")[:PAGE]),
        may_administer=may_administer,
        may_assign=allowed(actor, "accounts.assign_manager", organization),
        may_suspend=allowed(actor, "accounts.suspend", organization),
    )


def to_verify(
    actor: Actor, state: str = State.PENDING, *, after: int = 0
) -> list[RegisteredOrganization]:
    """Return the organisations in a state, oldest first, a page after one of them.

    Raises:
        DeniedError: the actor does not verify.
    """
    require(actor, "accounts.see_verification")
    found = RegisteredOrganization.objects.filter(state=state, pk__gt=after)
    return list(found.prefetch_related("memberships__user").order_by("pk")[: PAGE + 1])


def organization_to_verify(actor: Actor, pk: int) -> RegisteredOrganization:
    """Return an organisation, whatever its state, to somebody who verifies.

    Raises:
        GoneError: there is none, or the actor does not verify.
    """
    found = RegisteredOrganization.objects.filter(pk=pk).first()
    if found is None or not allowed(actor, "accounts.see_verification"):
        raise _gone(pk)
    return found


def technology_managers() -> QuerySet[User]:
    """Return who may look after organisations: members of verified service agencies."""
    return (
        User.objects.filter(
            is_active=True,
            memberships__organization__kind=Kind.SERVICE_AGENCY,
            memberships__organization__state=State.VERIFIED,
        )
        .distinct()
        .order_by("name", "pk")
    )


def membership_for(actor: Actor, pk: int) -> Membership:
    """Return a membership to somebody who may know of it."""
    found = Membership.objects.select_related("organization").filter(pk=pk).first()
    if found is None or not (
        found.user_id == actor.user_id or allowed(actor, "accounts.see_members", found.organization)
    ):
        raise _gone(pk)
    return found


def join_request_for(actor: Actor, pk: int) -> JoinRequest:
    """Return a request to join to somebody who may answer it."""
    found = JoinRequest.objects.select_related("organization", "user").filter(pk=pk).first()
    if found is None or not allowed(actor, "accounts.answer_join_request", found):
        raise _gone(pk)
    return found


def invitation_for(actor: Actor, pk: int) -> Invitation:
    """Return an invitation to somebody who may take it back."""
    found = Invitation.objects.select_related("organization").filter(pk=pk).first()
    if found is None or not allowed(actor, "accounts.withdraw_invitation", found):
        raise _gone(pk)
    return found


def assignment_for(actor: Actor, pk: int) -> Assignment:
    """Return the service of a technology manager to somebody who may end it."""
    found = (
        Assignment.objects.select_related("organization", "technology_manager")
        .filter(pk=pk)
        .first()
    )
    if found is None or not allowed(actor, "accounts.end_assignment", found):
        raise _gone(pk)
    return found


def _gone(pk: int) -> GoneError:
    return GoneError(thing=N_("organisation or member"), name=str(pk))
