"""What is asked (提问): a need in words or a stored record, for an organisation."""

from dataclasses import dataclass, field, replace
from datetime import date

from duijie.app.matching.filters import ListFilters
from duijie.app.matching.holders import narrowed_to_holders
from duijie.app.matching.seen import SeenRecord, seen_record
from duijie.app.shared.actors import Actor
from duijie.kernel.documents import Document
from duijie.kernel.errors import GoneError
from duijie.kernel.filters import Filter
from duijie.kernel.matching import MatchRequest
from duijie.kernel.words import N_

HEADLINE = 60
_STOPS = "。！？；\n.!?;"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks to be matched (提问): words, or the id of a stored record."""

    text: str = ""
    source_id: str = ""
    filters: ListFilters = field(default_factory=ListFilters)


def source_of(actor: Actor, record_id: str) -> SeenRecord:
    """Return the record that a request is made from: seen by the actor, or the actor's draft.

    Raises:
        GoneError: there is none, or not for this reader.
    """
    found = seen_record(actor, record_id, own_drafts=True)
    if found is None:
        raise GoneError(thing=N_("record"), name=record_id)
    return found


def request_of(text: str, source: Document | None) -> MatchRequest:
    """Return the match request of what was asked, without conditions."""
    if source is None:
        return MatchRequest(text=text)
    return MatchRequest(text=source.text, title=source.title, source=source)


def conditions(filters: ListFilters, source: Document | None, today: date) -> Filter:
    """Return the filter of a request: what a reader narrowed, and what is looked for at all."""
    where = narrowed_to_holders(filters.where(today), filters.holder_kind)
    if source is not None and source.kind != "need":
        return replace(where, kinds=("need",))
    return replace(where, kinds=("achievement", "patent"))


def headline(text: str) -> str:
    """Return how a request in words is called in lists: its beginning, on one line.

    >>> headline("需要防爆锂离子电池。-20℃可用。")
    '需要防爆锂离子电池'
    """
    first = text.strip()
    ends = [place for stop in _STOPS if (place := first.find(stop)) > 0]
    first = first[: min(ends)] if ends else first
    flat = " ".join(first.split())
    return flat if len(flat) <= HEADLINE else flat[: HEADLINE - 1] + "…"
