"""Side by side (并排比较): wanted elements × up to four records, with what each says."""

from collections.abc import Sequence
from dataclasses import dataclass

from duijie.app.matching.cards import Card, Line

MOST_COMPARED = 4


@dataclass(frozen=True, slots=True)
class Row:
    """One wanted element (比较行) and what each record says of it; None: not asked of it."""

    wanted: str
    cells: tuple[Line | None, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Records side by side (比较表)."""

    cards: tuple[Card, ...]
    rows: tuple[Row, ...]


def compared(cards: Sequence[Card]) -> Comparison:
    """Return cards side by side, what they differ in first."""
    chosen = tuple(cards[:MOST_COMPARED])
    wanted = dict.fromkeys(line.wanted for card in chosen for line in card.lines)
    rows = []
    for words in wanted:
        cells = tuple(
            next((line for line in card.lines if line.wanted == words), None) for card in chosen
        )
        rows.append(Row(words, cells))
    rows.sort(key=lambda row: len({one.verdict if one else "" for one in row.cells}) == 1)
    return Comparison(chosen, tuple(rows))
