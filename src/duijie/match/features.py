"""Features (特征): named figures of a candidate, each readable alone."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from duijie.index import analyze, words
from duijie.kernel.documents import Document
from duijie.kernel.explanations import ExplanationCard, Verdict
from duijie.kernel.folding import fold
from duijie.kernel.frames import Element
from duijie.kernel.matching import Candidate
from duijie.match.fuse import best_lexical
from duijie.match.options import Retriever
from duijie.match.understand import Query

_LATIN = re.compile(r"[^\W_㐀-鿿]+(?:[.][0-9]+)?")
_HAN = re.compile(r"[㐀-鿿]")
_BY_WORDS = Retriever.LEXICAL.value
_TITLE_LENGTH = 40
_WANTED = 64  # terms that coverage looks at
_HIGHEST_GAIN = 2.2  # BM25's k1 + 1: what one term can earn, times its idf


Weigh = Callable[[Sequence[str]], Sequence[float]]

# The names of the figures (特征名). Cheap ones, of every candidate that is ranked:
LEXICAL: Final = "lexical"  # BM25 as a share of the highest the request could earn
RELATIVE: Final = "relative"  # BM25 as a share of the best candidate's
DENSE: Final = "dense"  # cosine of the vectors
KEYWORDS: Final = "keywords"  # share of the document's keywords that the request says
TRL_GAP: Final = "trl_gap"  # how far its maturity is below the one asked for, in ninths
FRESHNESS: Final = "freshness"  # 1 today, half after seven years, 0.5 when undated
# Those that take reading the document, of what is shown:
CORE: Final = "core"  # share of the terms that name the subject, by idf, in the document
SAID: Final = "said"  # share of the document's title, by idf, that the request says
COVERAGE: Final = "coverage"  # share of the wanted terms, by weight and idf, in the document
TITLE_COVERAGE: Final = "title_coverage"  # the same, in its title
ELEMENTS: Final = "elements"  # share of the wanted elements met
NUMBERS: Final = "numbers"  # numbers and conditions met less those not met, as a share of all


@dataclass(frozen=True, slots=True)
class Featured:
    """A candidate with its document and figures (候选及其特征)."""

    candidate: Candidate
    document: Document
    features: Mapping[str, float]


def features(
    query: Query,
    candidates: Sequence[Candidate],
    documents: Sequence[Document],
    cosines: NDArray[np.float32] | None,
    *,
    today: date,
) -> list[Featured]:
    """Return each candidate with its cheap figures; `cosines` has one number per candidate."""
    ceiling = sum(w * query.rarity[t] for t, w in query.terms.terms) * _HIGHEST_GAIN
    best = best_lexical(candidates)
    asked = folded_request(query)
    found: list[Featured] = []
    for place, (candidate, document) in enumerate(zip(candidates, documents, strict=True)):
        lexical = candidate.scores.get(_BY_WORDS, 0.0)
        figures = {
            LEXICAL: lexical / ceiling if ceiling else 0.0,
            RELATIVE: lexical / best if best else 0.0,
            DENSE: float(cosines[place]) if cosines is not None else 0.0,
            KEYWORDS: _keywords_said(document, asked),
            TRL_GAP: _trl_gap(query, document),
            FRESHNESS: _freshness(document.dated_on, today),
        }
        found.append(Featured(candidate, document, figures))
    return found


def closer_features(
    query: Query, documents: Sequence[Document], weigh: Weigh
) -> list[dict[str, float]]:
    """Return, for each document that is to be shown, the figures that take reading it.

    `weigh` says how much analysed terms tell.
    """
    wanted = wanted_of(query)
    found: list[dict[str, float]] = []
    for document in documents:
        title, everything, core = coverage(wanted, document)
        said = title_said(query, document, weigh)
        found.append({CORE: core, SAID: said, COVERAGE: everything, TITLE_COVERAGE: title})
    return found


@dataclass(frozen=True, slots=True)
class Wanted:
    """The terms of a request that tell most (所求词项): each with its worth, and in the core."""

    chinese: tuple[tuple[str, float, float], ...]
    latin: tuple[tuple[str, float, float], ...]
    total: float
    core_total: float


def wanted_of(query: Query) -> Wanted:
    """Return the heaviest terms of a request; those the library does not have count as well."""
    worth = [
        (term, weight * query.rarity[term], query.rarity[term] if term in query.core else 0.0)
        for term, weight in query.weights.items()
    ]
    worth.sort(key=lambda entry: (-entry[1], entry[0]))
    worth = worth[:_WANTED] + [entry for entry in worth[_WANTED:] if entry[2]]
    return Wanted(
        tuple(entry for entry in worth if _HAN.match(entry[0])),
        tuple(entry for entry in worth if not _HAN.match(entry[0])),
        sum(value for _, value, _ in worth),
        sum(value for _, _, value in worth),
    )


def coverage(wanted: Wanted, document: Document) -> tuple[float, float, float]:
    """Return which share of the wanted terms stands in the title and in the whole document.

    The third figure is the share of the core in the whole document.
    """
    if not wanted.total:
        return 0.0, 0.0, 0.0
    title = fold(document.title)
    everything = fold("\n".join((document.title, *document.keywords, document.text)))
    in_title = in_all = in_core = 0.0
    for term, worth, core in wanted.chinese:
        if term in everything:
            in_all += worth
            in_core += core
            if term in title:
                in_title += worth
    if wanted.latin:
        title_words, all_words = _latin_words(title), _latin_words(everything)
        for term, worth, core in wanted.latin:
            if term in all_words:
                in_all += worth
                in_core += core
                if term in title_words:
                    in_title += worth
    return in_title / wanted.total, in_all / wanted.total, in_core / (wanted.core_total or 1.0)


def title_said(query: Query, document: Document, weigh: Weigh) -> float:
    """Return which share of a document's title, by idf, the request says somewhere.

    The other way round than coverage: a short title cannot cover a long request, but it can be
    all about it. A document without a title is taken by its first words.
    """
    terms = title_terms(document)
    worth = dict(zip(terms, weigh(terms), strict=True))
    return share_said(query, folded_request(query), terms, worth)


def folded_request(query: Query) -> str:
    """Return title and text of the request as they are compared."""
    return fold("\n".join((query.request.title, query.request.text)))


def title_terms(document: Document) -> list[str]:
    """Return the different terms of a document's title, or of its first words."""
    return list(dict.fromkeys(analyze(document.title or document.text[:_TITLE_LENGTH])))


def share_said(query: Query, asked: str, terms: Sequence[str], worth: Mapping[str, float]) -> float:
    """Return which share of some terms, by worth, the request says somewhere in what it asked."""
    total = sum(worth[term] for term in terms)
    said = sum(
        worth[term]
        for term in terms
        if term in query.weights or (_HAN.match(term) and term in asked)
    )
    return said / total if total else 0.0


def title_coverage(wanted: Wanted, document: Document) -> float:
    """Return which share of the wanted terms stands in the title, without reading the text."""
    if not wanted.total or not document.title:
        return 0.0
    title = fold(document.title)
    found = sum(worth for term, worth, _ in wanted.chinese if term in title)
    if wanted.latin:
        title_words = _latin_words(title)
        found += sum(worth for term, worth, _ in wanted.latin if term in title_words)
    return found / wanted.total


def term_stands_in(word: str, document: Document) -> bool:
    """Tell whether a word stands in a document, as a word when it is written in letters."""
    everything = fold("\n".join((document.title, *document.keywords, document.text)))
    if _HAN.search(word):
        return word in everything
    return bool(_latin_words(everything).intersection(words(word)))


def card_features(card: ExplanationCard) -> dict[str, float]:
    """Return how far a card's elements, and its numbers and conditions, are met."""
    elements = [check for check in card.checks if isinstance(check.wanted, Element)]
    numbers = [check for check in card.checks if not isinstance(check.wanted, Element)]
    weight = sum(check.weight for check in elements)
    met = sum(check.weight for check in elements if check.verdict is Verdict.MET)
    balance = sum(_BALANCE[check.verdict] for check in numbers)
    return {
        ELEMENTS: met / weight if weight else 0.0,
        NUMBERS: balance / len(numbers) if numbers else 0.0,
    }


_BALANCE = {Verdict.MET: 1.0, Verdict.NOT_MET: -1.0, Verdict.UNKNOWN: 0.0}


def _latin_words(folded: str) -> frozenset[str]:
    return frozenset(stem for word in set(_LATIN.findall(folded)) for stem in _stems(word))


@lru_cache(maxsize=1 << 16)
def _stems(word: str) -> tuple[str, ...]:
    return tuple(words(word))  # remembered: the same few thousand words come again and again


def _keywords_said(document: Document, asked: str) -> float:
    if not document.keywords:
        return 0.0
    return sum(fold(word) in asked for word in document.keywords) / len(document.keywords)


def _trl_gap(query: Query, document: Document) -> float:
    frame = query.request.frame
    if frame is None or frame.trl_from is None or document.trl is None:
        return 0.0
    return max(0, frame.trl_from - document.trl) / 9.0


def _freshness(dated_on: date | None, today: date) -> float:
    if dated_on is None:
        return 0.5
    years = max(0.0, (today - dated_on).days / 365.25)
    return float(0.5 ** (years / 7.0))
