"""Writes: which technology manager looks after which organisation."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from duijie.app.accounts.models import Assignment, Membership, RegisteredOrganization, User
from duijie.app.accounts.queries import technology_managers
from duijie.app.accounts.telling import tell
from duijie.app.audit.actions import note
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import require
from duijie.kernel.errors import CallError
from duijie.kernel.words import N_


@transaction.atomic
def assign_manager(
    actor: Actor, organization: RegisteredOrganization, person: User, *, now: datetime
) -> Assignment:
    """Let a technology manager look after an organisation.

    Raises:
        CallError: the person is no technology manager of a verified agency.
    """
    require(actor, "accounts.assign_manager", organization)
    if not technology_managers().filter(pk=person.pk).exists():
        raise CallError(
            why=N_("this person is no technology manager"),
            remedy=N_("Choose a member of a verified service agency."),
        )
    assignment, _ = Assignment.objects.update_or_create(
        technology_manager=person,
        organization=organization,
        defaults={"since": now, "until": None},
    )
    _note("accounts.assign_manager", assignment, actor, now)
    told, link = N_("You look after %(organization)s now."), reverse("organizations")
    tell(person, told, link=link, now=now, organization=organization.name)
    return assignment


@transaction.atomic
def end_assignment(actor: Actor, assignment: Assignment, *, now: datetime) -> None:
    """End the service of a technology manager for an organisation, at once; tell the other end."""
    require(actor, "accounts.end_assignment", assignment)
    assignment.until = now
    assignment.save(update_fields=["until"])
    _note("accounts.end_assignment", assignment, actor, now)
    person, organization = assignment.technology_manager, assignment.organization
    link = reverse("organizations")
    if person.pk != actor.user_id:
        told = N_("You look after %(organization)s no longer.")
        tell(person, told, link=link, now=now, organization=organization.name)
        return
    administrators = organization.memberships.filter(role=Membership.Role.ADMINISTRATOR)
    for member in administrators.select_related("user"):
        told = N_("%(person)s looks after %(organization)s no longer.")
        said = {"person": str(person), "organization": organization.name}
        tell(member.user, told, link=link, now=now, **said)


def _note(verb: str, assignment: Assignment, actor: Actor, now: datetime) -> None:
    note(
        verb, f"organization:{assignment.organization_id}", by=actor, now=now,
        values={"technology_manager": assignment.technology_manager_id},
    )  # fmt: skip
