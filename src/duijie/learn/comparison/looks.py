"""Looks (多次检视): how much chance of error each look at a growing log may use.

Whoever looks every month and stops at the first good figure is wrong more often than each look
says. The chance of error is spent over the looks instead (Lan & DeMets, *Discrete sequential
boundaries for clinical trials*, Biometrika 1983): little at first, all of it by the last look. The
boundaries follow from the joint distribution of the looks by numerical integration (Armitage,
McPherson & Rowe 1969; Jennison & Turnbull, *Group Sequential Methods*, 2000, chapter 19).
"""

from functools import cache
from typing import Final

import numpy as np
from scipy import stats
from scipy.optimize import brentq

from duijie.learn.feedback.examination import Floats

POWER: Final = 2.0
"""The chance of error spent by the share t of the looks is α t²: between O'Brien and Fleming's
rule, which spends nearly nothing early, and Pocock's, which spends evenly."""

_GRID: Final = 1201
_WIDEST: Final = 8.0


@cache
def level_of_look(look: int, looks: int, alpha: float = 0.05) -> float:
    """Return the one-sided level for the bound of one look, such that all looks err `alpha`.

    The looks are taken to be evenly spread; a single look gets the whole of it.

    >>> level_of_look(1, 1, 0.05)
    0.05
    >>> [round(level_of_look(look, 4, 0.05), 4) for look in (1, 2, 3, 4)]
    [0.0031, 0.0107, 0.0222, 0.0384]
    """
    if not 1 <= look <= looks:
        raise ValueError(look)
    if looks == 1:
        return alpha
    return float(stats.norm.sf(_boundaries(looks, alpha)[look - 1]))


@cache
def _boundaries(looks: int, alpha: float) -> tuple[float, ...]:
    """Return the boundary of the standardised figure at each look.

    The sum S of `look` independent standard steps is followed: its density where no boundary has
    been crossed yet lies on a grid.
    """
    spent = [alpha * (look / looks) ** POWER for look in range(looks + 1)]
    boundaries = [float(stats.norm.isf(spent[1]))]
    sums = np.linspace(-_WIDEST, boundaries[0], _GRID)
    density: Floats = np.asarray(stats.norm.pdf(sums), dtype=float)
    for look in range(2, looks + 1):
        scale = float(np.sqrt(look))
        boundary = _boundary(sums, density, scale, spent[look] - spent[look - 1])
        boundaries.append(boundary)
        reached = np.linspace(-_WIDEST * scale, boundary * scale, _GRID)
        steps = stats.norm.pdf(reached[:, None] - sums[None, :])
        density = np.asarray(np.trapezoid(steps * density[None, :], sums, axis=1))
        sums = reached
    return tuple(boundaries)


def _boundary(sums: Floats, density: Floats, scale: float, spends: float) -> float:
    """Return the boundary that the next step crosses with the chance `spends`."""

    def surplus(boundary: float) -> float:
        crossed = stats.norm.sf(boundary * scale - sums)
        return float(np.trapezoid(crossed * density, sums)) - spends

    return float(brentq(surplus, -_WIDEST, _WIDEST, xtol=1e-8))
