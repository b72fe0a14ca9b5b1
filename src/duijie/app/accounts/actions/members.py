"""Writes: who acts for an organisation, and in which role."""

from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction
from django.urls import reverse

from duijie.app.accounts.actions.letters import site_address, write_to
from duijie.app.accounts.models import (
    Invitation,
    JoinRequest,
    Membership,
    RegisteredOrganization,
    User,
)
from duijie.app.accounts.telling import tell
from duijie.app.audit.actions import note
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import require
from duijie.kernel.errors import CallError, GoneError
from duijie.kernel.words import N_

SALT = "accounts.invitation"
VALID = timedelta(days=14)
MOST_OPEN = 50  # invitations of one organisation: the mail server is not for writing to strangers
ADMINISTRATOR = Membership.Role.ADMINISTRATOR


@transaction.atomic
def ask_to_join(
    actor: Actor, organization: RegisteredOrganization, *, now: datetime
) -> JoinRequest:
    """Ask the administrators of an organisation to let the actor act for it."""
    require(actor, "accounts.ask_to_join", organization)
    asked, is_new = JoinRequest.objects.get_or_create(
        user_id=actor.person_id,
        organization=organization,
        state=JoinRequest.State.ASKED,
        defaults={"asked_at": now},
    )
    if is_new:
        _note("accounts.ask_to_join", organization, actor, now, actor.user_id)
        for member in organization.memberships.filter(role=ADMINISTRATOR).select_related("user"):
            told = N_("%(person)s asks to act for %(organization)s.")
            said = {"person": actor.name, "organization": organization.name}
            link = reverse("members", args=[organization.pk])
            tell(member.user, told, link=link, now=now, **said)
    return asked


@transaction.atomic
def answer_join_request(
    actor: Actor, asked: JoinRequest, *, is_accepted: bool, now: datetime
) -> None:
    """Accept or decline who asked to join; the first answer counts."""
    require(actor, "accounts.answer_join_request", asked)
    asked = JoinRequest.objects.select_for_update().select_related("organization").get(pk=asked.pk)
    if asked.state != JoinRequest.State.ASKED:
        return
    states = JoinRequest.State
    asked.state = states.ACCEPTED if is_accepted else states.DECLINED
    asked.decided_by_id, asked.decided_at = actor.user_id, now
    asked.save()
    told = N_("%(organization)s declined your request to join.")
    if is_accepted:
        _add(asked.user_id, asked.organization, Membership.Role.MEMBER, now)
        told = N_("You can act for %(organization)s now.")
    link = reverse("organizations")
    tell(asked.user, told, link=link, now=now, organization=asked.organization.name)
    verb = "accounts.accept_member" if is_accepted else "accounts.decline_member"
    _note(verb, asked.organization, actor, now, asked.user_id)


@transaction.atomic
def invite(
    actor: Actor, organization: RegisteredOrganization, email: str, role: str, *, now: datetime
) -> Invitation:
    """Invite somebody by e-mail; the link in it works once, for two weeks, for that address only.

    Raises:
        CallError: too many invitations of the organisation are open.
    """
    require(actor, "accounts.administer", organization)
    open_ones = Invitation.objects.filter(
        organization=organization, ended_at=None, expires_at__gt=now
    )
    if open_ones.count() >= MOST_OPEN:
        raise CallError(
            why=N_("too many invitations wait for an answer"),
            remedy=N_("Take some of them back, or wait for answers."),
        )
    open_ones.filter(email__iexact=email).update(ended_at=now)
    invitation = Invitation.objects.create(
        organization=organization,
        email=email,
        role=Membership.Role(role),
        invited_by_id=actor.person_id,
        sent_at=now,
        expires_at=now + VALID,
    )
    write_to(
        email,
        N_("Invitation to Duijie"),
        N_("%(person)s invites you to act for %(organization)s. Open within two weeks: %(link)s"),
        person=actor.name,
        organization=organization.name,
        link=site_address(reverse("accept_invitation", args=[link_of(invitation)])),
    )
    note(
        "accounts.invite", f"organization:{organization.pk}", by=actor, now=now,
        values={"email": email, "role": role},
    )  # fmt: skip
    return invitation


def link_of(invitation: Invitation) -> str:
    """Return the signed part of the link of an invitation."""
    return signing.Signer(salt=SALT).sign(str(invitation.pk))


def invitation_of(link: str, now: datetime) -> Invitation:
    """Return the invitation of a link.

    Raises:
        GoneError: it was changed, has expired, or was used or taken back.
    """
    try:
        pk = signing.Signer(salt=SALT).unsign(link)
    except signing.BadSignature:
        pk = "0"
    found = (
        Invitation.objects.select_related("organization")
        .filter(pk=int(pk), ended_at=None, expires_at__gt=now)
        .first()
    )
    if found is None:
        raise GoneError(thing=N_("invitation"), name="")
    return found


@transaction.atomic
def accept_invitation(actor: Actor, link: str, *, now: datetime) -> RegisteredOrganization:
    """Accept an invitation, which ends with that; return the organisation."""
    invitation = invitation_of(link, now)
    require(actor, "accounts.accept_invitation", invitation)
    used = Invitation.objects.filter(pk=invitation.pk, ended_at=None).update(
        ended_at=now, accepted_by_id=actor.user_id
    )
    if not used:
        raise GoneError(thing=N_("invitation"), name="")
    _add(actor.person_id, invitation.organization, invitation.role, now)
    _note("accounts.accept_invitation", invitation.organization, actor, now, actor.user_id)
    return invitation.organization


@transaction.atomic
def withdraw_invitation(actor: Actor, invitation: Invitation, *, now: datetime) -> None:
    """Take an invitation back."""
    require(actor, "accounts.withdraw_invitation", invitation)
    Invitation.objects.filter(pk=invitation.pk, ended_at=None).update(ended_at=now)
    note(
        "accounts.withdraw_invitation", f"organization:{invitation.organization_id}", by=actor,
        now=now, values={"email": invitation.email},
    )  # fmt: skip


@transaction.atomic
def change_role(actor: Actor, membership: Membership, role: str, *, now: datetime) -> None:
    """Change the role of a member; the last administrator stays one."""
    require(actor, "accounts.change_membership", membership)
    if role != ADMINISTRATOR:
        _keep_an_administrator(membership)
    membership.role = Membership.Role(role)
    membership.save(update_fields=["role"])
    note(
        "accounts.change_role", f"organization:{membership.organization_id}", by=actor, now=now,
        values={"user": membership.user_id, "role": role},
    )  # fmt: skip


@transaction.atomic
def remove_member(actor: Actor, membership: Membership, *, now: datetime) -> None:
    """Remove a member, or leave; the last administrator cannot."""
    is_own = membership.user_id == actor.user_id
    require(actor, "accounts.leave" if is_own else "accounts.change_membership", membership)
    _keep_an_administrator(membership)
    organization, user_id = membership.organization, membership.user_id
    membership.delete()
    if not is_own:
        told = N_("You act for %(organization)s no longer.")
        link, removed = reverse("organizations"), User.objects.get(pk=user_id)
        tell(removed, told, link=link, now=now, organization=organization.name)
    _note("accounts.remove_member", organization, actor, now, user_id)


def _keep_an_administrator(membership: Membership) -> None:
    """Let pass what leaves an administrator; the organisation is locked, so two cannot both go."""
    RegisteredOrganization.objects.select_for_update().get(pk=membership.organization_id)
    membership.refresh_from_db()
    others = Membership.objects.filter(
        organization_id=membership.organization_id, role=ADMINISTRATOR
    ).exclude(pk=membership.pk)
    if membership.role == ADMINISTRATOR and not others.exists():
        raise CallError(
            why=N_("an organisation needs an administrator"),
            remedy=N_("Make another member administrator first."),
        )


def _add(user_id: int, organization: RegisteredOrganization, role: str, now: datetime) -> None:
    Membership.objects.get_or_create(
        user_id=user_id, organization=organization, defaults={"role": role, "since": now}
    )


def _note(
    verb: str,
    organization: RegisteredOrganization,
    actor: Actor,
    now: datetime,
    user_id: int | None,
) -> None:
    note(
        verb, f"organization:{organization.pk}", by=actor, now=now,
        values={"name": organization.name, "user": user_id},
    )  # fmt: skip
