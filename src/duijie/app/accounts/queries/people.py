"""Reads: what somebody sees of their own account."""

from dataclasses import dataclass
from datetime import datetime

from duijie.app.accounts.models import ApiToken, User
from duijie.app.shared.actors import Actor
from duijie.kernel.errors import GoneError
from duijie.kernel.words import N_

MOST_TOKENS = 100


@dataclass(frozen=True, slots=True)
class Profile:
    """What the profile page shows (个人资料)."""

    user: User
    passkeys: int
    has_app: bool


def profile_of(user: User) -> Profile:
    """Return what a person sees of their own account: one query."""
    from allauth.mfa.models import Authenticator

    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    webauthn, totp = Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP
    return Profile(user, kinds.count(webauthn), totp in kinds)


def tokens_of(actor: Actor) -> list[ApiToken]:
    """Return the tokens of a person, newest first."""
    return list(ApiToken.objects.filter(user_id=actor.person_id).order_by("-pk")[:MOST_TOKENS])


def tokens_in_force(actor: Actor, now: datetime) -> list[ApiToken]:
    """Return the tokens of a person that let somebody in now, oldest first."""
    own = ApiToken.objects.filter(user_id=actor.person_id, revoked_at=None, expires_at__gt=now)
    return list(own.order_by("pk"))


def token_for(actor: Actor, pk: int) -> ApiToken:
    """Return a token of a person.

    Raises:
        GoneError: they have none such.
    """
    token = ApiToken.objects.filter(pk=pk, user_id=actor.person_id).first()
    if token is None:
        raise GoneError(thing=N_("token"), name=str(pk))
    return token
