"""Who may do what about people, organisations and tokens."""

from typing import Any

from duijie.app.accounts.models import (
    ApiToken,
    Assignment,
    Invitation,
    JoinRequest,
    Membership,
    RegisteredOrganization,
)
from duijie.app.shared.actors import Actor, Role
from duijie.app.shared.permissions import rule

Organization = RegisteredOrganization
State = RegisteredOrganization.State


def in_person(actor: Actor) -> bool:
    """Tell whether a person asks: a token may never change who may do what."""
    return actor.is_signed_in and actor.scopes is None


@rule("accounts.edit_profile")
def may_edit_profile(actor: Actor, subject: Any) -> bool:
    """Whoever is signed in may edit their own profile, and only that one."""
    return in_person(actor) and actor.user_id == subject.pk


@rule("accounts.create_token")
def may_create_token(actor: Actor, subject: Any) -> bool:
    """Whoever belongs to a verified organisation may let a program act for them."""
    del subject
    return in_person(actor) and actor.is_member


@rule("accounts.revoke_token")
def may_revoke_token(actor: Actor, subject: ApiToken) -> bool:
    """Everybody may revoke their own tokens."""
    return in_person(actor) and actor.user_id == subject.user_id


@rule("accounts.register_organization")
def may_register(actor: Actor, subject: Any) -> bool:
    """Whoever is signed in may register an organisation."""
    del subject
    return in_person(actor)


@rule("accounts.correct_registration")
def may_correct(actor: Actor, subject: Organization) -> bool:
    """Its administrators may correct a registration that is not verified yet."""
    return (
        in_person(actor)
        and subject.state in {State.PENDING, State.REJECTED}
        and subject.memberships.filter(
            user_id=actor.person_id, role=Membership.Role.ADMINISTRATOR
        ).exists()
    )


@rule("accounts.ask_to_join")
def may_ask_to_join(actor: Actor, subject: Organization) -> bool:
    """Whoever is signed in may ask to act for an organisation that is verified."""
    return (
        in_person(actor)
        and subject.state == State.VERIFIED
        and subject.pk not in actor.organizations
    )


@rule("accounts.see_verification")
def may_see_verification(actor: Actor, subject: Any) -> bool:
    """Officers and operators see which organisations wait."""
    del subject
    return in_person(actor) and actor.has(Role.OFFICER, Role.OPERATOR)


@rule("accounts.verify")
def may_verify(actor: Actor, subject: Organization) -> bool:
    """Officers and operators verify, never their own; only an operator makes district offices."""
    who = {Role.OPERATOR}
    if subject.kind not in {Organization.Kind.GOVERNMENT, Organization.Kind.OPERATOR}:
        who.add(Role.OFFICER)
    return (
        in_person(actor)
        and actor.has(*who)
        and not subject.memberships.filter(user_id=actor.person_id).exists()
    )


@rule("accounts.suspend")
def may_suspend(actor: Actor, subject: Organization) -> bool:
    """Whoever may verify an organisation may suspend it and take that back."""
    return may_verify(actor, subject)


@rule("accounts.see_members")
def may_see_members(actor: Actor, subject: Organization) -> bool:
    """Members see who else acts for their organisation; officers and operators see all."""
    return subject.pk in actor.organizations or actor.has(Role.OFFICER, Role.OPERATOR)


@rule("accounts.administer")
def may_administer(actor: Actor, subject: Organization) -> bool:
    """Its administrators say who acts for an organisation, and in which role."""
    return in_person(actor) and subject.pk in actor.administered


@rule("accounts.answer_join_request")
def may_answer_join_request(actor: Actor, subject: JoinRequest) -> bool:
    """The administrators of the organisation answer who asks to join."""
    return may_administer(actor, subject.organization)


@rule("accounts.withdraw_invitation")
def may_withdraw_invitation(actor: Actor, subject: Invitation) -> bool:
    """The administrators of the organisation may take an invitation back."""
    return may_administer(actor, subject.organization)


@rule("accounts.accept_invitation")
def may_accept_invitation(actor: Actor, subject: Invitation) -> bool:
    """Only whoever has proved that the invited address is theirs may accept."""
    from allauth.account.models import EmailAddress

    return in_person(actor) and (
        EmailAddress.objects.filter(
            user_id=actor.person_id, email__iexact=subject.email, verified=True
        ).exists()
    )


@rule("accounts.change_membership")
def may_change_membership(actor: Actor, subject: Membership) -> bool:
    """The administrators of the organisation change roles and remove members."""
    return in_person(actor) and subject.organization_id in actor.administered


@rule("accounts.leave")
def may_leave(actor: Actor, subject: Membership) -> bool:
    """Everybody may leave."""
    return in_person(actor) and actor.user_id == subject.user_id


@rule("accounts.assign_manager")
def may_assign_manager(actor: Actor, subject: Organization) -> bool:
    """The organisation's administrators, an officer or an operator assign who looks after it."""
    return may_administer(actor, subject) or (
        in_person(actor) and actor.has(Role.OFFICER, Role.OPERATOR)
    )


@rule("accounts.end_assignment")
def may_end_assignment(actor: Actor, subject: Assignment) -> bool:
    """Both ends may end it, and so may an officer or an operator."""
    return in_person(actor) and (
        actor.user_id == subject.technology_manager_id
        or may_assign_manager(actor, subject.organization)
    )
