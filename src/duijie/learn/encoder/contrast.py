"""Contrastive training (对比学习): two views of one document come closer than views of others."""

import numpy as np
from scipy.sparse import csr_array, vstack

from duijie.kernel.ports import Progress
from duijie.learn.encoder.clauses import Clauses, Floats, Integers, add_rows, spread
from duijie.learn.encoder.options import EncoderOptions

_LONGEST_VIEW = 3  # clauses of the first view: about as much as a query says
_TITLE = 0.5  # how often the title is the first view, where there is one
_ENOUGH_STEPS = 150  # fewer leave a library of some thousand documents half learned
_OVERLAP = 0.5  # how often the second view is the whole document: words in common must count too


class ContrastTrainer:
    """Moves the vectors of terms so that views of one document find each other."""

    def __init__(
        self,
        clauses: Clauses,
        table: Floats,
        options: EncoderOptions,
        random: np.random.Generator,
    ) -> None:
        self.table = table
        self._clauses = clauses
        self._options = options
        self._random = random
        self._steepness = np.full(len(table), 1e-8, dtype=np.float32)

    def train(self, documents: Integers, progress: Progress) -> float:
        """Go through the documents `epochs` times or more; return the mean loss of the last."""
        batch = min(self._options.batch, len(documents))
        steps = len(documents) // batch if batch else 0
        epochs = rounds(self._options.epochs, steps)
        total, done, mean = steps * epochs, 0, 0.0
        for _ in range(epochs):
            order = self._random.permutation(documents)
            losses: list[float] = []
            for step in range(steps):
                rate = self._options.learning_rate * (1 - done / total)
                losses.append(self._step(order[step * batch : (step + 1) * batch], rate))
                done += 1
                progress("train", done, total, note=f"loss {np.mean(losses):.3f}")
            mean = float(np.mean(losses)) if losses else 0.0
        return mean

    def views(self, documents: Integers) -> tuple[csr_array, csr_array]:
        """Return two views of each document as damped counts: a short one, and the rest.

        The short view is the title or a run of up to three clauses; the other is the rest, half
        the time with the short view left in. A document of one clause is split term by term.
        """
        clauses, random, height = self._clauses, self._random, len(documents)
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
        self._halve(left, right, length == 1, whole)
        return _damped(left), _damped(right)

    def _halve(
        self, left: csr_array, right: csr_array, single: np.ndarray, whole: np.ndarray
    ) -> None:
        """Leave in the views of one-clause documents different halves of the terms."""
        left.sort_indices()
        right.sort_indices()
        rows_left = np.repeat(np.arange(len(single)), np.diff(left.indptr))
        rows_right = np.repeat(np.arange(len(single)), np.diff(right.indptr))
        at_left, at_right = single[rows_left], single[rows_right]
        chosen = self._random.random(int(at_left.sum())) < 0.5
        left.data[at_left] *= chosen
        right.data[at_right] *= ~chosen | whole[rows_right[at_right]]

    def _step(self, documents: Integers, rate: float) -> float:
        left, right = self.views(documents)
        both, height = csr_array(vstack([left, right])), len(documents)
        used, columns = np.unique(both.indices, return_inverse=True)
        both = csr_array(
            (both.data, columns.astype(np.int32), both.indptr), shape=(2 * height, len(used))
        )
        sums = both @ self.table[used]
        lengths = np.linalg.norm(sums, axis=1, keepdims=True) + 1e-6
        units = sums / lengths
        loss, slope = _contrast(units[:height], units[height:], self._options.temperature)
        inward = (slope - (slope * units).sum(axis=1, keepdims=True) * units) / lengths
        gradient = both.T @ inward
        self._steepness[used] += np.mean(gradient * gradient, axis=1)
        self.table[used] -= rate * gradient / np.sqrt(self._steepness[used])[:, None]
        return loss


def rounds(epochs: int, steps: int) -> int:
    """Return how often to go through documents that make so many steps.

    >>> rounds(5, 200), rounds(5, 15), rounds(5, 2), rounds(0, 2)
    (5, 10, 20, 0)
    """
    enough = -(-_ENOUGH_STEPS // steps) if steps else epochs
    return max(epochs, min(enough, 4 * epochs))


def _contrast(left: Floats, right: Floats, temperature: float) -> tuple[float, Floats]:
    """Return the loss and its slope: each view must choose its partner among all of the batch."""
    height = len(left)
    alike = left @ right.T / temperature
    chosen, chosen_back = _softmax(alike), _softmax(alike.T).T
    loss = -float(np.mean(np.log(np.diagonal(chosen) + 1e-9)))
    pull = chosen + chosen_back
    pull[np.arange(height), np.arange(height)] -= 2
    pull /= 2 * height * temperature
    return loss, np.vstack([pull @ right, pull.T @ left])


def _softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float32)


def _damped(counts: csr_array) -> csr_array:
    counts.eliminate_zeros()
    counts.data = np.log2(1 + counts.data)
    return counts
