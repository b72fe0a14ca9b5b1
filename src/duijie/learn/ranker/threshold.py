"""When to say *no good match*: where a bad list costs as much as silence (阈值)."""

import numpy as np
from numpy.typing import NDArray

# Bounds: with nothing to tell good lists from bad ones, neither always nor never is silent. The
# higher one lies in the range of weak, to which a card without a line that is met holds a chance:
# what the card bounds must not be silenced by that alone.
LOWEST, HIGHEST = 0.02, 0.45


def threshold_by_cost(
    best: NDArray[np.float64],
    has_good: NDArray[np.bool_],
    *,
    cost_of_bad_list: float,
    cost_of_silence: float,
) -> float:
    """Return the chance of the best match from which on a list is shown at the lowest cost.

    Args:
        best: the highest chance of each request held out.
        has_good: whether a good record is among the first ten of it.
        cost_of_bad_list: what it costs to show a list without a good record.
        cost_of_silence: what it costs to be silent although there was one.

    >>> chances, good = np.array([0.1, 0.2, 0.4, 0.6]), np.array([False, False, True, True])
    >>> threshold_by_cost(chances, good, cost_of_bad_list=1.0, cost_of_silence=1.0)
    0.3
    """
    order = np.argsort(best, kind="stable")
    best, has_good = best[order], has_good[order]
    silent = np.concatenate([[0.0], np.cumsum(has_good * cost_of_silence)])
    shown = np.concatenate([np.cumsum((~has_good * cost_of_bad_list)[::-1])[::-1], [0.0]])
    cut = int(np.argmin(np.round(silent + shown, 9)))
    if cut == 0:
        return LOWEST
    above = best[cut] if cut < len(best) else 1.0
    return float(np.clip(round(float(best[cut - 1] + above) / 2, 4), LOWEST, HIGHEST))
