"""Writes: tokens with which programs act for a person."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from duijie.app.accounts.models import ApiToken
from duijie.app.accounts.queries import digest_of_token
from duijie.app.audit.actions import note
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import require
from duijie.app.shared.scopes import Scope
from duijie.kernel.errors import CallError
from duijie.kernel.words import N_

LONGEST = timedelta(days=366)
# A start that says what it is: whoever finds one in a file or a log knows what to revoke.
PREFIX = "duijie_"


@transaction.atomic
def create_token(
    actor: Actor, name: str, scopes: Collection[Scope], *, expires_at: datetime, now: datetime
) -> tuple[ApiToken, str]:
    """Return a new token and its text, which is shown once and not kept.

    Raises:
        CallError: it has no scope, or does not expire within a year.
        DeniedError: the actor may not make tokens.
    """
    require(actor, "accounts.create_token")
    if not scopes:
        raise CallError(why=N_("a token needs a scope"), remedy=N_("Choose at least one scope."))
    if not now < expires_at <= now + LONGEST:
        raise CallError(
            why=N_("a token lasts a year at most"), remedy=N_("Choose an earlier last day.")
        )
    text = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user_id=actor.person_id,
        name=name[:100],
        digest=digest_of_token(text),
        scopes=sorted(Scope(scope).value for scope in scopes),
        created_at=now,
        expires_at=expires_at,
    )
    told = {"name": token.name, "scopes": " ".join(token.scopes)}
    note("accounts.create_token", f"token:{token.pk}", by=actor, now=now, values=told)
    return token, text


@transaction.atomic
def revoke_token(actor: Actor, token: ApiToken, *, now: datetime) -> None:
    """End a token: from now on it lets nobody in."""
    require(actor, "accounts.revoke_token", token)
    if token.revoked_at is None:
        token.revoked_at = now
        token.save(update_fields=["revoked_at"])
        note("accounts.revoke_token", f"token:{token.pk}", by=actor, now=now)
