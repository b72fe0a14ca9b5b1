"""Writes: who runs the platform; only its host says so, on the command line."""

from datetime import datetime

from django.db import transaction

from duijie.app.accounts.models import Membership, RegisteredOrganization, User
from duijie.app.audit.actions import note
from duijie.app.shared.actors import Actor
from duijie.kernel.errors import CallError
from duijie.kernel.words import N_

Organization = RegisteredOrganization
NAME = "平台运营方"


@transaction.atomic
def make_operator(email: str, *, now: datetime) -> User:
    """Let the person with an address run the platform, and return them.

    Raises:
        CallError: nobody has this address.
    """
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise CallError(
            why=N_("there is no account with this address"),
            remedy=N_("Sign up on the site first, then run the command again."),
        )
    organization, _ = Organization.objects.get_or_create(
        kind=Organization.Kind.OPERATOR,
        defaults={
            "name": NAME,
            "state": Organization.State.VERIFIED,
            "registered_at": now,
            "verified_at": now,
        },
    )
    Membership.objects.get_or_create(
        user=user,
        organization=organization,
        defaults={"role": Membership.Role.ADMINISTRATOR, "since": now},
    )
    host = Actor(name="duijie operator")
    note("accounts.make_operator", f"user:{user.pk}", by=host, now=now)
    return user
