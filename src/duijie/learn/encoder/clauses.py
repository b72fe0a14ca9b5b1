"""Documents → clauses of term numbers: what the training looks at."""

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack

from duijie.index import analyze
from duijie.kernel.documents import Document
from duijie.kernel.ports import Progress
from duijie.learn.encoder.phrases import neighbours, pair_counts, stand_apart, telling_pairs

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

_CLAUSE_END = re.compile(r"[，,。；;：:！？!?\n]+|\.(?=\s|[^0-9a-zA-Z]|$)")
_NUMBER_OR_UNIT = re.compile(
    r"[0-9]+(?:[.][0-9]+)?"
    r"|[munck]?m|[mk]?l|[mk]?g|[mk]?w|kwh|[mkg]?pa|[kmg]?hz|[km]?v|m?ah?|db|pp[mb]|rpm|wt|m?mol|k?j"
)


@dataclass(frozen=True, slots=True)
class Clauses:
    """The clauses (小句) of all documents as counts of terms.

    Attributes:
        terms: the vocabulary, the most frequent term first.
        counts: clauses × terms.
        first: the first clause of each document that has any.
        length: how many clauses each such document has.
        titled: whether the first clause is the title.
        frequency: in how many documents each term stands.
        documents: how many documents there were, with or without clauses.
        record_ids: of the documents that have clauses.
    """

    terms: tuple[str, ...]
    counts: csr_array
    first: Integers
    length: Integers
    titled: NDArray[np.bool_]
    frequency: Integers
    documents: int
    record_ids: tuple[str, ...] = ()

    def document_counts(self, chosen: Integers | None = None) -> csr_array:
        """Return documents × terms, for all documents with text or for the chosen ones."""
        first = self.first if chosen is None else self.first[chosen]
        length = self.length if chosen is None else self.length[chosen]
        rows = np.repeat(np.arange(len(first)), length)
        return add_rows(self.counts, rows, spread(first, length), len(first))

    def idf(self) -> Floats:
        """Return the inverse document frequency of each term (逆文档频率)."""
        weights = np.log((self.documents + 1) / (self.frequency + 0.5))
        return np.maximum(weights, 0.01).astype(np.float32)


def cut(
    documents: Sequence[Document], *, terms: int, progress: Progress, phrases: int = 0
) -> Clauses:
    """Return the clauses of documents over a vocabulary of at most so many terms.

    At most `phrases` of them are multi-words: two terms with a space between.

    Plain numbers and bare units are left out: they say little about what a text is about, and
    whether they are met is decided by the explanation.
    """
    numbers: dict[str, int] = {}
    ids, ends = array("i"), array("q", [0])
    first, length, titled = array("q"), array("q"), array("b")
    record_ids: list[str] = []
    for done, document in enumerate(documents):
        before = len(ends) - 1
        for place, text in enumerate(_clauses_of(document)):
            found = [numbers.setdefault(t, len(numbers)) for t in analyze(text) if tells(t)]
            if found:
                ids.extend(found)
                ends.append(len(ids))
            if place == 0:
                has_title = bool(found)
        if len(ends) - 1 > before:
            first.append(before)
            length.append(len(ends) - 1 - before)
            titled.append(has_title)
            record_ids.append(document.record_id)
        if done % 1000 == 999:
            progress("read", done + 1, len(documents))
    found_ids, found_ends = np.array(ids, np.int64), np.array(ends, np.int64)
    counts = csr_array(
        (np.ones(len(ids), np.float32), found_ids, found_ends),
        shape=(len(ends) - 1, len(numbers)),
    )
    names = list(numbers)
    if phrases:
        pairs, places = neighbours(found_ids, found_ends, len(names))
        apart = stand_apart(names, pairs)
        pairs, places = pairs[apart], places[apart]
        kept = telling_pairs(pairs, found_ids, len(names), phrases)
        counts = csr_array(hstack([counts, pair_counts(pairs, places, kept, counts.shape[0])]))
        width = len(names)
        names += [f"{names[pair // width]} {names[pair % width]}" for pair in kept.tolist()]
    counts.sum_duplicates()
    raw = Clauses(
        tuple(names),
        counts,
        np.array(first, np.int64),
        np.array(length, np.int64),
        np.array(titled, np.bool_),
        np.zeros(len(names), np.int64),
        len(documents),
        tuple(record_ids),
    )
    return _most_frequent(raw, terms)


def _clauses_of(document: Document) -> list[str]:
    parts = [document.title, "，".join(document.keywords)]
    return parts + [clause for clause in _CLAUSE_END.split(document.text) if clause.strip()]


def tells(term: str) -> bool:
    """Tell whether a term says what a text is about: not a number, not a unit."""
    return not _NUMBER_OR_UNIT.fullmatch(term)


def _most_frequent(raw: Clauses, limit: int) -> Clauses:
    """Keep terms of at least two documents (one in a small library), most frequent first."""
    whole = raw.document_counts()
    frequency = np.bincount(whole.indices, minlength=len(raw.terms))
    at_least = 2 if raw.documents > 1000 else 1
    order = np.lexsort((np.arange(len(frequency)), -frequency))
    kept = order[frequency[order] >= at_least][:limit]
    return Clauses(
        tuple(raw.terms[number] for number in kept),
        csr_array(raw.counts[:, kept]),
        raw.first,
        raw.length,
        raw.titled,
        frequency[kept],
        raw.documents,
        raw.record_ids,
    )


def spread(first: Integers, length: Integers) -> Integers:
    """Return the numbers first, first + 1, … of each run, one run after another.

    >>> spread(np.array([3, 8]), np.array([2, 3])).tolist()
    [3, 4, 8, 9, 10]
    """
    starts = np.cumsum(length) - length
    runs: Integers = np.arange(int(length.sum())) + np.repeat(first - starts, length)
    return runs


def add_rows(counts: csr_array, rows: Integers, taken: Integers, height: int) -> csr_array:
    """Return a matrix whose row `rows[i]` is the sum of the rows `taken[i]` of `counts`."""
    ones = np.ones(len(taken), np.float32)
    chooser = csr_array((ones, (rows, taken)), shape=(height, counts.shape[0]))
    return csr_array(chooser @ counts)
