"""How well an encoder does on documents it was not trained on."""

from collections.abc import Mapping

import numpy as np
from scipy.sparse import csr_array

from duijie.learn.encoder.clauses import Floats, Integers
from duijie.learn.encoder.contrast import ContrastTrainer

HELD_OUT = 500
RIVALS = 5_000


def known_item_scores(
    trainer: ContrastTrainer, held_out: Integers, rivals: Integers
) -> Mapping[str, float]:
    """Return how well a short view of a document finds its other view (known-item search).

    Each is looked for among all held-out documents and the rivals. `mrr` is the mean reciprocal
    rank, `recall_at_10` the share found among the first ten.
    """
    if len(held_out) == 0:
        return {}
    left, right = trainer.views(np.concatenate([held_out, rivals]))
    asked = _units(left[: len(held_out)], trainer.table)
    library = _units(right, trainer.table)
    scores = asked @ library.T
    own = scores[np.arange(len(asked)), np.arange(len(asked))]
    ranks = 1 + (scores > own[:, None]).sum(axis=1)
    return {
        "held_out_documents": float(len(held_out)),
        "among": float(len(library)),
        "mrr": round(float(np.mean(1 / ranks)), 4),
        "recall_at_10": round(float(np.mean(ranks <= 10)), 4),
    }


def _units(counts: csr_array, table: Floats) -> Floats:
    sums = counts @ table
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(sums / np.maximum(lengths, 1e-9), dtype=np.float32)
