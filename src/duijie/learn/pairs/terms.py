"""Needs and titles → terms: words, and bigrams inside words, kept apart from words."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array

from duijie.index import analyze, words
from duijie.learn.pairs.reading import Need

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

BIGRAM: Final = "#"  # marks a bigram: no word begins with it
TITLE_WEIGHT: Final = 2.0  # what a need says in its title counts twice


def title_terms(title: Sequence[str]) -> list[str]:
    """Return the words of a title and the character bigrams inside its Chinese words.

    >>> title_terms(("锂离子", "PCR"))
    ['锂离子', 'PCR', '#锂离', '#离子']
    """
    inside = [BIGRAM + a + b for word in title if not word.isascii() for a, b in pairwise(word)]
    return [*title, *inside]


def text_terms(text: str) -> list[str]:
    """Return the words of a need's text and the character bigrams of its Chinese runs."""
    found = words(text)
    return [*found, *(BIGRAM + term for term in analyze(text)[len(found) :])]


def is_word(term: str) -> bool:
    """Tell words from bigrams."""
    return not term.startswith(BIGRAM)


def vocabulary_of(lists: Iterable[Iterable[str]]) -> dict[str, int]:
    """Return a number for each term, in the order in which they are met."""
    return {
        term: n for n, term in enumerate(dict.fromkeys(term for terms in lists for term in terms))
    }


def counted(lists: Sequence[Sequence[str]], vocabulary: Mapping[str, int]) -> csr_array:
    """Return texts × vocabulary: how often each known term stands in each text."""
    found = [[vocabulary[term] for term in terms if term in vocabulary] for terms in lists]
    ends = np.cumsum([0, *map(len, found)])
    ids = np.array([number for numbers in found for number in numbers], dtype=np.int32)
    shape = (len(lists), len(vocabulary))
    counts = csr_array((np.ones(len(ids), np.float32), ids, ends), shape=shape)
    counts.sum_duplicates()
    return counts


def presence(counts: csr_array) -> csr_array:
    """Return 1 where a term stands in a text."""
    there = counts.copy()
    there.data = np.ones_like(there.data)
    return there


def idf_of(counts: Sequence[csr_array]) -> Floats:
    """Return the inverse document frequency (逆文档频率) of each term over all the texts."""
    frequency = sum(np.bincount(part.indices, minlength=part.shape[1]) for part in counts)
    texts = sum(part.shape[0] for part in counts)
    return np.maximum(np.log((texts + 1) / (frequency + 0.5)), 0.01).astype(np.float32)


def weighed(counts: csr_array, idf: Floats) -> csr_array:
    """Return rows of length 1: log counts times idf."""
    rows = counts.copy()
    rows.data = (np.log2(1 + rows.data) * idf[rows.indices]).astype(np.float32)
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1))).ravel()
    scale = 1 / np.where(lengths > 0, lengths, 1)
    return csr_array(diags_array(scale.astype(np.float32)) @ rows)


def units(rows: Floats) -> Floats:
    """Return rows of length 1; rows of nothing stay 0."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 1e-9, lengths, 1), dtype=np.float32)


def need_terms(needs: Sequence[Need]) -> tuple[list[list[str]], list[list[str]]]:
    """Return the terms of the needs' titles and those of their texts."""
    return [text_terms(need.title) for need in needs], [text_terms(need.text) for need in needs]
