"""The words of a phrase that say something (实词): not the general ones, not single characters."""

from functools import cache, lru_cache

from duijie.explain.dictionaries import words
from duijie.explain.segments import segment

_ENDINGS = frozenset("性式型化类用中以级品后前内外上下")
_SIZES = frozenset("大小多少高低")


@cache
def content_words(folded: str) -> tuple[str, ...]:
    """Return the words of a phrase that say something: not generic, not single characters.

    >>> content_words("颗粒缺陷检测系统")
    ('颗粒',)
    """
    light = words("cues", "light")
    kept: list[str] = []
    waiting, last_end = "", -1
    for word, place in segment(folded):
        if _is_single(word) and word not in light:
            if (
                kept
                and not waiting
                and _is_ending(word, folded, kept[-1], is_next=place == last_end)
            ):
                kept[-1] += word  # 叠合 + 板, 靶向 + 性
                last_end = place + 1
            elif word not in _SIZES and not (word in _ENDINGS and not waiting):
                waiting += word
            continue
        if not any(char.isalnum() for char in word) or word in light:
            if len(waiting) > 1:
                kept.append(waiting)  # 猪群 的 …
        elif waiting or (len(word) > 1 and not is_general(word)):
            kept.append(waiting + word)
            last_end = place + len(word)
        waiting = ""
    if waiting and kept and folded.endswith(kept[-1] + waiting):
        kept[-1] += waiting  # 回转窑 + 式, 铝土 + 矿
    elif len(waiting) > 1:
        kept.append(waiting)
    return tuple(dict.fromkeys(word for word in kept if not is_general(word)))


def _is_single(word: str) -> bool:
    return len(word) == 1 and "\u3400" <= word <= "\u9fff"


def _is_ending(char: str, folded: str, before: str, *, is_next: bool) -> bool:
    """Tell whether a single character ends the word before it: 叠合板, 靶向性."""
    if char in words("cues", "heads") and is_next:
        return True
    return char in _ENDINGS and folded[folded.find(before) + len(before) :].startswith(char)


@lru_cache(maxsize=16384)
def is_general(word: str) -> bool:
    """Tell whether a word says little by itself, or is made of two that do: 处理工艺."""
    generic = words("generic", "words")
    return word in generic or (len(word) == 4 and word[:2] in generic and word[2:] in generic)
