"""Where records stand in the API: one router for all that is done with them."""

from ninja import Router

from duijie.app.api.operations import KindName
from duijie.kernel.errors import GoneError
from duijie.kernel.words import N_

# One for several files: an address with several methods must be known in one place.
router = Router()
TAG = "records"


def id_of(kind: KindName, number: str) -> str:
    """Return the id of a record from its address; what no database holds is not there.

    Raises:
        GoneError: no record can have this number.
    """
    if not number.isprintable() or len(number) > 500:
        raise GoneError(thing=N_("record"), name=number[:50])
    return f"{kind.value}:{number}"
