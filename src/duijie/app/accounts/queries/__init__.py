"""Reads: who somebody is, and who acts for which organisation."""

from duijie.app.accounts.queries.actors import actor_of, actor_of_token, digest_of_token
from duijie.app.accounts.queries.organizations import (
    PAGE,
    MembersPage,
    assignment_for,
    invitation_for,
    join_request_for,
    members_page,
    membership_for,
    organization_for,
    organization_to_join,
    organization_to_verify,
    organization_with,
    organizations_for,
    organizations_of,
    technology_managers,
    to_verify,
)
from duijie.app.accounts.queries.people import (
    profile_of,
    token_for,
    tokens_in_force,
    tokens_of,
)

__all__ = [
    "PAGE",
    "MembersPage",
    "actor_of",
    "actor_of_token",
    "assignment_for",
    "digest_of_token",
    "invitation_for",
    "join_request_for",
    "members_page",
    "membership_for",
    "organization_for",
    "organization_to_join",
    "organization_to_verify",
    "organization_with",
    "organizations_for",
    "organizations_of",
    "profile_of",
    "technology_managers",
    "to_verify",
    "token_for",
    "tokens_in_force",
    "tokens_of",
]
