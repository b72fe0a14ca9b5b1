"""Reads: who somebody is."""

from datetime import datetime

from duijie.app.accounts.models import Assignment, Membership, RegisteredOrganization, User
from duijie.app.shared.actors import NOBODY, Actor, Role

Kind = RegisteredOrganization.Kind
ROLE_OF_KIND = {
    Kind.ENTERPRISE: Role.COMPANY,
    Kind.UNIVERSITY: Role.RESEARCHER,
    Kind.RESEARCH_INSTITUTE: Role.RESEARCHER,
    Kind.SERVICE_AGENCY: Role.TECHNOLOGY_MANAGER,
    Kind.GOVERNMENT: Role.OFFICER,
    Kind.OPERATOR: Role.OPERATOR,
}


def actor_of(user: User | None, now: datetime) -> Actor:
    """Return who a user is: two queries."""
    if user is None or not user.is_active:
        return NOBODY
    members = list(
        Membership.objects.filter(
            user=user, organization__state=RegisteredOrganization.State.VERIFIED
        ).values_list("organization_id", "organization__kind", "role")
    )
    roles = {ROLE_OF_KIND[Kind(kind)] for _, kind, _ in members} or {Role.NEWCOMER}
    assigned: frozenset[int] = frozenset()
    if Role.TECHNOLOGY_MANAGER in roles:
        looked_after = Assignment.objects.filter(
            technology_manager=user, organization__state=RegisteredOrganization.State.VERIFIED
        ).exclude(until__lte=now)
        assigned = frozenset(looked_after.values_list("organization_id", flat=True))
    return Actor(
        user_id=user.pk,
        name=str(user),
        roles=frozenset(roles),
        organizations=frozenset(pk for pk, _, _ in members),
        administered=frozenset(
            pk for pk, _, role in members if role == Membership.Role.ADMINISTRATOR
        ),
        assigned=assigned,
    )
