"""What is to be watched (订阅对象): the request behind a match list, or a list of a library."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import QueryDict

from duijie.app.libraries.selection import Selection, read_selection
from duijie.app.matching.models import ShownList
from duijie.app.matching.queries import stored_list
from duijie.app.searches.actions import Wanted, save_library, save_matches
from duijie.app.searches.models import LONGEST_NAME, SavedSearch
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import require
from duijie.app.shared.words import lang_now
from duijie.kernel.errors import GoneError
from duijie.kernel.kinds import KINDS
from duijie.kernel.words import N_


@dataclass(frozen=True, slots=True)
class Watched:
    """What is to be watched, and how it is called until somebody says otherwise (订阅对象)."""

    name: str
    back: str
    shown_list: ShownList | None = None
    selection: Selection | None = None

    def save(self, actor: Actor, wanted: Wanted, *, now: datetime) -> SavedSearch:
        """Have it watched."""
        if self.shown_list is not None:
            return save_matches(actor, self.shown_list, wanted, now=now)
        assert self.selection is not None  # noqa: S101  (it is one or the other)
        return save_library(actor, self.selection, wanted, now=now)


def watched(actor: Actor, given: QueryDict) -> Watched:
    """Return what an address asks to be watched.

    Raises:
        DeniedError: the actor may not watch anything.
        GoneError: there is no such list, or not for this reader.
    """
    require(actor, "searches.save")
    kind = given.get("library", "")
    if kind in KINDS:
        selection = read_selection(actor, kind, given)
        label = KINDS[kind].zh if lang_now() == "zh" else KINDS[kind].en
        name = f"{label}: {selection.query}" if selection.query else label
        back = f"/libraries/{kind}/{selection.address()}"
        return Watched(name[:LONGEST_NAME], back, selection=selection)
    shown_list = stored_list(actor, _list_id(given.get("list", "")))
    stored = shown_list.request
    name = (stored.title or stored.name)[:LONGEST_NAME]
    return Watched(name, f"/match/{shown_list.pk}/", shown_list=shown_list)


def _list_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise GoneError(thing=N_("match list"), name=text[:40]) from None
