"""The static encoder (静态编码器): a text is the weighted sum of its terms' vectors."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from duijie.index.encoders.card import TRAIN_AGAIN, ReleaseCard, read_card, verify_files
from duijie.index.tokens import analyze
from duijie.kernel.errors import ReleaseError
from duijie.kernel.ports import Vectors
from duijie.kernel.words import N_

VOCABULARY = "vocabulary.txt"
VECTORS = "vectors.npy"
SCALES = "scales.npy"
PIECE = "▁"  # marks a part of a word; not a letter, so never the start of a term

# 1,024 texts: the rows they need stay near the processor; 4,096 was 10 % slower.
_CHUNK = 1024
_FEW = 8  # up to so many texts are summed without building a sparse matrix


class StaticEncoder:
    """Texts → vectors of length 1 by a table lookup and a sum (编码器).

    The table is memory-mapped int8 with one scale a row; a term's row already holds its weight.
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
        self._rows = {term: row for row, term in enumerate(vocabulary)}
        self._vectors = vectors
        self._scales = scales

    @classmethod
    def load(cls, folder: Path) -> "StaticEncoder":
        """Return the encoder of a release folder, after checking every file of it.

        Raises:
            ReleaseError: the release is missing, corrupt, cut short or incompatible.
        """
        card = read_card(folder)
        verify_files(folder, card)
        try:
            vocabulary = (folder / VOCABULARY).read_text("utf-8").splitlines()
            vectors = np.load(folder / VECTORS, mmap_mode="r", allow_pickle=False)
            scales = np.load(folder / SCALES, allow_pickle=False)
        except (OSError, ValueError) as error:
            raise _disagrees(card) from error
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
        return cls(card, vocabulary, vectors, scales)

    @property
    def release(self) -> str:
        """Return the name of the model release."""
        return self.card.name

    @property
    def dimensions(self) -> int:
        """Return the length of a vector."""
        return self.card.dimensions

    def encode(self, texts: Sequence[str], *, is_query: bool = False) -> Vectors:
        """Return one vector per text; a query and a document are encoded alike."""
        return self.encode_tokens([analyze(text) for text in texts], is_query=is_query)

    def encode_tokens(
        self, token_lists: Sequence[Sequence[str]], *, is_query: bool = False
    ) -> Vectors:
        """Return one vector per list of analysed tokens, of length 1, or 0 if none is known."""
        del is_query  # one table for both sides
        vectors = np.zeros((len(token_lists), self.dimensions), dtype=np.float32)
        step = _FEW if len(token_lists) <= _FEW else _CHUNK
        for start in range(0, len(token_lists), step):
            chunk = token_lists[start : start + step]
            total = self._sum_few(chunk) if len(chunk) <= _FEW else self._sum_many(chunk)
            lengths = np.sqrt(np.einsum("ij,ij->i", total, total))[:, None]
            np.divide(total, lengths, out=vectors[start : start + step], where=lengths > 0)
        return vectors

    def weight(self, term: str) -> float:
        """Return how much a term pulls a vector towards itself (权重); 0 if it is not known."""
        row = self._rows.get(term)
        if row is None:
            return 0.0
        return float(np.linalg.norm(self._vectors[row].astype(np.float32)) * self._scales[row])

    def _sum_few(self, token_lists: Sequence[Sequence[str]]) -> Vectors:
        sums = np.zeros((len(token_lists), self.dimensions), dtype=np.float32)
        for number, tokens in enumerate(token_lists):
            rows, times = np.unique(np.array(self._known(tokens), np.int64), return_counts=True)
            sums[number] = self._weighted(rows, np.log2(1 + times.astype(np.float32)))
            self._add_parts(sums[number], tokens, len(tokens) - int(times.sum()))
        return sums

    def _sum_many(self, token_lists: Sequence[Sequence[str]]) -> Vectors:
        from scipy.sparse import csr_array

        ids: list[int] = []
        ends = [0]
        for tokens in token_lists:
            ids.extend(self._known(tokens))
            ends.append(len(ids))
        used, columns = np.unique(np.array(ids, dtype=np.int32), return_inverse=True)
        counts = csr_array(
            (np.ones(len(ids), np.float32), columns.astype(np.int32), np.array(ends, np.int32)),
            shape=(len(token_lists), len(used)),
        )
        counts.sum_duplicates()
        counts.data = np.log2(1 + counts.data, dtype=np.float32)
        table = self._vectors[used].astype(np.float32) * self._scales[used, None]
        sums: Vectors = np.asarray(counts @ table, dtype=np.float32)
        for number, tokens in enumerate(token_lists):
            missing = len(tokens) - (ends[number + 1] - ends[number])
            self._add_parts(sums[number], tokens, missing)
        return sums

    def _known(self, tokens: Sequence[str]) -> list[int]:
        row_of = self._rows.get
        return [row for row in map(row_of, tokens) if row is not None]

    def _weighted(self, rows: NDArray[np.int64], weights: Vectors) -> Vectors:
        table = self._vectors[rows].astype(np.float32)
        return np.asarray((weights * self._scales[rows]) @ table, dtype=np.float32)

    def _add_parts(self, total: Vectors, tokens: Sequence[str], missing: int) -> None:
        """Add the parts of unknown words, each word the mean of its parts.

        Unknown Chinese terms are mostly rare bigrams over the edge of two words; their characters
        are noise, and are taken only where most of a text is unknown.
        """
        if missing == 0:
            return
        mostly_unknown = 2 * missing > len(tokens)
        rows: list[int] = []
        weights: list[float] = []
        for token in tokens:
            if token in self._rows or not (mostly_unknown or token.isascii()):
                continue
            if known := self._known(pieces_of(token)):
                rows.extend(known)
                weights.extend([1 / len(known)] * len(known))
        if rows:
            total += self._weighted(np.array(rows), np.array(weights, dtype=np.float32))


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
