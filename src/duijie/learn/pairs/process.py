"""Regression over pairs with a kernel (高斯过程回归), exact, with every pair left out in turn.

Each target says whether a level is reached. Exact repeats are merged: their mean counts, with
less noise. What the model would say of a pair, or of all pairs of a need, had it not seen them
follows from the inverse at almost no cost, so honest figures to learn further from are free.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import fmin_l_bfgs_b

from duijie.kernel.ports import Progress
from duijie.learn.pairs.kernels import (
    Cosines,
    PairKernel,
    Points,
    Reals,
    starting_parameters,
)
from duijie.learn.pairs.terms import Floats, Integers

TUNED_ON: Final = 1400  # merged pairs; whole needs are drawn until there are so many
STEPS: Final = 14
_KEPT_NOISE = 0.1  # of the noise that repeating a judgement does not take away
_PULL = 0.05  # how strongly the numbers are held where they start
_FARTHEST = 4.0
_BLOCK = 2000


@dataclass(frozen=True, slots=True)
class Examples:
    """Merged pairs with their targets (合并样本): shares that reach level 2, 3, 4."""

    points: Points
    targets: Floats
    counts: Floats

    def __len__(self) -> int:
        return len(self.points)

    def taken(self, places: np.ndarray) -> "Examples":
        """Return the examples at some places."""
        return Examples(self.points.taken(places), self.targets[places], self.counts[places])

    def means(self) -> Floats:
        """Return the mean target of all pairs."""
        return np.asarray(np.average(self.targets, axis=0, weights=self.counts), dtype=np.float32)

    def noise(self, level: float) -> Floats:
        """Return the noise of each example: less where it was judged several times."""
        shares = _KEPT_NOISE + (1 - _KEPT_NOISE) / self.counts
        return np.asarray(level * shares, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is predicted of each example without seeing it, or any pair of its need (留一预测)."""

    pair: Floats
    need: Floats


@dataclass(frozen=True, slots=True)
class Process:
    """A fitted regression (已拟合的回归): predicts targets of new points."""

    points: Points
    dual: Floats
    means: Floats
    parameters: Reals

    def predict(self, cosines: Cosines, points: Points) -> Floats:
        """Return points × levels 2, 3, 4: the predicted shares, not yet between 0 and 1."""
        kernel = PairKernel(cosines, self.parameters)
        parts = [
            kernel.between(points.taken(slice(start, start + _BLOCK)), self.points) @ self.dual
            for start in range(0, len(points), _BLOCK)
        ]
        return np.vstack([*parts, np.zeros((0, len(self.means)), np.float32)]) + self.means


def fit_process(examples: Examples, cosines: Cosines, parameters: Reals) -> tuple[Process, LeftOut]:
    """Return the regression of examples, and what it says of each when it is left out."""
    kernel = PairKernel(cosines, parameters)
    inverse = inverse_of(kernel.over(examples.points), examples.noise(kernel.noise))
    means = examples.means()
    dual = inverse @ (examples.targets - means)
    process = Process(examples.points, dual, means, parameters)
    alone = np.asarray(examples.targets - dual / np.diag(inverse)[:, None], dtype=np.float32)
    by_need = leave_out(inverse, dual, examples.targets, examples.points.needs)
    return process, LeftOut(alone, by_need)


def leave_out(inverse: Floats, dual: Floats, targets: Floats, groups: Integers) -> Floats:
    """Return the predictions of each group of examples by a regression without this group."""
    found = np.empty_like(targets)
    for group in np.unique(groups):
        inside = np.flatnonzero(groups == group)
        block = inverse[np.ix_(inside, inside)]
        found[inside] = targets[inside] - np.linalg.solve(block, dual[inside])
    return found


def inverse_of(kernel: Floats, noise: Floats) -> Floats:
    """Return the inverse of kernel plus noise; the kernel's memory is used up."""
    from scipy.linalg.lapack import spotrf, spotri

    size = len(kernel)
    diagonal = np.diag_indices(size)
    before = kernel[diagonal] + noise
    for jitter in (0.0, 1e-3, 1e-2, 1e-1):
        matrix = kernel if jitter == 1e-1 else kernel.copy()
        matrix[diagonal] = before + np.float32(jitter)
        factor, failed = spotrf(matrix.T, lower=0, overwrite_a=1)
        if not failed:
            break
    inverse, _ = spotri(factor, lower=0, overwrite_c=1)
    upper = np.triu(inverse)
    inverse = upper + upper.T
    inverse[diagonal] /= 2
    return np.asarray(inverse, dtype=np.float32)


def tune(
    examples: Examples, cosines: Cosines, random: np.random.Generator, progress: Progress
) -> Reals:
    """Return the kernel's numbers that predict left-out examples best, on a draw of whole needs."""
    chosen = examples.taken(drawn_needs(examples.points.needs, TUNED_ON, random))
    start = starting_parameters(chosen.points.figures.shape[1])
    if len(chosen) < 2:
        return start
    steps = 0

    def counted(parameters: Reals) -> tuple[float, Reals]:
        nonlocal steps
        steps += 1
        progress("tune", min(steps, STEPS), STEPS)
        return left_out_loss(parameters, chosen, cosines, start)

    found, _, _ = fmin_l_bfgs_b(
        counted,
        start,
        bounds=[(value - _FARTHEST, value + _FARTHEST) for value in start],
        m=20,
        maxiter=STEPS,
        maxfun=STEPS,
    )
    return np.asarray(found, dtype=np.float64)


def drawn_needs(needs: Integers, limit: int, random: np.random.Generator) -> np.ndarray:
    """Return the places of whole needs, drawn until there would be more than the limit."""
    sizes = np.bincount(needs)
    order = random.permutation(np.unique(needs))
    fits = np.cumsum(sizes[order]) <= limit
    fits[0] = True
    return np.flatnonzero(np.isin(needs, order[fits]))


def left_out_loss(
    parameters: Reals, examples: Examples, cosines: Cosines, start: Reals
) -> tuple[float, Reals]:
    """Return half the squared error of left-out examples with its slope, held near the start."""
    kernel = PairKernel(cosines, parameters)
    noise = examples.noise(1.0)
    inverse = inverse_of(kernel.over(examples.points), noise * np.float32(kernel.noise))
    dual = inverse @ (examples.targets - examples.means())
    pull = np.diag(inverse)[:, None]
    errors, weights = dual / pull, examples.counts[:, None]
    loss = 0.5 * float((weights * errors * errors).sum(dtype=np.float64))
    one = inverse @ (weights * errors / pull)
    other = (weights * errors * dual / pull**2).sum(axis=1)
    slope = (inverse * other[None]) @ inverse - one @ dual.T
    slope = (slope + slope.T) / 2
    slopes = kernel.slopes(examples.points, slope, float((np.diag(slope) * noise).sum()))
    away = parameters - start
    hold = _PULL * len(examples) / 1000
    return loss + hold * float(away @ away), slopes + 2 * hold * away


def merged(points: Points, targets: Floats) -> tuple[Examples, Integers]:
    """Return pairs with exact repeats merged, and for each pair the number of its example."""
    keys = points.needs * (int(points.titles.max(initial=0)) + 1) + points.titles
    _, first, of, counts = np.unique(
        keys, return_index=True, return_inverse=True, return_counts=True
    )
    sums = np.zeros((len(first), targets.shape[1]), dtype=np.float32)
    np.add.at(sums, of, targets)
    sizes = counts.astype(np.float32)
    return Examples(points.taken(first), sums / sizes[:, None], sizes), of


def parts_of(needs: Integers, most: int, random: np.random.Generator) -> Sequence[np.ndarray]:
    """Return the places of whole needs in parts of about equal size, none much beyond `most`."""
    count = -(-len(needs) // most)
    if count <= 1:
        return [np.arange(len(needs))]
    order = random.permutation(np.unique(needs))
    sizes = np.bincount(needs)[order]
    part = (np.cumsum(sizes) - sizes) * count // len(needs)
    return [np.flatnonzero(np.isin(needs, order[part == n])) for n in range(count)]
