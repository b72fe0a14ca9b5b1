"""What a number measures (指标名称): the words before it in the clause, else after it."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from duijie.explain.dictionaries import phrase_list, words
from duijie.explain.scan import Scan
from duijie.explain.segments import segment

MOST_WORDS = 4
_AFTER = re.compile(r"\s?(?:的)?\s?([㐀-鿿a-z][㐀-鿿a-z \-]{1,24})")
_BRACKET = re.compile(r"[(\[][^()\[\]]{0,15}[)\]]\s*$")
_EDGE = re.compile(r"[\s:=~≈φ∅*\"'“”_\-]+$")
_HAN = re.compile(r"[㐀-鿿]")


@dataclass(frozen=True, slots=True)
class Property:
    """What is measured (指标): its folded words, where they start, and whether it is a change."""

    name: str
    start: int
    change: str = ""


NOTHING = Property("", -1)


def property_of(text: Scan, head: int, tail: int, floor: int = 0) -> Property:
    """Return what the number between head and tail measures; `floor` ends the look back."""
    start = max(text.clause_start(head), floor)
    found = _before(text.folded[start:head], start)
    if not found.name and start > floor and text.folded[start - 1 : start] in {":", "(", "[", ","}:
        earlier = max(text.clause_start(start - 1), floor)
        found = _before(text.folded[earlier : start - 1], earlier)
    if found.name and not found.change:
        return found
    after = _after(text.folded[tail : text.clause_end(tail)], tail)
    return found if found.name or not after.name else after


def _before(left: str, offset: int) -> Property:
    left = _strip_joiners(left)
    return _last_phrase(left, offset) if left else NOTHING


@lru_cache(maxsize=8192)
def _strip_joiners(left: str) -> str:
    while True:
        shorter = _EDGE.sub("", _BRACKET.sub("", left))
        joiner = _joiners().search(shorter)
        if joiner is not None and not _is_target(shorter, joiner):
            shorter = shorter[: joiner.start()]
        if shorter == left:
            return left
        left = shorter


def _is_target(left: str, joiner: re.Match[str]) -> bool:
    """Tell whether 到 belongs to 提高到: kept, for it makes the number a target, not a change."""
    return joiner[0] in {"到", "至"} and left[: joiner.start()].endswith(_changes())


def _last_phrase(left: str, offset: int) -> Property:
    """Return the last noun phrase of a clause, and whether a verb of change goes with it."""
    is_target = left.endswith(("到", "至")) or left.endswith((" to",))
    if is_target:
        left = left.rstrip("到至")
    kept: list[tuple[str, int]] = []
    change = ""
    for word, start in reversed(segment(left)):
        if word in _up() or word in _down():
            change = "" if is_target else ("提高" if word in _up() else "降低")
            if kept or change == "" or not _HAN.match(word):
                break
            continue
        if _ends_phrase(word) or len(kept) == MOST_WORDS:
            break
        kept.append((word, start))
    kept.reverse()
    while kept and kept[0][0] in words("cues", "edge"):
        kept.pop(0)
    if not kept:
        return NOTHING
    return Property(join_words([word for word, _ in kept]), offset + kept[0][1], change)


def _after(right: str, offset: int) -> Property:
    found = _AFTER.match(right)
    if found is None:
        return NOTHING
    kept: list[str] = []
    for word, _ in segment(found[1]):
        if _ends_phrase(word) or len(kept) == MOST_WORDS:
            break
        kept.append(word)
    return Property(join_words(kept), offset + found.start(1)) if kept else NOTHING


def _ends_phrase(word: str) -> bool:
    return (
        word in words("cues", "light") or not any(char.isalnum() for char in word) or word.isdigit()
    )


def join_words(parts: list[str]) -> str:
    """Return words as one string: Chinese without spaces, Latin with.

    >>> join_words(["检出", "率"]), join_words(["detection", "rate"])
    ('检出率', 'detection rate')
    """
    joined = ""
    for part in parts:
        is_latin = part[0].isascii() and joined[-1:].isascii()
        joined += f" {part}" if joined and is_latin else part
    return joined


@cache
def _joiners() -> re.Pattern[str]:
    phrases = []
    for phrase in phrase_list("bounds", "joiners"):
        pattern = re.escape(phrase)
        phrases.append(rf"\b{pattern}" if phrase[0].isascii() and phrase[0].isalpha() else pattern)
    return re.compile(rf"(?:{'|'.join(phrases)})$")


@cache
def _up() -> frozenset[str]:
    return words("direction", "up")


@cache
def _down() -> frozenset[str]:
    return words("direction", "down")


@cache
def _changes() -> tuple[str, ...]:
    return tuple(_up() | _down())
