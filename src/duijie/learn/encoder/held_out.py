"""How well an encoder does on documents it was not trained on."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, vstack

from duijie.learn.encoder.clauses import Floats, Integers
from duijie.learn.encoder.views import Views

HELD_OUT = 500
RIVALS = 5_000


@dataclass(frozen=True, slots=True)
class KnownItems:
    """Short views of held-out documents, to be found by their other view (已知项检索).

    Each is looked for among all held-out documents and the rivals, always by the same views, so
    that the rounds of a training can be compared.
    """

    asked: csr_array
    library: csr_array

    @classmethod
    def of(
        cls, views: Views, held_out: Integers, rivals: Integers, random: np.random.Generator
    ) -> "KnownItems":
        """Return the known items of some documents among others."""
        asked, found = views.of_documents(held_out, random)
        _, others = views.of_documents(rivals, random)
        return cls(asked, csr_array(vstack([found, others])))

    def scores(self, vectors: Floats) -> Mapping[str, float]:
        """Return nDCG@10 with its standard error, MRR and the share found among the first ten."""
        many = self.asked.shape[0]
        if many == 0:
            return {}
        asked, library = units(self.asked, vectors), units(self.library, vectors)
        scores = asked @ library.T
        own = scores[np.arange(many), np.arange(many)]
        ranks = 1 + (scores > own[:, None]).sum(axis=1)
        gains = np.where(ranks <= 10, 1 / np.log2(1 + ranks), 0.0)
        return {
            "held_out_documents": float(many),
            "among": float(len(library)),
            "ndcg_at_10": round(float(gains.mean()), 4),
            "mrr": round(float(np.mean(1 / ranks)), 4),
            "recall_at_10": round(float(np.mean(ranks <= 10)), 4),
            "ndcg_at_10_error": round(float(gains.std() / np.sqrt(many)), 4),
        }


def units(counts: csr_array, table: Floats) -> Floats:
    """Return the vectors of texts, each of length 1 or 0."""
    sums = counts @ table
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(sums / np.maximum(lengths, 1e-9), dtype=np.float32)
