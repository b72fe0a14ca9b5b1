"""The named figures of a trained ranker (排序特征): a row per candidate, each column readable."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from duijie.kernel.documents import Document
from duijie.match import features as figures
from duijie.match.features import Featured, coverage, title_coverage, title_terms, wanted_of
from duijie.match.rankers.memory import Memory
from duijie.match.rankers.port import Listed, Weigh
from duijie.match.understand import Query

Table = NDArray[np.float64]
Column = NDArray[np.float64]

FIGURES_VERSION: Final = 1
_DENSE_WORTH = 0.5  # as in fuse: docs/decisions/0004-fusion-and-levels.md

# By words and meaning, within the list:
BEST_LEXICAL: Final = "best_lexical"  # BM25 of the best candidate, as a share of what could be
FUSED: Final = "fused"  # words and meaning together
BEHIND: Final = "behind"  # how far it is behind the best by words and meaning
PLACE_BY_WORDS: Final = "place_by_words"  # logarithm of its place in the list
PLACE_BY_MEANING: Final = "place_by_meaning"
PLACE_FUSED: Final = "place_fused"
SUPPORT: Final = "support"  # how well the candidates that are like it do
CROWD: Final = "crowd"  # how many candidates are like it
# Of the record and the request:
LENGTH: Final = "length"  # logarithm of its characters
ASKED: Final = "asked"  # logarithm of how many terms the request has
SAME_INDUSTRY: Final = "same_industry"  # leading digits in common, as a share of four
SAME_IPC: Final = "same_ipc"  # the same for patent classes
# From judgements:
DRAWN: Final = "drawn"  # cosine with where similar requests were drawn to
DRAWN_BEHIND: Final = "drawn_behind"
PLACE_DRAWN: Final = "place_drawn"
RECALLED_GOOD: Final = "recalled_good"  # judged good for similar requests
RECALLED_POOR: Final = "recalled_poor"  # judged bad for them
PLACE_RECALLED: Final = "place_recalled"
NEAR_GOOD: Final = "near_good"  # like a record judged good for similar requests
RECORD_GOOD: Final = "record_good"  # how often it was judged good at all
RECORD_FARED: Final = "record_fared"  # how it fared against the mean, shrunk
HOLDER_GOOD: Final = "holder_good"
HOLDER_FARED: Final = "holder_fared"
WORDED: Final = "worded"  # words of its title are those of titles judged good

_FATES: Final = (RECORD_GOOD, RECORD_FARED, HOLDER_GOOD, HOLDER_FARED)

NAMES: Final[tuple[str, ...]] = (
    figures.LEXICAL, figures.RELATIVE, BEST_LEXICAL, figures.DENSE, FUSED, BEHIND, PLACE_BY_WORDS,
    PLACE_BY_MEANING, PLACE_FUSED, SUPPORT, CROWD, figures.TITLE_COVERAGE, figures.SAID,
    figures.KEYWORDS, LENGTH, ASKED, figures.TRL_GAP, figures.FRESHNESS, SAME_INDUSTRY, SAME_IPC,
    DRAWN, DRAWN_BEHIND, PLACE_DRAWN, RECALLED_GOOD, RECALLED_POOR, PLACE_RECALLED, NEAR_GOOD,
    RECORD_GOOD, RECORD_FARED, HOLDER_GOOD, HOLDER_FARED, WORDED,
)  # fmt: skip
READ_NAMES: Final = (*NAMES, figures.CORE, figures.COVERAGE)
"""With the figures that take reading the whole record, of what is shown."""


def table_of(listed: Listed, memory: Memory, weigh: Weigh) -> Table:
    """Return one row of `NAMES` per candidate."""
    columns: dict[str, Column] = {}
    _from_search(columns, listed)
    _from_records(columns, listed, memory, weigh)
    _from_memory(columns, listed, memory)
    height = len(listed.candidates)
    table = np.empty((height, len(NAMES)), np.float64)
    for place, name in enumerate(NAMES):
        table[:, place] = columns[name]
    # Four digits: the last ones of a product differ from machine to machine.
    return np.asarray(np.round(table, 4))


def read_columns(query: Query, documents: Sequence[Document]) -> Table:
    """Return core and coverage of each document: what is read of it as a whole."""
    wanted = wanted_of(query)
    found = [coverage(wanted, document) for document in documents]
    rows = [(core, everything) for _, everything, core in found]
    return np.array(rows, np.float64).reshape(len(rows), 2)


def _from_search(columns: dict[str, Column], listed: Listed) -> None:
    """Add what the searches say, of the candidate and of its place among the others."""
    for name in (
        figures.LEXICAL, figures.RELATIVE, figures.DENSE, figures.KEYWORDS, figures.TRL_GAP,
        figures.FRESHNESS,
    ):  # fmt: skip
        columns[name] = np.array([c.features[name] for c in listed.candidates], np.float64)
    relative, dense = columns[figures.RELATIVE], columns[figures.DENSE]
    fused = (relative + _DENSE_WORTH * np.maximum(dense, 0.0)) / (1.0 + _DENSE_WORTH)
    columns[BEST_LEXICAL] = np.full(len(fused), columns[figures.LEXICAL].max(initial=0.0))
    columns[FUSED] = fused
    columns[BEHIND] = fused.max(initial=0.0) - fused
    columns[PLACE_BY_WORDS] = _places(columns[figures.LEXICAL])
    columns[PLACE_BY_MEANING] = _places(dense)
    columns[PLACE_FUSED] = _places(fused)
    columns[SUPPORT], columns[CROWD] = _support(listed, fused)


def _support(listed: Listed, fused: Column) -> tuple[Column, Column]:
    if listed.vectors is None or not listed.vectors.any():
        return np.zeros(len(fused)), np.zeros(len(fused))
    alike = np.maximum(listed.vectors @ listed.vectors.T, 0.0).astype(np.float64) ** 4
    np.fill_diagonal(alike, 0.0)
    crowd = alike.sum(axis=1)
    return (alike @ fused) / np.maximum(crowd, 1e-9), crowd


def _from_records(columns: dict[str, Column], listed: Listed, memory: Memory, weigh: Weigh) -> None:
    """Add what the record itself says: its title, its length, its classes."""
    query, documents = listed.query, [c.document for c in listed.candidates]
    wanted, height = wanted_of(query), len(listed.candidates)
    titles = [title_terms(document) for document in documents]
    every = sorted({term for terms in titles for term in terms})
    worth = dict(zip(every, weigh(every), strict=True)) if every else {}
    asked = figures.folded_request(query)
    columns[figures.SAID] = np.array(
        [figures.share_said(query, asked, terms, worth) for terms in titles], np.float64
    ).reshape(height)
    columns[figures.TITLE_COVERAGE] = np.array(
        [title_coverage(wanted, document) for document in documents], np.float64
    ).reshape(height)
    columns[WORDED] = np.array([memory.worded(terms) for terms in titles], np.float64)
    lengths = [len(document.title) + len(document.text) for document in documents]
    columns[LENGTH] = np.log1p(np.array(lengths, np.float64))
    columns[ASKED] = np.full(height, np.log1p(len(query.weights)))
    source = query.request.source
    columns[SAME_INDUSTRY] = np.array(
        [_same(source.industry_code, d.industry_code) if source else 0.0 for d in documents],
        np.float64,
    )
    columns[SAME_IPC] = np.array(
        [_nearest_class(source, d) if source else 0.0 for d in documents], np.float64
    )


def _from_memory(columns: dict[str, Column], listed: Listed, memory: Memory) -> None:
    """Add what judgements of similar requests, of the record and of its holder say."""
    height, recalled = len(listed.candidates), listed.recalled
    documents = [candidate.document for candidate in listed.candidates]
    drawn = np.zeros(height)
    if recalled.direction is not None and listed.vectors is not None:
        drawn = (listed.vectors @ recalled.direction).astype(np.float64)
    columns[DRAWN] = drawn
    columns[DRAWN_BEHIND] = drawn.max(initial=-1.0) - drawn
    columns[PLACE_DRAWN] = _places(drawn)
    places = memory.places(documents)
    judged = places >= 0
    for name, known in ((RECALLED_GOOD, recalled.good), (RECALLED_POOR, recalled.poor)):
        column = np.zeros(height)
        if known is not None and judged.any():
            column[judged] = known[places[judged]]
        columns[name] = column
    columns[PLACE_RECALLED] = _places(columns[RECALLED_GOOD])
    near = np.zeros(height)
    if recalled.alike is not None and listed.vectors is not None:
        near = memory.nearest_good(recalled.alike, listed.vectors).astype(np.float64)
    columns[NEAR_GOOD] = near
    fates = (*memory.records_of(places), *memory.holders_of(documents))
    for name, fate in zip(_FATES, fates, strict=True):
        columns[name] = fate.astype(np.float64)


def _places(values: Column) -> Column:
    """Return the logarithm of each place, the highest value first; equal ones share the best."""
    ordered = np.sort(-values)
    return np.log1p(np.searchsorted(ordered, -values, side="left").astype(np.float64))


def _same(one: str, other: str) -> float:
    """Return how many leading characters two codes have in common, as a share of four.

    >>> _same("C3841", "C3899")
    0.75
    """
    shared = 0
    for a, b in zip(one[:4], other[:4], strict=False):
        if a != b:
            break
        shared += 1
    return shared / 4


def _nearest_class(source: Document, document: Document) -> float:
    pairs = [_same(a, b) for a in source.ipc_codes for b in document.ipc_codes]
    return max(pairs, default=0.0)


def with_figures(featured: Featured, names: Sequence[str], row: Sequence[float]) -> Featured:
    """Return a candidate with a row of figures under their names."""
    every = {**featured.features, **dict(zip(names, row, strict=True))}
    return Featured(featured.candidate, featured.document, every)
