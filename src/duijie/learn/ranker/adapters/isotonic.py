"""From a score to a chance: isotonic regression of scikit-learn, smoothed by a logistic (校准)."""

import numpy as np
from numpy.typing import NDArray

from duijie.kernel.errors import MissingDependencyError
from duijie.kernel.words import N_

Floats = NDArray[np.float64]
_POINTS = 64


def calibrated_steps(scores: Floats, outcomes: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return scores in rising order and the chance at each; between them it is a straight line.

    The mean of an isotonic regression, which is right for any shape but jumps where there is
    little to see, and of a logistic, which is smooth but has one shape: better than either alone
    on the little that was judged (docs/decisions/0010-ranker.md).
    """
    try:
        from sklearn.isotonic import IsotonicRegression
        from sklearn.linear_model import LogisticRegression
    except ImportError as error:
        raise MissingDependencyError(
            feature=N_("Calibrating a ranker"), package="scikit-learn", install="scikit-learn"
        ) from error
    rising = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip")
    rising.fit(scores, outcomes, sample_weight=weights)
    evenly = np.quantile(scores, np.linspace(0.0, 1.0, _POINTS))
    points = np.unique(np.round(np.concatenate([rising.X_thresholds_, evenly]), 6))
    chances = np.asarray(rising.predict(points), dtype=np.float64)
    if 0.0 < float(outcomes.mean()) < 1.0:
        smooth = LogisticRegression(C=1e6)
        smooth.fit(scores[:, None], outcomes, sample_weight=weights)
        chances = (chances + smooth.predict_proba(points[:, None])[:, 1]) / 2
        chances = np.maximum.accumulate(chances)  # a slope downwards would turn the order round
    return np.asarray(points, dtype=np.float64), np.round(chances, 6)
