"""Vectors turned so that their first part says most (主轴旋转): any length may then be kept."""

import numpy as np

from duijie.learn.encoder.clauses import Floats, Integers
from duijie.learn.encoder.held_out import units
from duijie.learn.encoder.views import Views

_DOCUMENTS = 20_000  # enough to tell 256 axes apart


def turned(vectors: Floats, views: Views, documents: Integers) -> Floats:
    """Return the vectors of the terms, turned to the main axes of the documents' vectors.

    A turn changes no cosine of whole vectors. Their first half keeps more of it than a training in
    which the first part must do the job alone: docs/decisions/0011-domain-encoder.md.
    """
    if len(documents) == 0:
        return vectors
    library = units(views.whole(np.sort(documents[:_DOCUMENTS])), vectors[: views.width])
    _, axes = np.linalg.eigh(library.T @ library)
    return np.asarray(vectors @ axes[:, ::-1], dtype=np.float32)
