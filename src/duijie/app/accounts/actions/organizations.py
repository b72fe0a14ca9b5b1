"""Writes: an organisation comes in, is verified or rejected, is suspended and taken back."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from duijie.app.accounts.models import Membership, RegisteredOrganization
from duijie.app.accounts.telling import tell
from duijie.app.audit.actions import note
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import require
from duijie.kernel.errors import CallError
from duijie.kernel.identifiers import read_uscc
from duijie.kernel.words import N_

Organization = RegisteredOrganization
State = RegisteredOrganization.State


@dataclass(frozen=True, slots=True)
class Registration:
    """What an organisation says of itself when it registers (注册信息)."""

    name: str
    uscc: str
    kind: str
    region_code: str = ""


@transaction.atomic
def register(actor: Actor, said: Registration, *, now: datetime) -> RegisteredOrganization:
    """Return the organisation, waiting for verification; the actor is its administrator.

    A code whose earlier registration was rejected may be registered anew, by anybody: who was
    rejected has no claim to it.

    Raises:
        CallError: the code is not valid, or its organisation is there already.
    """
    require(actor, "accounts.register_organization")
    uscc = _checked(said)
    there = Organization.objects.select_for_update().filter(uscc=uscc).first()
    if there is not None and there.state != State.REJECTED:
        raise CallError(
            why=N_("an organisation with this code is registered already"),
            remedy=N_("Ask its administrators to let you join."),
        )
    organization = there or Organization(uscc=uscc)
    if there is not None:
        there.memberships.all().delete()
    _put(organization, said, now)
    Membership.objects.create(
        user_id=actor.person_id,
        organization=organization,
        role=Membership.Role.ADMINISTRATOR,
        since=now,
    )
    _note("accounts.register_organization", organization, actor, now)
    return organization


@transaction.atomic
def correct(
    actor: Actor, organization: RegisteredOrganization, said: Registration, *, now: datetime
) -> None:
    """Correct a registration, which waits for verification again.

    Raises:
        CallError: the code is not valid, or belongs to another organisation here.
    """
    require(actor, "accounts.correct_registration", organization)
    uscc = _checked(said)
    if Organization.objects.filter(uscc=uscc).exclude(pk=organization.pk).exists():
        raise CallError(
            why=N_("an organisation with this code is registered already"),
            remedy=N_("Ask its administrators to let you join."),
        )
    organization.uscc = uscc
    _put(organization, said, now)
    _note("accounts.correct_registration", organization, actor, now)


def verify(actor: Actor, organization: RegisteredOrganization, *, now: datetime) -> None:
    """Verify an organisation: from now on its members act for it."""
    _move(actor, "accounts.verify", organization, State.PENDING, State.VERIFIED, now=now)


def reject(
    actor: Actor, organization: RegisteredOrganization, reason: str, *, now: datetime
) -> None:
    """Reject a registration, saying why."""
    _move(
        actor, "accounts.verify", organization, State.PENDING, State.REJECTED, now=now,
        reason=_given(reason),
    )  # fmt: skip


def suspend(
    actor: Actor, organization: RegisteredOrganization, reason: str, *, now: datetime
) -> None:
    """Suspend an organisation: its members lose their rights with their next click."""
    _move(
        actor, "accounts.suspend", organization, State.VERIFIED, State.SUSPENDED, now=now,
        reason=_given(reason),
    )  # fmt: skip


def restore(actor: Actor, organization: RegisteredOrganization, *, now: datetime) -> None:
    """Take a suspension back."""
    _move(actor, "accounts.suspend", organization, State.SUSPENDED, State.VERIFIED, now=now)


TOLD = {
    State.VERIFIED: N_("%(organization)s is verified: you can act for it now."),
    State.REJECTED: N_("%(organization)s was not verified. Reason: %(reason)s"),
    State.SUSPENDED: N_("%(organization)s is suspended. Reason: %(reason)s"),
}


@transaction.atomic
def _move(  # noqa: PLR0913  (the one place where a state changes)
    actor: Actor,
    rule: str,
    organization: RegisteredOrganization,
    was: State,
    becomes: State,
    *,
    now: datetime,
    reason: str = "",
) -> None:
    """Bring an organisation from one state to another, tell its members, note it."""
    require(actor, rule, organization)
    locked = Organization.objects.select_for_update().get(pk=organization.pk)
    # Its administrator may have made something else of it since it was read, e.g. an office.
    require(actor, rule, locked)
    if locked.state != was:
        raise CallError(
            why=N_("somebody decided on this organisation before you"),
            remedy=N_("Open the page again and see what was decided."),
        )
    organization.state, organization.state_reason = becomes, reason
    organization.verified_by_id, organization.verified_at = actor.user_id, now
    organization.save(update_fields=["state", "state_reason", "verified_by", "verified_at"])
    note(
        f"accounts.{becomes}", f"organization:{organization.pk}", by=actor, now=now,
        values={"name": organization.name, "was": was.value, "reason": reason},
    )  # fmt: skip
    members = organization.memberships.select_related("user")
    for member in members.filter(role=Membership.Role.ADMINISTRATOR):
        said = {"organization": organization.name, "reason": reason}
        tell(member.user, TOLD[becomes], link=reverse("organizations"), now=now, **said)


def _put(organization: RegisteredOrganization, said: Registration, now: datetime) -> None:
    organization.name, organization.kind = said.name.strip()[:200], said.kind
    organization.region_code = said.region_code
    organization.state, organization.state_reason = State.PENDING, ""
    organization.registered_at = now
    organization.save()


def _checked(said: Registration) -> str:
    uscc = read_uscc(said.uscc)
    if uscc is None:
        raise CallError(
            why=N_("the unified social credit code is not valid"),
            remedy=N_("Compare its 18 characters with the licence."),
        )
    if said.kind not in Organization.Kind.values or said.kind == Organization.Kind.OPERATOR:
        raise CallError(
            why=N_("this kind of organisation cannot be registered"),
            remedy=N_("Choose another kind."),
        )
    return uscc


def _given(reason: str) -> str:
    if not reason.strip():
        raise CallError(
            why=N_("a reason is missing"),
            remedy=N_("Write what is wrong, and what would put it right."),
        )
    return reason.strip()[:1000]


def _note(verb: str, organization: RegisteredOrganization, actor: Actor, now: datetime) -> None:
    note(
        verb, f"organization:{organization.pk}", by=actor, now=now,
        values={
            "name": organization.name, "uscc": organization.uscc or "", "kind": organization.kind,
        },
    )  # fmt: skip
