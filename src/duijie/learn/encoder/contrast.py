"""The contrastive loss (对比损失): each text must choose its partner among all of the batch."""

from collections.abc import Callable, Sequence

import numpy as np
from scipy.sparse import csr_array, vstack

from duijie.learn.encoder.clauses import Floats

Compare = Callable[[Floats], tuple[float, Floats]]
"""Units of all texts of a batch → the loss and its slope for each of them."""

FIRST_STEEPNESS = 1e-8


class TermTable:
    """The vectors of terms while they are learned (词向量表), with their steepness (Adagrad)."""

    def __init__(self, vectors: Floats, steepness: Floats | None = None) -> None:
        self.vectors = vectors
        self.steepness = (
            np.full(len(vectors), FIRST_STEEPNESS, np.float32) if steepness is None else steepness
        )

    def copy(self) -> "TermTable":
        """Return a copy that can be moved on its own."""
        return TermTable(self.vectors.copy(), self.steepness.copy())

    def step(
        self,
        texts: Sequence[csr_array],
        compare: Compare,
        *,
        rate: float,
        sizes: Sequence[int] = (),
    ) -> float:
        """Move the vectors of the terms of some texts down the slope of a loss; return the loss.

        `sizes` are lengths of the first part of a vector that must do the job alone too
        (Matryoshka); each counts as much as the whole.
        """
        both = csr_array(vstack(list(texts)))
        used, columns = np.unique(both.indices, return_inverse=True)
        shape = (both.shape[0], len(used))
        both = csr_array((both.data, columns.astype(np.int32), both.indptr), shape=shape)
        sums = both @ self.vectors[used]
        loss, inward = _slope(sums, compare)
        for size in sizes:
            if size < sums.shape[1]:
                inward[:, :size] += _slope(sums[:, :size], compare)[1]
        gradient = both.T @ inward
        self.steepness[used] += np.mean(gradient * gradient, axis=1)
        self.vectors[used] -= rate * gradient / np.sqrt(self.steepness[used])[:, None]
        return loss


def _slope(sums: Floats, compare: Compare) -> tuple[float, Floats]:
    """Return the loss of sums of vectors brought to length 1, and its slope for the sums."""
    lengths = np.linalg.norm(sums, axis=1, keepdims=True) + 1e-6
    units = sums / lengths
    loss, slope = compare(units)
    return loss, (slope - (slope * units).sum(axis=1, keepdims=True) * units) / lengths


def each_its_partner(height: int, temperature: float) -> Compare:
    """Return the loss of texts whose partner is `height` rows below, in both directions."""

    def compare(units: Floats) -> tuple[float, Floats]:
        left, right = units[:height], units[height:]
        alike = left @ right.T / temperature
        chosen, chosen_back = softmax(alike), softmax(alike.T).T
        loss = -float(np.mean(np.log(np.diagonal(chosen) + 1e-9)))
        pull = chosen + chosen_back
        pull[np.arange(height), np.arange(height)] -= 2
        pull /= 2 * height * temperature
        return loss, np.vstack([pull @ right, pull.T @ left])

    return compare


def its_wanted(wanted: Floats, left_out: np.ndarray, temperature: float) -> Compare:
    """Return the loss of requests that must choose what is wanted among all below them.

    Args:
        wanted: requests × candidates: how much of a request's choice each should get; a row adds
            up to the weight of the request.
        left_out: requests × candidates: True where a candidate is neither right nor wrong.
        temperature: how soft the comparison is.
    """
    height, weight = len(wanted), wanted.sum(axis=1, keepdims=True)

    def compare(units: Floats) -> tuple[float, Floats]:
        asked, library = units[:height], units[height:]
        alike = asked @ library.T / temperature
        alike[left_out] = -1e4
        chosen = softmax(alike)
        loss = -float((wanted * np.log(chosen + 1e-9)).sum() / max(weight.sum(), 1e-9))
        pull = (weight * chosen - wanted) / (height * temperature)
        return loss, np.vstack([pull @ library, pull.T @ asked])

    return compare


def softmax(scores: Floats) -> Floats:
    """Return each row as shares of 1 (归一指数)."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float32)
