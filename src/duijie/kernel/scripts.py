"""Which script a text is written in (文字): Chinese or not, all that the engine needs to know."""

import re

_HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_SHARE = 0.2  # of Chinese characters among characters and Latin words, for a Chinese text


def is_chinese(text: str) -> bool | None:
    """Tell whether a text is Chinese; None when it has neither characters nor Latin words.

    A Chinese text full of foreign names is Chinese, an English one that quotes a word is not.

    >>> is_chinese("基于 Python 与 NumPy 的数值计算")
    True
    >>> is_chinese("A method of coating foils by 喷雾 drying and rolling them twice")
    False
    >>> is_chinese("2048 ±5") is None
    True
    """
    characters, names = len(_HAN.findall(text)), len(_LATIN_WORD.findall(text))
    if not characters + names:
        return None
    return characters / (characters + names) >= _SHARE
