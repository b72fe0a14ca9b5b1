"""Reads: who somebody is."""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

from duijie.app.accounts.models import (
    ApiToken,
    Assignment,
    Membership,
    RegisteredOrganization,
    User,
)
from duijie.app.shared.actors import NOBODY, Actor, Role

Kind = RegisteredOrganization.Kind
# What "last used" tells is exact to the minute: a write per call would cost more than the call.
USED_EVERY = timedelta(minutes=1)
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


def digest_of_token(text: str) -> str:
    """Return what is kept of a token: 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(text.encode()).hexdigest()


def actor_of_token(text: str, now: datetime) -> Actor | None:
    """Return who acts with a token and within which scopes; None: it lets nobody in."""
    token = (
        ApiToken.objects.select_related("user")
        .filter(digest=digest_of_token(text), revoked_at=None, expires_at__gt=now)
        .first()
    )
    if token is None or not token.user.is_active:
        return None
    if token.last_used_at is None or token.last_used_at < now - USED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return replace(actor_of(token.user, now), scopes=frozenset(token.scopes))
