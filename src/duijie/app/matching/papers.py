"""Matches side by side, as a dossier and as a spreadsheet; what is taken away is noted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from duijie.app.audit.actions import note
from duijie.app.matching.cards import Card
from duijie.app.matching.comparing import Comparison, compared
from duijie.app.matching.dossier import Paper, chosen_cards, dossier_pdf
from duijie.app.matching.models import ShortlistEntry, ShownList
from duijie.app.matching.queries import ListPage, list_page, stored_list
from duijie.app.matching.reading import Reading, read_places
from duijie.app.matching.sheets import list_xlsx
from duijie.app.matching.shortlist import place_of_entry
from duijie.app.shared.actors import Actor
from duijie.kernel.words import Lang

MOST_NAMED = 50


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Chosen matches side by side (比较页)."""

    shown_list: ShownList
    table: Comparison
    choices: tuple[Card, ...]


def side_by_side(actor: Actor, list_id: UUID, record_ids: Sequence[str], lang: Lang) -> ComparePage:
    """Return the named matches of a list side by side; without names, its first."""
    page = list_page(actor, list_id, lang)
    cards = _all_cards(page)
    chosen = chosen_cards(cards, record_ids[:MOST_NAMED])
    return ComparePage(page.shown_list, compared(chosen), tuple(cards))


def dossier_of(
    actor: Actor, list_id: UUID, record_ids: Sequence[str], lang: Lang, now: datetime
) -> bytes:
    """Return the dossier of the named matches, else of the shortlist, else of the list as ranked.

    Chance has no place on paper: the order is that of the ranking, or of the shortlist.
    """
    shown_list = stored_list(actor, list_id)
    entries = list(
        ShortlistEntry.objects.select_related("shown_list").filter(request=shown_list.request)
    )
    notes = {one.record_id: one.note for one in entries}
    kept = [place_of_entry(one) for one in entries]
    listed = [*shown_list.ranked, *shown_list.nearest]
    places = listed if record_ids or not kept else kept
    reading = read_places(actor, shown_list.request, places, lang)
    cards = chosen_cards(reading.cards, record_ids[:MOST_NAMED])
    told = tuple(notes.get(card.record_id, "") for card in cards)
    made = dossier_pdf(
        Paper(shown_list, _need(shown_list, reading), cards, told, actor.name), lang, now
    )
    _note_taken("matching.dossier", actor, shown_list, len(cards), now)
    return made


def sheet_of(actor: Actor, list_id: UUID, lang: Lang, now: datetime) -> bytes:
    """Return a list, in the order of the ranking, as a spreadsheet."""
    page = list_page(actor, list_id, lang, as_ranked=True)
    cards = _all_cards(page)
    made = list_xlsx(page.shown_list, cards)
    _note_taken("matching.spreadsheet", actor, page.shown_list, len(cards), now)
    return made


def _all_cards(page: ListPage) -> list[Card]:
    places = [*page.reading.places, *page.reading.nearest]
    return [place.card for place in places if place.card is not None]


def _need(shown_list: ShownList, reading: Reading) -> str:
    return shown_list.request.text or reading.request.text


def _note_taken(
    verb: str, actor: Actor, shown_list: ShownList, records: int, now: datetime
) -> None:
    note(verb, f"request:{shown_list.request_id}", by=actor, now=now, values={"records": records})
