"""Learning from the library itself (自监督训练): rounds of steps that can be taken up again."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, vstack

from duijie.kernel.ports import Progress
from duijie.learn.encoder.checkpoint import Checkpoint, TrainingState
from duijie.learn.encoder.clauses import Integers
from duijie.learn.encoder.contrast import TermTable, each_its_partner
from duijie.learn.encoder.held_out import KnownItems
from duijie.learn.encoder.options import EncoderOptions
from duijie.learn.encoder.views import Views

CHECKPOINT_STEPS = 200  # about 20 s of work; writing the state takes half a second
_ENOUGH_STEPS = 150  # fewer leave a library of some thousand documents half learned
_RELATED = 192  # pairs of related records in a step, at most

# One number for each use of chance: a step draws the same whatever was drawn before it, so that
# a training taken up in the middle goes on as if it had never stopped.
ORDER, STEP = 11, 12


@dataclass(frozen=True, slots=True)
class LibraryTraining:
    """What the library stage works with (训练材料)."""

    views: Views
    documents: Integers
    related: Integers  # pairs × 2, document numbers
    known_items: KnownItems
    options: EncoderOptions
    progress: Progress

    def run(self, start: Callable[[], TermTable], checkpoint: Checkpoint) -> TrainingState:
        """Return the state after all rounds, its vectors those of the best round."""
        options = self.options
        batch = min(options.batch, len(self.documents))
        steps = len(self.documents) // batch if batch else 0
        epochs = rounds(options.epochs, steps)
        state = checkpoint.load()
        if state is None:
            table = start()
            state = TrainingState(table.vectors, table.steepness)
        table = TermTable(state.vectors, state.steepness)
        for step in range(state.step, steps * epochs):
            epoch, place = divmod(step, steps)
            if place == 0 or step == state.step:
                order = self._order(epoch)
            rate = options.learning_rate * (1 - step / (steps * epochs))
            chosen = order[place * batch : (place + 1) * batch]
            state.losses.append(self._step(table, chosen, step, rate))
            state.step = step + 1
            note = f"loss {np.mean(state.losses):.3f}"
            if state.best_round:
                note += f", nDCG@10 {state.score:.3f}"
            self.progress("train", step + 1, steps * epochs, note=note)
            if place == steps - 1:
                self._end_round(state, table, epoch, epochs)
            if state.step % CHECKPOINT_STEPS == 0:
                checkpoint.save(state)
        if state.best is not None:
            state.vectors = state.best
        return state

    def _order(self, epoch: int) -> Integers:
        return np.random.default_rng((self.options.seed, ORDER, epoch)).permutation(self.documents)

    def _step(self, table: TermTable, documents: Integers, step: int, rate: float) -> float:
        random = np.random.default_rng((self.options.seed, STEP, step))
        left, right = self.views.of_documents(documents, random)
        if len(self.related):
            many = min(_RELATED, len(self.related))
            pairs = self.related[random.choice(len(self.related), many, replace=False)]
            one, other = self.views.of_related(pairs, random)
            left, right = csr_array(vstack([left, one])), csr_array(vstack([right, other]))
        sizes = self.options.prefixes
        return table.step(
            (left, right),
            each_its_partner(left.shape[0], self.options.temperature),
            rate=rate,
            sizes=sizes[step % len(sizes) :][:1] if sizes else (),
        )

    def _end_round(self, state: TrainingState, table: TermTable, epoch: int, epochs: int) -> None:
        """Note how well the round ended, and keep its vectors unless an earlier one was better.

        Better by more than the error of the measurement: a small library holds out so few
        documents that the best of many rounds would be the luckiest one.
        """
        scores = self.known_items.scores(table.vectors)
        score = scores.get("ndcg_at_10", 0.0)
        state.score = score
        state.loss = float(np.mean(state.losses))
        state.losses = []
        if score >= state.best_score - scores.get("ndcg_at_10_error", 0.0):
            state.best_score = max(score, state.best_score)
            state.best_round = epoch + 1
            state.best = None if epoch + 1 == epochs else table.vectors.copy()


def rounds(epochs: int, steps: int) -> int:
    """Return how often to go through documents that make so many steps.

    >>> rounds(5, 200), rounds(5, 15), rounds(5, 2), rounds(0, 2)
    (5, 10, 20, 0)
    """
    enough = -(-_ENOUGH_STEPS // steps) if steps else epochs
    return max(epochs, min(enough, 4 * epochs))
