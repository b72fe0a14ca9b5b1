"""A stored list read again: each place with the card that its record deserves today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from duijie.app.engine import ROOM
from duijie.app.matching.answering import reason_of
from duijie.app.matching.asked import request_of
from duijie.app.matching.cards import Card, card_shown
from duijie.app.matching.models import SetAside, StoredRequest
from duijie.app.matching.seen import SeenRecord, seen_records
from duijie.app.shared.actors import Actor
from duijie.app.wiring import home_in_use
from duijie.kernel.documents import Document
from duijie.kernel.explanations import ExplanationCard, Reason
from duijie.kernel.matching import Level, MatchRequest
from duijie.kernel.words import Lang
from duijie.match.levels import agreeing, highest_level

_RISE = frozenset({"have_level", "next_level"})


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a list (清单位置): its card, or None where the record is there no more."""

    record_id: str
    rank: int
    card: Card | None
    document: Document | None = None
    aside: SetAside | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader sees of what was asked (清单内容)."""

    request: MatchRequest
    places: tuple[Place, ...]
    nearest: tuple[Place, ...] = ()
    source: SeenRecord | None = None

    @property
    def cards(self) -> list[Card]:
        """Return the cards that are still there."""
        return [one.card for one in self.places if one.card is not None]


def read_places(
    actor: Actor,
    stored: StoredRequest,
    places: Sequence[Mapping[str, Any]],
    lang: Lang,
    nearest: Sequence[Mapping[str, Any]] = (),
) -> Reading:
    """Return the places of a list with their cards, as the reader may see the records now."""
    both = [*places, *nearest]
    wanted = [place["record_id"] for place in both]
    if stored.source_id:
        wanted.append(stored.source_id)
    seen = seen_records(actor, wanted, own_drafts=bool(stored.source_id))
    source = seen.get(stored.source_id)
    request = request_of(stored.text, source.document if source else None)
    if source is None and stored.source_id:
        request = replace(request, title=stored.title)
    shown = {record_id: found for record_id, found in seen.items() if found.state == "published"}
    documents = [shown[name].document for name in dict.fromkeys(wanted) if name in shown]
    cards = explained(request, documents)
    read = [_place(n, place, shown, cards, lang) for n, place in enumerate(both, 1)]
    return Reading(request, tuple(read[: len(places)]), tuple(read[len(places) :]), source)


def explained(request: MatchRequest, documents: Sequence[Document]) -> dict[str, ExplanationCard]:
    """Return the card of each document for a request."""
    if not documents or not (request.text or request.title):
        return {}
    with ROOM.engine(home_in_use()) as engine:
        cards = engine.cards(request, documents)
    return {card.record_id: card for card in cards}


def _place(
    rank: int,
    place: Mapping[str, Any],
    seen: Mapping[str, SeenRecord],
    cards: Mapping[str, ExplanationCard],
    lang: Lang,
) -> Place:
    record_id = place["record_id"]
    found = seen.get(record_id)
    if found is None:
        return Place(record_id, rank, None)
    card = cards.get(record_id, ExplanationCard(record_id))
    risen = _with_rises(card, [reason_of(one) for one in place.get("changes", ())])
    told = card_shown(
        found.document,
        risen,
        lang,
        rank=rank,
        level=min(Level(place["level"]), highest_level(card.checks)),
        chance=agreeing(place["chance"], card.checks),
        reasons=[reason_of(one) for one in place.get("reasons", ())],
    )
    return Place(record_id, rank, told, found.document)


def _with_rises(card: ExplanationCard, told: Sequence[Reason]) -> ExplanationCard:
    """Return a card whose changes say how far the match rises, as far as they still hold."""
    known = {_change(one): one for one in told}
    return replace(card, changes=tuple(known.get(_change(one), one) for one in card.changes))


def _change(reason: Reason) -> tuple[str, frozenset[tuple[str, str]]]:
    said = {pair for pair in reason.values.items() if pair[0] not in _RISE}
    return reason.code, frozenset(said)
