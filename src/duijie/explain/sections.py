"""Which parts of a text say what is wanted, and which speak of the company (需求与企业自述)."""

import re
from enum import IntEnum
from functools import cache

from duijie.explain.dictionaries import table
from duijie.explain.scan import Scan
from duijie.kernel.folding import fold

_HEAD = re.compile(
    r"(?:^|[\n。;])[\s\"“]{0,20}"
    r"(?:[(\[]?[一二三四五六七八九十\d]{1,2}[)\].、,:]{0,2}\s{0,4}|\ue020\s{0,4}|[*•·-]\s{0,4})?"
    r"(?P<head>[^\s。;:,()][^\n。;:,()]{1,27}?)\s{0,8}(?:\([^()\n]{0,60}\)\s{0,8})?(?P<end>:|(?=\n))"
)
_DIGIT = re.compile(r"\d")
_CLAUSE = re.compile(r"[,。;!?\n]|\.\s")
_COUNTRY = re.compile(r"我国[^,。;]{0,15}\d")


class Part(IntEnum):
    """What a part of a text is about."""

    WANTED = 0
    PLAIN = 1
    PROBLEM = 2
    BACKGROUND = 3
    COMPANY = 4


def parts_of(text: Scan) -> list[tuple[int, int, Part]]:
    """Return the text cut into parts, in order: (start, end, what it is about)."""
    heads = _heads(text.folded)
    parts: list[tuple[int, int, Part]] = []
    section, following = Part.PLAIN, 0
    for start, end in text.sentences:
        place = start
        while following < len(heads) and heads[following][0] < end:
            head_start, head_end, part = heads[following]
            parts += _sentence(text.folded, place, head_start, section)
            place, section, following = min(head_end, end), part, following + 1
        parts += _sentence(text.folded, place, end, section)
        if section is Part.BACKGROUND and parts and parts[-1][2] is Part.WANTED:
            section = Part.WANTED  # 现状 … 需求拟达到以下目的: what follows is wanted
    return parts


def part_at(parts: list[tuple[int, int, Part]], place: int) -> Part | None:
    """Return what the part that holds a place is about; None inside a section head."""
    for start, end, part in parts:
        if start <= place < end:
            return part
    return None


def _sentence(folded: str, start: int, end: int, section: Part) -> list[tuple[int, int, Part]]:
    """Return one sentence, cut where it turns from the company to what it wants."""
    if start >= end:
        return []
    if section is Part.COMPANY:
        return [(start, end, section)]
    parts: list[tuple[int, int, Part]] = []
    place = start
    for own in _own().finditer(folded, start, end):
        if own.start() < place:
            continue
        if own.start() > place:
            parts += _wishing(folded, place, own.start(), section)
        stop = _CLAUSE.search(folded, own.end(), end)
        place = stop.end() if stop else end
        parts.append((own.start(), place, Part.COMPANY))
    return [*parts, *_wishing(folded, place, end, section)] if place < end else parts


def _wishing(folded: str, start: int, end: int, section: Part) -> list[tuple[int, int, Part]]:
    """Return a sentence by what it wishes for and what it says of the company."""
    speaks = _company().search(folded, start, end)
    wish = _wish().search(folded, start, end)
    if wish is not None:
        turn = wish.start() if speaks is not None and speaks.start() < wish.start() else start
        company = [(start, turn, Part.COMPANY)] if turn > start else []
        asks = _asking().search(folded, turn, end)
        opening = _clause_begin(folded, turn, asks.start()) if asks else turn
        problem = [(turn, opening, Part.PROBLEM)] if opening > turn else []
        return [*company, *problem, (opening, end, Part.WANTED)]
    if speaks is not None:
        return [(start, end, Part.COMPANY)]
    return [(start, end, Part.BACKGROUND if _is_told(folded, start, end, section) else section)]


def _clause_begin(folded: str, start: int, place: int) -> int:
    """Return where the clause of a place begins, not before start."""
    begin = start
    for mark in _CLAUSE.finditer(folded, start, place):
        begin = mark.end()
    return begin


def _is_told(folded: str, start: int, end: int, section: Part) -> bool:
    """Tell whether a sentence without a wish only tells how things are."""
    if _DIGIT.search(folded, start, end):
        if _statistics().search(folded, start, end) or _COUNTRY.search(folded, start, end):
            return True
        if section is Part.PLAIN and _places().search(folded, start, end):
            return True
    return section is Part.PLAIN and bool(_background().match(folded[start : start + 12].lstrip()))


def _heads(folded: str) -> list[tuple[int, int, Part]]:
    found = []
    for match in _HEAD.finditer(folded):
        part = _head_part(match["head"].strip(), has_colon=match["end"] == ":")
        if part is not None:
            found.append((match.start("head"), match.end(), part))
    return found


@cache
def _head_words() -> tuple[re.Pattern[str], dict[str, Part]]:
    known: dict[str, Part] = {}
    for name, part in (
        ("wanted", Part.WANTED), ("background", Part.BACKGROUND), ("company", Part.COMPANY),
    ):  # fmt: skip
        known.update(dict.fromkeys((fold(word) for word in table("sections")[name]), part))
    ordered = sorted(known, key=lambda word: (-len(word), word))
    patterns = [rf"\b{re.escape(w)}\b" if w.isascii() else re.escape(w) for w in ordered]
    return re.compile("|".join(patterns)), known


@cache
def _head_part(head: str, *, has_colon: bool) -> Part | None:
    """Return what a head announces; without a colon it must be little but head words."""
    pattern, known = _head_words()
    found = pattern.findall(head)
    if not found or len(found[0]) * 4 < len(head):
        return None
    if not has_colon and sum(map(len, found)) * 2 < len(head):
        return None
    return known[found[0]]


def _phrases(name: str) -> re.Pattern[str]:
    phrases = sorted(
        (fold(p) for p in table("sections")["sentences"][name]), key=lambda p: (-len(p), p)
    )
    return re.compile(
        "|".join(rf"\b{re.escape(p)}" if p.isascii() else re.escape(p) for p in phrases)
    )


@cache
def _company() -> re.Pattern[str]:
    return _phrases("company")


@cache
def _wish() -> re.Pattern[str]:
    return _phrases("wish")


@cache
def _asking() -> re.Pattern[str]:
    return _phrases("asking")


@cache
def _background() -> re.Pattern[str]:
    return _phrases("background")


@cache
def _statistics() -> re.Pattern[str]:
    return _phrases("statistics")


@cache
def _own() -> re.Pattern[str]:
    return _phrases("clauses")


@cache
def _places() -> re.Pattern[str]:
    return _phrases("places")


@cache
def deliverables() -> tuple[str, ...]:
    """Return words of what a project hands in (交付物)."""
    return tuple(
        word for entry in table("sections")["deliverables"]["words"] for word in entry.split()
    )


__all__ = ["Part", "deliverables", "part_at", "parts_of"]
