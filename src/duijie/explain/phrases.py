"""Noun phrases (名词短语) of a text, from tagged words and the readable lists."""

from dataclasses import dataclass
from functools import cache, lru_cache

from duijie.explain.dictionaries import words
from duijie.explain.segments import tagged

MOST_CHARACTERS = 18
_BREAKING_TAGS = frozenset(
    {"p", "c", "uj", "ul", "uz", "ud", "ug", "uv", "u", "r", "d", "e", "y", "t", "o"}
)
_COUNTING_TAGS = frozenset({"m", "q", "mq", "zg", "f"})

# Light words that begin a name: 可穿戴, 间充质 (词首).
_FIRST = {
    "可": ("穿戴", "降解", "再生", "编程", "视化", "逆", "回收", "溶", "调"),
    "间": ("充质",),
    "永久": ("衬", "磁"),
}

Word = tuple[str, int, str]
_LOOSE_STARTS = ("其", "以高", "及本", "及相", "及其", "及高", "及新", "及产", "并对", "且能")


@dataclass(slots=True)
class Phrase:
    """A noun phrase with the word before it (短语): offsets into the scanned text."""

    start: int
    end: int
    before: str
    before_start: int
    before_that: str
    last_tag: str
    tail: str
    is_bare_verb: bool
    words: tuple[Word, ...] = ()


def phrases_of(folded: str, blocked: list[tuple[int, int]]) -> list[Phrase]:
    """Return the noun phrases of a folded text; nothing inside a blocked stretch."""
    found: list[Phrase] = []
    current: list[Word] = []
    history: list[tuple[str, int]] = [("", -1), ("", -1)]
    blocks = iter(blocked)
    block = next(blocks, None)
    for word, tag, start in tagged(folded):
        while block is not None and block[1] <= start:
            block = next(blocks, None)
        is_blocked = block is not None and block[0] < start + len(word)
        if not is_blocked and _joins(word, current, start):
            continue
        is_first = word in _FIRST and folded.startswith(_FIRST[word], start + len(word))
        if not is_blocked and (
            is_first or _belongs(word, tag) or _continues(word, tag, current, start)
        ):
            current.append((word, start, tag))
            continue
        if current:
            _close(current, history, found)
            current = []
        if not word.isspace():
            history = [history[1], (word, start)]
    _close(current, history, found)
    return found


def _joins(word: str, current: list[Word], start: int) -> bool:
    """Tell whether a space or hyphen only joins Latin words of a running phrase."""
    if word not in {" ", "-"} or not current:
        return False
    last, place, _ = current[-1]
    return last[-1].isascii() and place + len(last) == start


def _continues(word: str, tag: str, current: list[Word], start: int) -> bool:
    """Tell whether a measure word or the like is part of a compound: 透气袋除尘器, 金属型铸造."""
    if tag not in {"q", "zg", "g", "ng"} or word in _light() or not current:
        return False
    return current[-1][1] + len(current[-1][0]) == start


@lru_cache(maxsize=65536)
def _belongs(word: str, tag: str) -> bool:
    if word in _light() or tag in _BREAKING_TAGS or word.startswith(("应无", "应不")):
        return False
    if tag == "zg" and word.isalpha():
        return True
    if word.isalpha() and tag == "x":
        return True
    if tag in _COUNTING_TAGS:
        return (
            len(word) > 1
            and word.isalpha()
            and tag != "f"
            and word[0] not in "一二三四五六七八九十两几多"
        )
    return tag != "x" and any(char.isalpha() for char in word)


def _close(current: list[Word], history: list[tuple[str, int]], found: list[Phrase]) -> None:
    """Trim the edges of a running phrase and keep what is left."""
    first = 0
    last = len(current)
    while first < last and current[first][0] in _edge():
        first += 1
    while last > first and _is_loose_end(current, last - 1, first):
        last -= 1
    kept = current[first:last]
    while kept and kept[-1][1] + len(kept[-1][0]) - kept[0][1] > _longest(kept):
        kept = kept[1:]
    if kept and len(kept[0][0]) > 1 and kept[0][0].startswith(_LOOSE_STARTS):
        kept[0] = (kept[0][0][1:], kept[0][1] + 1, kept[0][2])
    if not kept:
        if current:
            history[:] = [history[1], current[-1][:2]]
        return
    end = kept[-1][1] + len(kept[-1][0])
    is_bare_verb = len(kept) == 1 and kept[0][2][0] in "vadz" and kept[0][2] != "vn"
    if end - kept[0][1] > 1:
        before, before_start = history[1]
        tail = current[last][0] if last < len(current) else ""
        found.append(
            Phrase(
                kept[0][1],
                end,
                before,
                before_start,
                history[0][0],
                kept[-1][2] if len(kept[-1][0]) > 1 else "",
                tail,
                is_bare_verb,
                tuple(kept),
            )
        )
    history[:] = [history[1], (kept[-1][0], kept[-1][1])]


def _is_loose_end(current: list[Word], place: int, first: int) -> bool:
    """Tell whether the last word of a phrase says nothing, or only how the thing is: 成本低."""
    word, _, tag = current[place]
    if word in _tail() or word in _light():
        return True
    if word in words("cues", "technical"):
        return False
    return place > first and (tag in {"a", "z", "ad", "zg"} or word in {"呈", "成", "来", "会"})


def _longest(kept: list[Word]) -> int:
    return 48 if kept[0][0].isascii() else MOST_CHARACTERS


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
