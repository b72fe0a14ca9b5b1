"""Understand (理解): a request in words → what to search for, term by term."""

import math
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from duijie.kernel.matching import MatchRequest, TextQuery
from duijie.kernel.ports import Index
from duijie.match.options import MatchOptions, Stage
from duijie.match.sections import ASKING_WORDS, sections_of

TITLE_WORTH = 2.0
ASKING_WORTH = 0.3
SATURATION = 2.0  # the second time a term is said adds half as much as the first
CORE_AT_LEAST, CORE_AT_MOST = 3, 16
LONGEST_QUERY = 20_000  # characters; a pasted book is cut, not refused

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")

Analyze = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Query:
    """A request made ready (检索式): weighted terms for BM25, a text for the encoder.

    `weights` says how much each term is wanted, `frequencies` in how many documents it stands and
    `rarity` how much it tells (idf); `terms` are those of them that are searched, `core` those that
    name the subject: the title's, or the heaviest of a text without one.
    """

    request: MatchRequest
    terms: TextQuery
    text: str
    weights: Mapping[str, float]
    frequencies: Mapping[str, int]
    rarity: Mapping[str, float]
    core: frozenset[str]


def normalised(request: MatchRequest) -> MatchRequest:
    """Return the request without stray control characters; title and text never both empty.

    The text keeps its length up to the cut, so that offsets of a frame stay true.
    """
    title, text = _clean(request.title), _clean(request.text)[:LONGEST_QUERY]
    if request.source is not None:
        title = title or _clean(request.source.title)
        text = text or _clean(request.source.text)[:LONGEST_QUERY]
    return replace(request, title=title, text=text)


def weigh_terms(
    request: MatchRequest, analyze: Analyze, *, plainly: bool = False
) -> dict[str, float]:
    """Return how much each analysed term is wanted; title first, background last.

    `plainly` counts every part of the request the same and every term once.
    """
    counted: dict[str, float] = defaultdict(float)
    for term in analyze(request.title):
        counted[term] += TITLE_WORTH
    if request.source is not None:
        for term in analyze("，".join(request.source.keywords)):
            counted[term] += 1.0
    for section in sections_of(request.text):
        if section.worth:
            for term in analyze(section.text):
                counted[term] += section.worth
    if plainly:
        return dict.fromkeys(counted, 1.0)
    return {
        term: _saturated(n) * (ASKING_WORTH if term in ASKING_WORDS else 1.0)
        for term, n in counted.items()
    }


def idf(frequency: int, documents: int) -> float:
    """Return how much a term tells: BM25's inverse document frequency.

    >>> idf(0, 1000) > idf(10, 1000) > idf(1000, 1000) > 0
    True
    """
    return math.log1p((documents - frequency + 0.5) / (frequency + 0.5))


def understand(
    requests: Sequence[MatchRequest],
    analyze: Analyze,
    index: Index,
    *,
    documents: int,
    options: MatchOptions,
) -> list[Query]:
    """Return each request made ready; one look into an index of so many `documents` for all.

    The frame is added by the caller, who knows whether one is wanted.
    """
    plainly = not options.runs(Stage.UNDERSTAND)
    weighed = [weigh_terms(request, analyze, plainly=plainly) for request in requests]
    every = sorted(set().union(*weighed))
    frequencies = dict(zip(every, index.document_frequencies(every), strict=True))
    queries: list[Query] = []
    for request, weights in zip(requests, weighed, strict=True):
        found = {term: frequencies[term] for term in weights}
        rarity = {term: idf(n, documents) for term, n in found.items()}
        terms = prune(weights, rarity, found, options.max_terms)
        core = core_of(analyze(request.title), weights, rarity)
        queries.append(Query(request, terms, dense_text(request), weights, found, rarity, core))
    return queries


def core_of(
    title: Sequence[str], weights: Mapping[str, float], rarity: Mapping[str, float]
) -> frozenset[str]:
    """Return the terms that name the subject: a telling title's, else the heaviest of the text."""
    named = [term for term in dict.fromkeys(title) if term in weights and term not in ASKING_WORDS]
    if len(named) < CORE_AT_LEAST:
        named = list(weights)
    named.sort(key=lambda term: (-weights[term] * rarity[term], term))
    return frozenset(named[:CORE_AT_MOST])


def prune(
    weights: Mapping[str, float], rarity: Mapping[str, float], found: Mapping[str, int], limit: int
) -> TextQuery:
    """Return the `limit` terms that can raise a score most, heaviest first.

    Terms that no document has are left out; equal ones are ordered by the term itself.
    """
    present = [term for term in weights if found[term] > 0]
    present.sort(key=lambda term: (-weights[term] * rarity[term], term))
    return TextQuery(tuple((term, weights[term]) for term in present[:limit]))


def dense_text(request: MatchRequest) -> str:
    """Return what the encoder reads: the title and the sections that say what is wanted."""
    wanted = [section.text.strip() for section in sections_of(request.text) if section.worth >= 0.5]
    return "\n".join(part for part in (request.title, *wanted) if part)


def _saturated(count: float) -> float:
    return count * (SATURATION + 1.0) / (SATURATION + count)


def _clean(text: str) -> str:
    """Return the text, as long as before, with control characters and lone surrogates as spaces."""
    return _UNPRINTABLE.sub(" ", text)
