"""Views (视图): two texts made from one document, or from two that belong together."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from duijie.learn.encoder.clauses import Clauses, Integers, add_rows, spread

_LONGEST_VIEW = 3  # clauses of the first view: about as much as a query says
_TITLE = 0.5  # how often the title is the first view, where there is one
_OVERLAP = 0.5  # how often the second view is the whole document: words in common must count too
_SWITCHED = 0.5  # how often a first view with words that have translations says these instead

Generator = np.random.Generator


class Views:
    """Makes the views that must find each other (视图), as damped counts of terms."""

    def __init__(self, clauses: Clauses, translations: csr_array | None = None) -> None:
        self._clauses = clauses
        self._translations = translations

    @property
    def width(self) -> int:
        """Return how many terms the library has."""
        return len(self._clauses.terms)

    def of_documents(self, documents: Integers, random: Generator) -> tuple[csr_array, csr_array]:
        """Return two views of each document: a short one, and the rest.

        The short view is the title or a run of up to three clauses; the other is the rest, half
        the time with the short view left in. A document of one clause is split term by term.
        """
        length = self._clauses.length[documents]
        short, rest, whole = self._divided(documents, random)
        _halve(short, rest, length == 1, whole, random)
        return damped(self._switched(short, random)), damped(rest)

    def of_related(
        self, pairs: NDArray[np.int64], random: Generator
    ) -> tuple[csr_array, csr_array]:
        """Return for each pair of documents a view of one, long or short, and the whole other.

        Args:
            pairs: two document numbers a row; which of the two is asked for is drawn.
            random: the choices are drawn from it.
        """
        turned = random.random(len(pairs)) < 0.5
        asked = np.where(turned, pairs[:, 1], pairs[:, 0])
        found = np.where(turned, pairs[:, 0], pairs[:, 1])
        short, _, _ = self._divided(asked, random)
        long = self._clauses.document_counts(asked)
        is_short = random.random(len(pairs)) < 0.5
        kept = csr_array(_rows_where(short, is_short) + _rows_where(long, ~is_short))
        return damped(self._switched(kept, random)), self.whole(found)

    def whole(self, documents: Integers) -> csr_array:
        """Return documents as they will be encoded."""
        return damped(self._clauses.document_counts(documents))

    def everything(self, width: int) -> csr_array:
        """Return all documents as they will be encoded, over a vocabulary of so many terms."""
        counts = damped(self._clauses.document_counts())
        return csr_array((counts.data, counts.indices, counts.indptr), (counts.shape[0], width))

    def _divided(
        self, documents: Integers, random: Generator
    ) -> tuple[csr_array, csr_array, NDArray[np.bool_]]:
        clauses, height = self._clauses, len(documents)
        first, length = clauses.first[documents], clauses.length[documents]
        run = np.minimum(random.integers(1, _LONGEST_VIEW + 1, height), np.maximum(length - 1, 1))
        start = first + random.integers(0, length - run + 1)
        by_title = clauses.titled[documents] & (random.random(height) < _TITLE)
        start, run = np.where(by_title, first, start), np.where(by_title, 1, run)
        whole = random.random(height) < _OVERLAP
        taken, rows = spread(first, length), np.repeat(np.arange(height), length)
        single = (length == 1)[rows]
        short = (taken >= start[rows]) & (taken < (start + run)[rows])
        rest = ~short | whole[rows] | single
        left = add_rows(clauses.counts, rows[short], taken[short], height)
        right = add_rows(clauses.counts, rows[rest], taken[rest], height)
        return left, right, whole

    def _switched(self, counts: csr_array, random: Generator) -> csr_array:
        """Return the texts, some of them with words put into the other language."""
        table = self._translations
        if table is None:
            return counts
        chosen = random.random(counts.shape[0]) < _SWITCHED
        told = np.diff(table.indptr) > 0
        mixed = _rows_where(counts, chosen)
        kept = csr_array(mixed, copy=True)
        kept.data = kept.data * ~told[kept.indices]
        return csr_array(_rows_where(counts, ~chosen) + kept + mixed @ table)


def damped(counts: csr_array) -> csr_array:
    """Return counts as they weigh in a text: a term met n times counts log2(1 + n)."""
    counts.eliminate_zeros()
    counts.data = np.log2(1 + counts.data)
    return counts


def _rows_where(counts: csr_array, chosen: NDArray[np.bool_]) -> csr_array:
    kept = csr_array(counts, copy=True)
    kept.data = kept.data * np.repeat(chosen, np.diff(kept.indptr))
    return kept


def _halve(
    left: csr_array,
    right: csr_array,
    single: NDArray[np.bool_],
    whole: NDArray[np.bool_],
    random: Generator,
) -> None:
    """Leave in the views of one-clause documents different halves of the terms."""
    left.sort_indices()
    right.sort_indices()
    rows_left = np.repeat(np.arange(len(single)), np.diff(left.indptr))
    rows_right = np.repeat(np.arange(len(single)), np.diff(right.indptr))
    at_left, at_right = single[rows_left], single[rows_right]
    chosen = random.random(int(at_left.sum())) < 0.5
    left.data[at_left] *= chosen
    right.data[at_right] *= ~chosen | whole[rows_right[at_right]]
