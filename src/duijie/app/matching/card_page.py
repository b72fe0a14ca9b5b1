"""One card whole: every line, and the quotes in place in the text they are quoted from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from duijie.app.matching.cards import Card, Line
from duijie.app.matching.models import SetAside, ShortlistEntry, ShownList
from duijie.app.matching.queries import stored_list
from duijie.app.matching.reading import Reading, read_places
from duijie.app.shared.actors import Actor
from duijie.kernel.documents import Document
from duijie.kernel.errors import GoneError
from duijie.kernel.words import N_, Lang


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text (片段): plain, or marked as what the line of a number says."""

    text: str
    line: int = 0
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class CardPage:
    """A card with the text that it quotes from (整张匹配卡)."""

    shown_list: ShownList
    reading: Reading
    card: Card
    quoted_title: str
    paragraphs: tuple[tuple[Piece, ...], ...]
    is_kept: bool
    aside: SetAside | None

    @property
    def is_offer(self) -> bool:
        """Tell whether the quotes stand in what was offered, not in the record that matches."""
        return any(line.quoted_from not in ("", self.card.record_id) for line in self.card.lines)


def card_page(actor: Actor, list_id: UUID, record_id: str, lang: Lang) -> CardPage:
    """Return the whole card of a record that a list shows.

    Raises:
        GoneError: the list or the record is not there, or not for this reader.
    """
    found = stored_list(actor, list_id)
    standing = found.shown if found.asked_by_id == actor.user_id else found.ranked
    # A record may stand only in the other order: it was lifted into the list, or out of it.
    places = [*standing, *found.nearest, *found.shown, *found.ranked]
    rank = next((n for n, one in enumerate(places, 1) if one["record_id"] == record_id), 0)
    chosen = [places[rank - 1]] if rank else []
    reading = read_places(actor, found.request, chosen, lang)
    read = reading.places[0] if reading.places else None
    if read is None or read.card is None or read.document is None:
        raise GoneError(thing=N_("record"), name=record_id)
    quoted = _quoted(read.card, read.document, reading)
    return CardPage(
        shown_list=found,
        reading=reading,
        card=replace(read.card, rank=rank),
        quoted_title=quoted.title,
        paragraphs=paragraphs_of(quoted.text, read.card.lines),
        is_kept=ShortlistEntry.objects.filter(request=found.request, record_id=record_id).exists(),
        aside=SetAside.objects.filter(request=found.request, record_id=record_id).first(),
    )


def _quoted(card: Card, document: Document, reading: Reading) -> Document:
    names = {line.quoted_from for line in card.lines} - {"", document.record_id}
    source = reading.source.document if reading.source else None
    return source if names and source is not None else document


def paragraphs_of(text: str, lines: Sequence[Line]) -> tuple[tuple[Piece, ...], ...]:
    r"""Return a text as paragraphs, with what the lines quote marked where it stands.

    Where two lines quote the same words, the first is marked.

    >>> line = Line("met", "✓", "Met", "防爆", "", field="text", start=1, end=3, marked="防爆")
    >>> [[piece.text for piece in one] for one in paragraphs_of("要防爆电池\n好", [line])]
    [['要', '防爆', '电池'], ['好']]
    """
    owner = [0] * len(text)
    for number, line in enumerate(lines, 1):
        if line.field == "text" and line.marked:
            for place in range(line.start, min(line.end, len(text))):
                owner[place] = owner[place] or number
    paragraphs: list[tuple[Piece, ...]] = []
    start = 0
    for paragraph in text.split("\n"):
        pieces = _pieces(paragraph, owner[start : start + len(paragraph)], lines)
        start += len(paragraph) + 1
        if pieces:
            paragraphs.append(pieces)
    return tuple(paragraphs)


def _pieces(text: str, owner: Sequence[int], lines: Sequence[Line]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    begun = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or owner[place] != owner[begun]:
            number = owner[begun]
            verdict = lines[number - 1].verdict if number else ""
            pieces.append(Piece(text[begun:place], number, verdict))
            begun = place
    return tuple(pieces)
