"""Text folding (文本归一): same length in, same length out, so that offsets stay true."""

import unicodedata
from functools import cache

_IDEOGRAPHS = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF))


def fold(text: str) -> str:
    """Return the text with width, case and traditional characters folded, length unchanged.

    Full-width letters, digits and signs become half-width, letters lower-case, traditional
    characters simplified (character by character, by OpenCC's table). A character whose folded
    form would be longer or shorter than one character stays as it is.

    >>> fold("ＡＢ１２，鋰離子電池")
    'ab12,锂离子电池'
    """
    return text.translate(_table())


@cache
def _table() -> dict[int, str]:
    table: dict[int, str] = {}
    for code in range(0x80, 0x10000):
        if 0xD800 <= code <= 0xDFFF:
            continue
        char = chr(code)
        folded = unicodedata.normalize("NFKC", char).lower()
        if len(folded) == 1 and folded != char:
            table[code] = folded
    for code in range(ord("A"), ord("Z") + 1):
        table[code] = chr(code).lower()
    for traditional, simplified in _simplified_pairs():
        table[ord(traditional)] = simplified
    return table


def _simplified_pairs() -> list[tuple[str, str]]:
    from opencc import OpenCC  # 30 ms to load: only when something is folded

    characters = [chr(c) for low, high in _IDEOGRAPHS for c in range(low, high + 1)]
    # One a line: OpenCC would otherwise read neighbours as phrases.
    converted = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    pairs = zip(characters, converted, strict=True)
    return [(old, new) for old, new in pairs if len(new) == 1 and new != old]
