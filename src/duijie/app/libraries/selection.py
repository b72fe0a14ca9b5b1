"""A selection (筛选): what of a library is asked for, as an address says it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from duijie.app.libraries.facets import Facet, facets_of, is_known
from duijie.app.shared.actors import Actor

if TYPE_CHECKING:
    from django.http import QueryDict

NEWEST, TITLE, RELEVANCE = "newest", "title", "relevance"
LONGEST_QUERY = 500
MOST_CHOSEN = 20  # values of one facet
_AFTER = re.compile(r"[0-9A-Za-z_=-]{1,3000}")


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked for (筛选条件); facets are joined by *and*, the values of one by *or*."""

    kind: str
    query: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = NEWEST
    after: str = ""
    is_mine: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anything but the kind restricts it."""
        return bool(self.query or self.chosen)

    def with_value(self, facet: Facet, code: str) -> "Selection":
        """Return the selection with a value chosen, or no longer chosen; from the first page on."""
        before = self.chosen.get(facet.name, ())
        if facet.levels:
            values: tuple[str, ...] = () if code in before else (code,)
        elif code in before:
            values = tuple(value for value in before if value != code)
        else:
            values = (*before, code)
        return self.with_values(facet.name, values)

    def with_values(self, name: str, values: tuple[str, ...]) -> "Selection":
        """Return the selection with other values of a facet; from the first page on."""
        chosen = {n: v for n, v in self.chosen.items() if n != name}
        return replace(self, chosen=chosen | ({name: values} if values else {}), after="")

    def pairs(self) -> list[tuple[str, str]]:
        """Return everything but the page as names and values, for hidden fields."""
        pairs = [("q", self.query)] if self.query else []
        pairs += [(name, code) for name, codes in self.chosen.items() for code in codes]
        if self.sort != default_sort(self.query):
            pairs.append(("sort", self.sort))
        if self.is_mine:
            pairs.append(("mine", "1"))
        return pairs

    def address(self, **changes: object) -> str:
        """Return the address of the selection, from `?` on, after changes."""
        changed = replace(self, **changes) if changes else self  # type: ignore[arg-type]
        pairs = changed.pairs()
        if changed.after:
            pairs.append(("after", changed.after))
        return "?" + urlencode(pairs)


def default_sort(query: str) -> str:
    """Return how a list is ordered unless asked: by relevance where words were searched."""
    return RELEVANCE if query else NEWEST


def read_selection(actor: Actor, kind: str, given: "QueryDict") -> Selection:
    """Return what an address asks for.

    What it says wrongly, or what the reader may not ask, is left out: an old bookmark still opens.
    """
    query = " ".join(given.get("q", "").replace("\x00", "").split())[:LONGEST_QUERY]
    is_mine = given.get("mine") == "1" and actor.is_signed_in
    chosen: dict[str, tuple[str, ...]] = {}
    for facet in facets_of(kind):
        may = facet.is_open(is_member=actor.is_member, is_mine=is_mine)
        codes = _chosen(facet, given.getlist(facet.name)) if may else ()
        if codes:
            chosen[facet.name] = codes
    sort = given.get("sort", "")
    allowed = (NEWEST, TITLE, RELEVANCE) if query else (NEWEST, TITLE)
    after = given.get("after", "")
    return Selection(
        kind,
        query,
        chosen,
        sort if sort in allowed else default_sort(query),
        after if _AFTER.fullmatch(after) else "",
        is_mine,
    )


def _chosen(facet: Facet, codes: Sequence[str]) -> tuple[str, ...]:
    known = dict.fromkeys(code for code in codes if is_known(facet, code))
    return tuple(known)[: 1 if facet.levels else MOST_CHOSEN]
