"""The static encoder (静态编码器): a text is the weighted sum of its terms' vectors."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from duijie.index.encoders.card import TRAIN_AGAIN, ReleaseCard, read_card
from duijie.index.encoders.nibbles import unpacked_nibbles
from duijie.index.tokens import analyze
from duijie.kernel.errors import ReleaseError
from duijie.kernel.ports import Vectors
from duijie.kernel.releases import verify_files
from duijie.kernel.words import N_, Phrase

VOCABULARY = "vocabulary.txt"
VECTORS = "vectors.npy"
SCALES = "scales.npy"
PIECE = "▁"  # marks a part of a word; not a letter, so never the start of a term

# 404 pairs are measured (docs/decisions/0011-domain-encoder.md); a dictionary alone is not enough.
ENOUGH_TRANSLATED = 100
# 1,024 texts: the rows they need stay near the processor; 4,096 was 10 % slower.
_CHUNK = 1024
_UNSEEN, _UNSEEN_CHINESE = -1, -2


class _Rows(dict[str, int]):
    """Term → row; a negative number tells which kind of term is not in the vocabulary."""

    def __missing__(self, term: str) -> int:
        return _UNSEEN if term.isascii() else _UNSEEN_CHINESE


class StaticEncoder:
    """Texts → vectors of length 1 by a table lookup and a sum (编码器).

    The table is memory-mapped int8 with one scale a row (or four bits a number, then it is read
    into memory); a term's row already holds its weight.
    A term met n times counts log2(1 + n). Words never seen are built from their parts: Chinese
    ones from their characters, others from runs of three letters. Plain numbers say nothing here:
    they are compared by the explanation, with unit and bound.
    """

    def __init__(
        self,
        card: ReleaseCard,
        vocabulary: Sequence[str],
        vectors: NDArray[np.int8],
        scales: NDArray[np.float32],
    ) -> None:
        self.card = card
        self._rows = _Rows(zip(vocabulary, range(len(vocabulary)), strict=True))
        self._vectors = np.asarray(vectors)  # without np.memmap's costly indexing, still mapped
        self._scales = scales
        self._pairs, self._pair_rows = self._phrases(vocabulary)

    @classmethod
    def load(
        cls, folder: Path, *, is_elsewhere: bool = False, dimensions: int = 0
    ) -> "StaticEncoder":
        """Return the encoder of a release folder, after checking every file of it.

        A release that lies elsewhere than in the home is called by its folder, so that it is
        found again. With `dimensions`, only so many numbers of each vector are used, the first
        ones, which say most; the release is then called `name:dimensions`.

        Raises:
            ReleaseError: the release is missing, corrupt, cut short or incompatible, or has fewer
                dimensions than asked for.
        """
        card = read_card(folder)
        verify_files(folder, card.files, remedy=TRAIN_AGAIN)
        try:
            vocabulary = (folder / VOCABULARY).read_text("utf-8").splitlines()
            vectors = np.load(folder / VECTORS, mmap_mode="r", allow_pickle=False)
            scales = np.load(folder / SCALES, allow_pickle=False)
        except (OSError, ValueError) as error:
            raise _disagrees(card) from error
        if vectors.dtype == np.uint8 and vectors.ndim == 2:
            vectors = unpacked_nibbles(vectors)
        rows = card.terms + card.pieces
        if (
            set(card.files) != {VOCABULARY, VECTORS, SCALES}
            or len(vocabulary) != rows
            or vectors.shape != (rows, card.dimensions)
            or scales.shape != (rows,)
            or vectors.dtype != np.int8
            or scales.dtype != np.float32
        ):
            raise _disagrees(card)
        if is_elsewhere:
            card = replace(card, name=f"{folder}@{card.name[-8:]}")
        if dimensions and dimensions != card.dimensions:
            if not 0 < dimensions < card.dimensions:
                raise _too_long(card, dimensions)
            card = replace(card, name=f"{card.name}:{dimensions}", dimensions=dimensions)
            vectors = np.ascontiguousarray(vectors[:, :dimensions])
        return cls(card, vocabulary, vectors, scales)

    @property
    def release(self) -> str:
        """Return the name of the model release."""
        return self.card.name

    @property
    def dimensions(self) -> int:
        """Return the length of a vector."""
        return self.card.dimensions

    @property
    def joins_languages(self) -> bool:
        """Tell whether it was taught by enough pairs in two languages to compare across them."""
        return self.card.scores.get("translated_pairs", 0.0) >= ENOUGH_TRANSLATED

    def encode(self, texts: Sequence[str], *, is_query: bool = False) -> Vectors:
        """Return one vector per text; a query and a document are encoded alike."""
        return self.encode_tokens([analyze(text) for text in texts], is_query=is_query)

    def encode_tokens(
        self, token_lists: Sequence[Sequence[str]], *, is_query: bool = False
    ) -> Vectors:
        """Return one vector per list of analysed tokens, of length 1, or 0 if none is known."""
        del is_query  # one table for both sides
        vectors = np.zeros((len(token_lists), self.dimensions), dtype=np.float32)
        for start in range(0, len(token_lists), _CHUNK):
            used, weights = self._weights(token_lists[start : start + _CHUNK])
            table = self._vectors[used].astype(np.float32) * self._scales[used, None]
            total = np.asarray(weights @ table, dtype=np.float32)
            lengths = np.sqrt(np.einsum("ij,ij->i", total, total))[:, None]
            np.divide(total, lengths, out=vectors[start : start + _CHUNK], where=lengths > 0)
        return vectors

    def weight(self, term: str) -> float:
        """Return how much a term pulls a vector towards itself (权重); 0 if it is not known."""
        row = self._rows.get(term)
        if row is None:
            return 0.0
        return float(np.linalg.norm(self._vectors[row].astype(np.float32)) * self._scales[row])

    def _phrases(self, vocabulary: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Return the multi-words (two terms and a space): both rows as one number, and its row."""
        found: list[tuple[int, int]] = []
        for row, term in enumerate(vocabulary):
            first, space, second = term.partition(" ")
            if space and first in self._rows and second in self._rows:
                found.append((self._rows[first] * len(vocabulary) + self._rows[second], row))
        table = np.array(sorted(found), np.int64).reshape(-1, 2)
        return table[:, 0].copy(), table[:, 1].astype(np.int32)

    def _weights(self, token_lists: Sequence[Sequence[str]]) -> tuple[NDArray[np.int32], Any]:
        """Return the rows in use, and texts × these rows: how much of each row a text is."""
        from scipy.sparse import csr_array, hstack

        height = len(token_lists)
        tokens = list(chain.from_iterable(token_lists))
        found = np.fromiter(map(self._rows.__getitem__, tokens), np.int32, len(tokens))
        lengths = np.fromiter(map(len, token_lists), np.int64, height)
        texts = np.repeat(np.arange(height), lengths)
        known = found >= 0
        told, owners = self._with_phrases(found, texts, known)
        used, columns = np.unique(told, return_inverse=True)
        ends = np.concatenate([[0], np.cumsum(np.bincount(owners, minlength=height))])
        counts = csr_array(
            (np.ones(len(columns), np.float32), columns, ends), shape=(height, len(used))
        )
        counts.sum_duplicates()
        counts.data = np.log2(1 + counts.data)
        # Unknown Chinese terms are mostly rare bigrams over the edge of two words; their
        # characters are noise, and are taken only where most of a text is unknown.
        missing = np.bincount(texts[~known], minlength=height)
        wanted = (found == _UNSEEN) | (~known & (2 * missing > lengths)[texts])
        parts = self._parts([(int(texts[n]), tokens[n]) for n in np.flatnonzero(wanted)])
        if not parts:
            return used, counts
        rows, holders, shares = (np.array(column) for column in zip(*parts, strict=True))
        extra, places = np.unique(rows, return_inverse=True)
        shape = (height, len(extra))
        more = csr_array((shares.astype(np.float32), (holders, places)), shape=shape)
        return np.concatenate([used, extra]), csr_array(hstack([counts, more]))

    def _with_phrases(
        self, found: NDArray[np.int32], texts: NDArray[np.int64], known: NDArray[np.bool_]
    ) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Return the rows that are said and by which text, text by text, multi-words included."""
        told, owners = found[known], texts[known]
        if not len(self._pairs) or len(found) < 2:
            return told, owners
        beside = (texts[:-1] == texts[1:]) & known[:-1] & known[1:]
        keys = (found[:-1].astype(np.int64) * len(self._rows) + found[1:])[beside]
        places = np.minimum(np.searchsorted(self._pairs, keys), len(self._pairs) - 1)
        is_phrase = self._pairs[places] == keys
        told = np.concatenate([told, self._pair_rows[places[is_phrase]]])
        owners = np.concatenate([owners, texts[:-1][beside][is_phrase]])
        order = np.argsort(owners, kind="stable")
        return told[order], owners[order]

    def _parts(self, unknown: Sequence[tuple[int, str]]) -> list[tuple[int, int, float]]:
        """Return row, text and share of the parts of unknown words; a word is their mean."""
        parts: list[tuple[int, int, float]] = []
        for text, term in unknown:
            rows = [row for piece in pieces_of(term) if (row := self._rows[piece]) >= 0]
            parts.extend((row, text, 1 / len(rows)) for row in rows)
        return parts


def pieces_of(term: str) -> list[str]:
    """Return the parts a term is built from when it was never seen.

    >>> pieces_of("石墨")
    ['▁石', '▁墨']
    >>> pieces_of("alloy")
    ['▁^al', '▁all', '▁llo', '▁loy', '▁oy$']
    >>> pieces_of("2500m3")
    []
    """
    if term[0].isdigit():
        return []
    if not term.isascii():
        return [PIECE + character for character in term] if len(term) <= 4 else []
    if len(term) < 3:
        return []
    edged = f"^{term}$"
    return [PIECE + edged[start : start + 3] for start in range(len(edged) - 2)]


def _disagrees(card: ReleaseCard) -> ReleaseError:
    return ReleaseError(
        release=card.name, why=N_("its files do not agree with its card"), remedy=TRAIN_AGAIN
    )


def _too_long(card: ReleaseCard, dimensions: int) -> ReleaseError:
    return ReleaseError(
        release=f"{card.name}:{dimensions}",
        why=Phrase("its vectors have %(have)s numbers", have=card.dimensions),
        remedy=Phrase("Ask for 1 to %(have)s.", have=card.dimensions),
    )
