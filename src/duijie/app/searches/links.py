"""The link that stops a search (退订链接): signed, for this one purpose, without a sign-in."""

from uuid import UUID

from django.core.signing import BadSignature, Signer

from duijie.kernel.errors import GoneError
from duijie.kernel.words import N_

_SALT = "duijie.searches.stop"


def token_of(search_id: UUID) -> str:
    """Return what stands in the link that stops a search."""
    return Signer(salt=_SALT).sign(search_id.hex)


def search_of(token: str) -> UUID:
    """Return the search that a link stops.

    Raises:
        GoneError: nobody here has signed it.
    """
    try:
        return UUID(Signer(salt=_SALT).unsign(token))
    except (BadSignature, ValueError):
        raise GoneError(thing=N_("saved search"), name="") from None
