"""A match list that was shown, as the API answers it: in the reader's language."""

from datetime import UTC
from typing import Any, Final

from duijie.app.api.shapes import plain, some
from duijie.app.matching.answering import reason_of
from duijie.app.matching.cards import Card, Line
from duijie.app.matching.queries import ListPage
from duijie.app.matching.reading import Place
from duijie.app.shared.words import lang_now
from duijie.kernel.matching import Level
from duijie.match import word_reason

_LINE = plain(
    verdict={"enum": ["met", "not_met", "unknown"]}, wanted="string", said="string", quote="string",
    marked="string", record_id="string", field="string", start="integer", end="integer",
)  # fmt: skip
_PLACE = plain(
    rank="integer", record_id="string", kind="string", title="string", organization="string",
    trl="integer?", year="integer?", level={"type": "integer", "minimum": 1, "maximum": 4},
    level_name="string", in_ten="integer", checks=some(_LINE), changes=some("string"),
    reasons=some("string"),
)  # fmt: skip
SHOWN: Final = plain(
    id={"type": "string", "format": "uuid"}, title="string", source="string?",
    asked_at={"type": "string", "format": "date-time"}, release="string", matches=some(_PLACE),
    nearest=some(_PLACE), missing=some("string"), next_steps=some("string"),
)  # fmt: skip


def list_told(shown: ListPage) -> dict[str, Any]:
    """Return a list as a JSON value; places whose record is there no more are left out."""
    stored = shown.shown_list
    return {
        "id": str(stored.id),
        "title": shown.request.title,
        "source": shown.request.source_id or None,
        "asked_at": stored.asked_at.astimezone(UTC).isoformat(),
        "release": stored.release,
        "matches": _places(shown.reading.places),
        "nearest": _places(shown.reading.nearest),
        "missing": _worded(stored.missing),
        "next_steps": _worded(stored.next_steps),
    }


def _worded(reasons: list[dict[str, Any]]) -> list[str]:
    return [word_reason(reason_of(one), lang_now()) for one in reasons]


def _places(places: tuple[Place, ...]) -> list[dict[str, Any]]:
    return [_card(place.rank, place.card) for place in places if place.card is not None]


def _card(rank: int, card: Card) -> dict[str, Any]:
    return {
        "rank": rank,
        "record_id": card.record_id,
        "kind": card.kind,
        "title": card.title,
        "organization": card.organization,
        "trl": card.trl,
        "year": card.year,
        "level": card.level,
        "level_name": Level(card.level).name.lower(),
        "in_ten": card.in_ten,
        "checks": [_line(line) for line in card.lines],
        "changes": list(card.changes),
        "reasons": list(card.reasons),
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "verdict": line.verdict,
        "wanted": line.wanted,
        "said": line.said,
        "quote": line.before + line.marked + line.after,
        "marked": line.marked,
        "record_id": line.quoted_from,
        "field": line.field,
        "start": line.start,
        "end": line.end,
    }
