"""Isotonic regression of scikit-learn (保序回归): from a score to a chance."""

import numpy as np
from numpy.typing import NDArray

from duijie.kernel.errors import MissingDependencyError
from duijie.kernel.words import N_

Floats = NDArray[np.float64]


def isotonic_steps(scores: Floats, outcomes: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return scores in rising order and the chance at each; between them it is a straight line."""
    try:
        from sklearn.isotonic import IsotonicRegression
    except ImportError as error:
        raise MissingDependencyError(
            feature=N_("Calibrating a ranker"), package="scikit-learn", install="scikit-learn"
        ) from error
    fitted = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip")
    fitted.fit(scores, outcomes, sample_weight=weights)
    return (
        np.asarray(fitted.X_thresholds_, dtype=np.float64),
        np.asarray(fitted.y_thresholds_, dtype=np.float64),
    )
