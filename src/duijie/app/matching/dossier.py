"""The dossier (匹配档案): need, cards, quotes and comparison as a PDF, set by typst."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from duijie.app.matching.cards import Card, Line
from duijie.app.matching.comparing import compared
from duijie.app.matching.models import ShownList
from duijie.app.shared.words import say_now
from duijie.kernel.errors import CallError
from duijie.kernel.words import N_, Lang, Phrase

SHEET = Path(__file__).resolve().parent / "typst" / "dossier.typ"
# The first of each that is installed is used; without one for Chinese, boxes would be printed.
CHINESE_FONTS = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN",
    "PingFang SC", "Microsoft YaHei", "WenQuanYi Zen Hei", "SimHei",
)  # fmt: skip
LATIN_FONTS = ("Noto Sans", "DejaVu Sans", "Liberation Sans", "Libertinus Serif")
QUOTES: dict[Lang, tuple[str, str]] = {"zh": ("「", "」"), "en": ("“", "”")}


@dataclass(frozen=True, slots=True)
class Paper:
    """What goes into a dossier (档案内容)."""

    shown_list: ShownList
    need: str
    cards: tuple[Card, ...]
    notes: tuple[str, ...]
    by: str


def dossier_pdf(paper: Paper, lang: Lang, now: datetime) -> bytes:
    """Return the PDF of a dossier.

    Raises:
        CallError: no font for Chinese is installed, or typst cannot set it.
    """
    import typst

    told = told_of(paper, lang, now)
    try:
        return bytes(
            typst.compile(
                str(SHEET),
                root=str(SHEET.parent),
                sys_inputs={"dossier": json.dumps(told, ensure_ascii=False)},
                timestamp=int(now.timestamp()),
            )
        )
    except RuntimeError as error:  # what typst raises is a RuntimeError
        raise CallError(
            why=Phrase("the dossier cannot be set: %(why)s", why=str(error)[:300]),
            remedy=N_("Export the list as a spreadsheet instead, and report this."),
        ) from error


def told_of(paper: Paper, lang: Lang, now: datetime) -> dict[str, Any]:
    """Return what the sheet is told: every word of people as data, never as markup."""
    shown_list, table = paper.shown_list, compared(paper.cards)
    opened, closed = QUOTES[lang]
    asked_on = f"{shown_list.asked_at.astimezone():%Y-%m-%d %H:%M}"
    return {
        "lang": lang,
        "region": "cn" if lang == "zh" else None,
        "fonts": fonts_in_use(),
        "title": shown_list.request.title or say_now("Matches"),
        "asked": say_now("Matched on %(day)s", day=asked_on),
        "need": [one for one in paper.need.split("\n") if one.strip()],
        "conditions": say_now("Conditions: %(where)s", where=shown_list.where)
        if shown_list.filters
        else "",
        "cards": [_card(*pair) for pair in zip(paper.cards, paper.notes, strict=True)],
        "heads": [card.title for card in table.cards] if len(table.cards) > 1 else [],
        "comparison": [
            {"wanted": row.wanted, "cells": [one and _line(one) for one in row.cells]}
            for row in table.rows
        ]
        if len(table.cards) > 1
        else [],
        "footer": say_now("Duijie · answered by %(release)s", release=shown_list.release),
        "made": say_now(
            "Made by %(name)s on %(day)s. What is quoted is what the records said on that day.",
            name=paper.by,
            day=f"{now:%Y-%m-%d}",
        ),
        "words": {
            "need": say_now("What is needed"),
            "matches": say_now("Matches"),
            "comparison": say_now("Side by side"),
            "none": say_now("Nothing was chosen."),
            "note": say_now("Note:"),
            "open": opened,
            "close": closed,
        },
    }


def fonts_in_use() -> list[str]:
    """Return the fonts that the dossier is set in.

    Raises:
        CallError: no font for Chinese is installed.
    """
    installed = _installed()
    chinese = [name for name in CHINESE_FONTS if name in installed]
    if not chinese:
        raise CallError(
            why=N_("no font for Chinese is installed, so the dossier cannot be set"),
            remedy=N_("Install Noto Sans CJK SC (Debian: apt install fonts-noto-cjk)."),
        )
    return [*[name for name in LATIN_FONTS if name in installed][:1], chinese[0]]


@cache
def _installed() -> frozenset[str]:
    import typst

    return frozenset(typst.Fonts().families())


def _card(card: Card, note: str) -> dict[str, Any]:
    origin = [card.organization, f"TRL {card.trl}" if card.trl else "", str(card.year or "")]
    return {
        "title": card.title,
        "level": card.level,
        "level_word": card.level_word,
        "origin": " · ".join(one for one in (*origin, card.record_id) if one),
        "lines": [_line(line) for line in card.lines],
        "changes": list(card.changes),
        "note": note,
    }


def _line(line: Line) -> dict[str, Any]:
    return asdict(line)


def chosen_cards(cards: Sequence[Card], record_ids: Sequence[str]) -> tuple[Card, ...]:
    """Return the cards of some records in the order named; all cards where none is named."""
    if not record_ids:
        return tuple(cards)
    by_id = {card.record_id: card for card in cards}
    return tuple(by_id[name] for name in dict.fromkeys(record_ids) if name in by_id)
