"""Features (特征): named figures of a candidate, each readable alone."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from duijie.index import words
from duijie.kernel.documents import Document
from duijie.kernel.explanations import ExplanationCard, Verdict
from duijie.kernel.folding import fold
from duijie.kernel.frames import Element, Quantity
from duijie.kernel.matching import Candidate
from duijie.match.fuse import best_lexical
from duijie.match.options import Retriever
from duijie.match.understand import Query

_LATIN = re.compile(r"[^\W_㐀-鿿]+(?:[.][0-9]+)?")
_HAN = re.compile(r"[㐀-鿿]")
_HIGHEST_GAIN = 2.2  # BM25's k1 + 1: what one term can earn, times its idf


class Feature(StrEnum):
    """The figures a rank is made from (特征名)."""

    LEXICAL = "lexical"  # BM25 as a share of the highest the query could earn
    DENSE = "dense"  # cosine of the vectors
    RELATIVE = "relative"  # BM25 as a share of the best candidate's
    COVERAGE = "coverage"  # share of the wanted terms, by weight and idf, in the document
    TITLE_COVERAGE = "title_coverage"  # the same, in its title
    KEYWORDS = "keywords"  # share of the document's keywords that the request says
    TRL_GAP = "trl_gap"  # how far its maturity is below the one asked for, in ninths
    FRESHNESS = "freshness"  # 1 today, half after seven years, 0.5 when undated
    ELEMENTS = "elements"  # share of the wanted elements met (only of what is shown)
    NUMBERS = "numbers"  # numbers met less numbers not met, as a share of those wanted


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
    """Return each candidate with its figures; `cosines` has one number per candidate."""
    ceiling = sum(w * query.rarity[t] for t, w in query.terms.terms) * _HIGHEST_GAIN
    best = best_lexical(candidates)
    asked = fold("\n".join((query.request.title, query.request.text)))
    found: list[Featured] = []
    for place, (candidate, document) in enumerate(zip(candidates, documents, strict=True)):
        title, everything = coverage(query, document)
        lexical = candidate.scores.get(Retriever.LEXICAL.value, 0.0)
        figures = {
            Feature.LEXICAL.value: lexical / ceiling if ceiling else 0.0,
            Feature.DENSE.value: float(cosines[place]) if cosines is not None else 0.0,
            Feature.RELATIVE.value: lexical / best if best else 0.0,
            Feature.COVERAGE.value: everything,
            Feature.TITLE_COVERAGE.value: title,
            Feature.KEYWORDS.value: _keywords_said(document, asked),
            Feature.TRL_GAP.value: _trl_gap(query, document),
            Feature.FRESHNESS.value: _freshness(document.dated_on, today),
        }
        found.append(Featured(candidate, document, figures))
    return found


def coverage(query: Query, document: Document) -> tuple[float, float]:
    """Return which share of the wanted terms stands in the title, and in the whole document."""
    if not query.total:
        return 0.0, 0.0
    title = fold(document.title)
    rest = fold("\n".join((*document.keywords, document.text)))
    title_latin, rest_latin = _latin_words(title), _latin_words(rest)
    in_title = in_all = 0.0
    for term, weight in query.weights.items():
        worth = weight * query.rarity[term]
        if _HAN.match(term):
            stands_in_title, stands = term in title, term in rest
        else:
            stands_in_title, stands = term in title_latin, term in rest_latin
        in_title += worth * stands_in_title
        in_all += worth * (stands_in_title or stands)
    return in_title / query.total, in_all / query.total


def term_stands_in(word: str, document: Document) -> bool:
    """Tell whether a word stands in a document, as a word when it is written in letters."""
    everything = fold("\n".join((document.title, *document.keywords, document.text)))
    if _HAN.search(word):
        return word in everything
    return bool(_latin_words(everything).intersection(words(word)))


def card_features(card: ExplanationCard) -> dict[str, float]:
    """Return how far a card's elements and numbers are met."""
    elements = [check for check in card.checks if isinstance(check.wanted, Element)]
    numbers = [check for check in card.checks if isinstance(check.wanted, Quantity)]
    weight = sum(check.weight for check in elements)
    met = sum(check.weight for check in elements if check.verdict is Verdict.MET)
    balance = sum(_BALANCE[check.verdict] for check in numbers)
    return {
        Feature.ELEMENTS.value: met / weight if weight else 0.0,
        Feature.NUMBERS.value: balance / len(numbers) if numbers else 0.0,
    }


_BALANCE = {Verdict.MET: 1.0, Verdict.NOT_MET: -1.0, Verdict.UNKNOWN: 0.0}


def _latin_words(folded: str) -> frozenset[str]:
    found = _LATIN.findall(folded)
    return frozenset(words(" ".join(found))) if found else frozenset()


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
