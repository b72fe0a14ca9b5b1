"""Folded text → words with offsets (分词), by rjieba."""

import re
from functools import lru_cache

import rjieba

_LONE = re.compile("[\ud800-\udfff]")  # half a character: Rust takes none


@lru_cache(maxsize=4096)
def segment(folded: str) -> tuple[tuple[str, int], ...]:
    """Return the words of a short folded text with where each starts.

    >>> segment("颗粒缺陷")
    (('颗粒', 0), ('缺陷', 2))
    """
    found, place = [], 0
    for word in rjieba.cut(_LONE.sub("\ufffd", folded)):
        if not word.isspace():
            found.append((word, place))
        place += len(word)
    return tuple(found)


@lru_cache(maxsize=4096)
def segment_tagged(folded: str) -> tuple[tuple[str, str, int], ...]:
    """Return the words of a short folded text with part of speech and where each starts."""
    return tuple(row for row in tagged(folded) if not row[0].isspace())


def tagged(folded: str) -> list[tuple[str, str, int]]:
    """Return the words of a text with part of speech (词性) and where each starts."""
    found, place = [], 0
    for word, tag in rjieba.tag(_LONE.sub("\ufffd", folded)):
        found.append((word, tag, place))
        place += len(word)
    return found
