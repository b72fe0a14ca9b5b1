"""Noun phrases (名词短语) of a text, from tagged words and the readable lists."""

from dataclasses import dataclass
from functools import cache

from duijie.explain.dictionaries import words
from duijie.explain.segments import segment, tagged

MOST_CHARACTERS = 18
_BREAKING_TAGS = frozenset(
    {"p", "c", "uj", "ul", "uz", "ud", "ug", "uv", "u", "r", "d", "e", "y", "t", "o"}
)
_COUNTING_TAGS = frozenset({"m", "q", "mq", "zg", "f"})


@dataclass(slots=True)
class Phrase:
    """A noun phrase with the word before it (短语): offsets into the scanned text."""

    start: int
    end: int
    before: str
    before_start: int
    before_that: str


def phrases_of(folded: str, blocked: list[tuple[int, int]]) -> list[Phrase]:
    """Return the noun phrases of a folded text; nothing inside a blocked stretch."""
    found: list[Phrase] = []
    current: list[tuple[str, int]] = []
    history: list[tuple[str, int]] = [("", -1), ("", -1)]
    blocks = iter(blocked)
    block = next(blocks, None)
    for word, tag, start in tagged(folded):
        while block is not None and block[1] <= start:
            block = next(blocks, None)
        is_blocked = block is not None and block[0] < start + len(word)
        if not is_blocked and _joins(word, current, start):
            continue
        if not is_blocked and _belongs(word, tag):
            current.append((word, start))
            continue
        _close(current, history, found)
        current = []
        if not word.isspace():
            history = [history[1], (word, start)]
    _close(current, history, found)
    return found


def _joins(word: str, current: list[tuple[str, int]], start: int) -> bool:
    """Tell whether a space or hyphen only joins Latin words of a running phrase."""
    if word not in {" ", "-"} or not current:
        return False
    last, place = current[-1]
    return last[-1].isascii() and place + len(last) == start


def _belongs(word: str, tag: str) -> bool:
    if word in _light() or tag in _BREAKING_TAGS:
        return False
    if tag in _COUNTING_TAGS:
        return (
            len(word) > 1
            and word.isalpha()
            and tag != "f"
            and word[0] not in "一二三四五六七八九十两几多"
        )
    return tag != "x" and any(char.isalpha() for char in word)


def _close(
    current: list[tuple[str, int]], history: list[tuple[str, int]], found: list[Phrase]
) -> None:
    """Trim the edges of a running phrase and keep what is left."""
    first = 0
    last = len(current)
    while first < last and current[first][0] in _edge():
        first += 1
    while last > first and (current[last - 1][0] in _tail() or current[last - 1][0] in _light()):
        last -= 1
    kept = current[first:last]
    while kept and kept[-1][1] + len(kept[-1][0]) - kept[0][1] > _longest(kept):
        kept = kept[1:]
    if not kept:
        if current:
            history[:] = [history[1], current[-1]]
        return
    end = kept[-1][1] + len(kept[-1][0])
    if end - kept[0][1] > 1:
        before, before_start = history[1]
        found.append(Phrase(kept[0][1], end, before, before_start, history[0][0]))
    history[:] = [history[1], (kept[-1][0], kept[-1][1])]


def _longest(kept: list[tuple[str, int]]) -> int:
    return 48 if kept[0][0].isascii() else MOST_CHARACTERS


@cache
def content_words(folded: str) -> tuple[str, ...]:
    """Return the words of a phrase that say something: not generic, not single characters.

    >>> content_words("颗粒缺陷检测系统")
    ('颗粒', '检测')
    """
    generic = words("generic", "words")
    light = _light()
    parts = [word for word, _ in segment(folded)]
    kept = [
        word for word in parts
        if word not in generic and word not in light and len(word) > 1
        and any(char.isalnum() for char in word)
    ]  # fmt: skip
    if not kept:
        joined = "".join(parts)
        single = [
            word for word in parts if len(word) == 1 and word not in generic and word.isalpha()
        ]
        if single and 1 < len(joined) <= 6 and joined not in generic:
            return (joined,)
    return tuple(dict.fromkeys(kept))


@cache
def _light() -> frozenset[str]:
    return words("cues", "light")


@cache
def _edge() -> frozenset[str]:
    return words("cues", "edge")


@cache
def _tail() -> frozenset[str]:
    keep = {"技术", "应用", "方案", "研究"} - {"研究", "方案"}
    return words("cues", "edge") - keep
