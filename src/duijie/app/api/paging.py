"""Cursors: opaque, signed, and good only for the list and the filters they were made for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from django.core import signing
from pydantic import Field

from duijie.kernel.errors import CursorError

SALT = "duijie.api.cursor"
MOST = 200
USUAL = 50
LONGEST = 2000

Key = str | int

# The parameters of lists, as the document has them.
Where = Annotated[str, Field(max_length=1000)]
Limit = Annotated[int, Field(ge=1, le=MOST)]
Cursor = Annotated[str, Field(max_length=LONGEST)]


@dataclass(frozen=True, slots=True)
class Listing:
    """One list as it was asked for (列表请求): what it lists, under which conditions."""

    name: str
    conditions: str = ""

    def cursor(self, last: Key) -> str:
        """Return the cursor that goes on after a key."""
        return signing.dumps([self.name, self.conditions, last], salt=SALT, compress=True)

    def after(self, cursor: str) -> Key | None:
        """Return the key after which a cursor goes on; None: from the start.

        Raises:
            CursorError: it was not made here, or not for this list.
        """
        if not cursor:
            return None
        try:
            said = signing.loads(cursor[:LONGEST], salt=SALT)
        except signing.BadSignature:
            raise CursorError from None
        if not isinstance(said, list) or said[:2] != [self.name, self.conditions]:
            raise CursorError
        last: Key = said[2]
        return last


def page_of(
    listing: Listing, rows: Sequence[dict[str, object]], keys: Sequence[Key], limit: int
) -> dict[str, object]:
    """Return a page: its items, and the cursor of the next when there is more.

    `rows` and `keys` hold one more than the limit when there is more.
    """
    more = len(rows) > limit
    return {
        "items": list(rows[:limit]),
        "next": listing.cursor(keys[limit - 1]) if more else None,
    }
