"""Text → tokens: words and character bigrams in one term space, the same for query and document."""

import re
import threading
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from typing import Any

from duijie.index.stopwords import CHINESE_STOP_WORDS, ENGLISH_STOP_WORDS
from duijie.kernel.documents import Document
from duijie.kernel.folding import fold

LONGEST = 40  # characters of a term; longer runs are base64, hashes and the like

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN_RUN = re.compile(f"[{_HAN}]+")
_OTHER_WORD = re.compile(f"[^\\W_{_HAN}]+(?:[.][0-9]+)?")
_STEMMABLE = re.compile(r"[a-z]{3,}")
_local = threading.local()


def analyze(text: str) -> list[str]:
    """Return the terms of a text: its words, then its character bigrams.

    Text is folded first (width, case, traditional characters). Chinese words come from rjieba,
    other words are runs of letters and digits, English ones stemmed; stop words are left out.
    Bigrams (字二元组) run over Chinese characters between stop words. A word of two characters
    is thus given twice, which tells it from a bigram that only straddles two words: nDCG@10 of
    BM25 on statute articles rises from 0.326 to 0.341 (docs/decisions/0004-fusion-and-levels.md).

    >>> analyze("石墨烯的导热薄膜 batteries")
    ['batteri', '石墨', '烯', '导热', '薄膜', '石墨', '墨烯', '导热', '热薄', '薄膜']
    """
    return _terms(fold(text), with_bigrams=True)


def words(text: str) -> list[str]:
    """Return only the words of a text (词), without bigrams.

    >>> words("石墨烯的导热薄膜")
    ['石墨', '烯', '导热', '薄膜']
    """
    return _terms(fold(text), with_bigrams=False)


def document_text(document: Document) -> str:
    """Return what of a document is searched and encoded: title, keywords and text."""
    return "\n".join((document.title, "，".join(document.keywords), document.text))


def document_terms(document: Document) -> list[str]:
    """Return the terms a document is indexed by."""
    return analyze(document_text(document))


def _terms(folded: str, *, with_bigrams: bool) -> list[str]:
    terms = _other_words(_OTHER_WORD.findall(folded))
    runs = _HAN_RUN.findall(folded)
    if not runs:
        return terms
    stops = CHINESE_STOP_WORDS
    bigrams: list[str] = []
    before = ""  # last character of the word before, "" after a stop word or the end of a run
    for word in _segmenter().cut("\n".join(runs)):
        if word in stops or word == "\n":
            before = ""
            continue
        terms.append(word if len(word) <= LONGEST else word[:LONGEST])
        if with_bigrams:
            if before:
                bigrams.append(before + word[0])
            if len(word) > 1:
                bigrams.extend([a + b for a, b in pairwise(word)])
            before = word[-1]
    terms.extend(bigrams)
    return terms


def _other_words(found: Iterable[str]) -> list[str]:
    """Return letters-and-digits words without stop words and lone digits, English stemmed."""
    kept: list[str] = []
    for word in found:
        if word in ENGLISH_STOP_WORDS or (len(word) == 1 and word.isdigit()):
            continue
        short = word[:LONGEST]
        kept.append(_stem(short) if _STEMMABLE.fullmatch(short) else short)
    return kept


def _stem(word: str) -> str:
    # One stemmer a thread: PyStemmer's objects are not made for sharing.
    stemmer = getattr(_local, "stemmer", None)
    if stemmer is None:
        from Stemmer import Stemmer

        stemmer = _local.stemmer = Stemmer("english")
    stemmed: str = stemmer.stemWord(word)
    return stemmed


@cache
def _segmenter() -> Any:
    import rjieba

    rjieba.cut("预热")  # loads the dictionary once, about 0.2 s
    return rjieba
