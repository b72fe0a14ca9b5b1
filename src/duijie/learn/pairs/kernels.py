"""Kernels over pairs (配对核函数): how much the level of one pair tells of that of another.

Two pairs are alike when their needs are the same or alike (`same`, `need`), when their titles are
alike (`title`), and when their figures are close (`close`). The kernel is a sum of products of
these four, with weights; each of `title` and `need` is a sum of exponentials of cosines, and
`close` a Gaussian over the scaled figures with a width for each. So *how achievements like this
one fared for needs like this one* is one term of the sum, and its weight is learned.

Weights and widths are kept as logarithms in one vector, and `slopes` gives the derivative of any
loss by them from its derivative by the kernel.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from duijie.learn.pairs.terms import Floats, Integers
from duijie.learn.pairs.world import World

Reals = NDArray[np.float64]

TITLE_VIEWS: Final = ("terms", "topics", "encoder", "general")
NEED_VIEWS: Final = ("terms", "topics", "topics_title", "encoder", "general")
# Where learning starts: round numbers, moved by the training pairs.
PRODUCTS: Final[Mapping[tuple[str, ...], float]] = {
    ("same", "title"): 0.05,
    ("need", "title"): 0.5,
    ("title",): 0.005,
    ("same",): 0.01,
    ("need",): 0.01,
    ("close",): 0.3,
    ("need", "close"): 0.2,
    ("same", "close"): 0.02,
    ("title", "close"): 0.02,
    ("need", "title", "close"): 0.05,
}
CONSTANT: Final = np.float32(0.3)
_START: Final = {"linear": 0.05, "noise": 0.3}
_TITLE_STEEPNESS, _NEED_STEEPNESS, _CLOSENESS = 2.0, 6.0, 0.3


@dataclass(frozen=True, slots=True)
class Cosines:
    """Cosines of all titles and of all needs with each other, view by view (余弦)."""

    titles: Mapping[str, Floats | csr_array]
    needs: Mapping[str, Floats]

    def of_titles(self, view: str, left: Integers, right: Integers) -> Floats:
        """Return cosines of titles × titles."""
        rows = self.titles[view]
        if isinstance(rows, csr_array):
            return np.asarray((rows[left] @ rows[right].T).toarray(), dtype=np.float32)
        return rows[left] @ rows[right].T

    def of_needs(self, view: str) -> Floats:
        """Return cosines of needs × needs."""
        return self.needs[view]


def cosines_of(world: World) -> Cosines:
    """Return what the kernels compare titles and needs by."""
    of_needs = {
        "terms": np.asarray((world.needs.terms @ world.needs.terms.T).toarray(), np.float32),
        "topics": world.needs.topics @ world.needs.topics.T,
        "topics_title": world.heads.topics @ world.heads.topics.T,
        "encoder": world.needs.encoded @ world.needs.encoded.T,
        "general": world.needs.general @ world.needs.general.T,
    }
    titles = world.titles
    of_titles: dict[str, Floats | csr_array] = {
        "terms": titles.terms,
        "topics": titles.topics,
        "encoder": titles.encoded,
        "general": titles.general,
    }
    return Cosines(of_titles, of_needs)


@dataclass(frozen=True, slots=True)
class Points:
    """Pairs as a kernel sees them (核函数的样本点): need, title and scaled figures."""

    needs: Integers
    titles: Integers
    figures: Floats

    def __len__(self) -> int:
        return len(self.needs)

    def taken(self, places: np.ndarray | slice) -> "Points":
        """Return the points at some places."""
        return Points(self.needs[places], self.titles[places], self.figures[places])


def parameter_names(figures: int) -> list[str]:
    """Return the names of the learned numbers, in their order."""
    views = [f"title:{part}:{view}" for part in ("weight", "steep") for view in TITLE_VIEWS]
    views += [f"need:{part}:{view}" for part in ("weight", "steep") for view in NEED_VIEWS]
    products = ["*".join(factors) for factors in PRODUCTS]
    return [*views, *products, *_START, *(f"width:{n}" for n in range(figures))]


def starting_parameters(figures: int) -> Reals:
    """Return the logarithms that learning starts from."""
    titles, needs = len(TITLE_VIEWS), len(NEED_VIEWS)
    start = [1 / titles] * titles + [_TITLE_STEEPNESS] * titles
    start += [1 / needs] * needs + [_NEED_STEEPNESS] * needs
    start += [*PRODUCTS.values(), *_START.values()]
    start += [_CLOSENESS / max(figures, 1)] * figures
    return np.asarray(np.log(np.array(start)), dtype=np.float64)


class PairKernel:
    """The kernel of some learned numbers over the needs and titles of a world (配对核)."""

    def __init__(self, cosines: Cosines, parameters: Reals) -> None:
        values = np.exp(parameters)
        titles, needs = len(TITLE_VIEWS), len(NEED_VIEWS)
        ends = np.cumsum([titles, titles, needs, needs, len(PRODUCTS), len(_START)])
        self._title_weights, self._title_steep, self._need_weights, self._need_steep = (
            values[start:end] for start, end in zip((0, *ends[:3]), ends[:4], strict=True)
        )
        self._products = dict(zip(PRODUCTS, values[ends[3] : ends[4]], strict=True))
        self.linear, self.noise = (float(value) for value in values[ends[4] : ends[5]])
        self._widths = values[ends[5] :].astype(np.float32)
        self._cosines = cosines
        self._need = self._mixed_needs()

    def between(self, left: Points, right: Points) -> Floats:
        """Return the kernel of left × right."""
        titles, inverse_left = np.unique(left.titles, return_inverse=True)
        others, inverse_right = np.unique(right.titles, return_inverse=True)
        title = self._mixed_titles(titles, others)[np.ix_(inverse_left, inverse_right)]
        close, linear = self._closeness(left, right)
        factors = self._factors(left, right, title, close)
        total = np.float32(self.linear) * linear + CONSTANT
        for names, weight in self._products.items():
            total += np.float32(weight) * _product(factors, names)
        return total

    def over(self, points: Points, *, block: int = 1000) -> Floats:
        """Return the kernel of points with themselves, made block by block to save memory."""
        total = np.empty((len(points), len(points)), dtype=np.float32)
        for start in range(0, len(points), block):
            part = slice(start, start + block)
            total[part] = self.between(points.taken(part), points)
        return total

    def slopes(self, points: Points, slope: Floats, noise_slope: float) -> Reals:
        """Return the derivatives of a loss by the learned numbers (their logarithms).

        Args:
            points: over which the kernel stands.
            slope: the derivative of the loss by each entry of the kernel, symmetric.
            noise_slope: that by the noise.
        """
        title = self._mixed_titles(points.titles, points.titles)
        close, linear = self._closeness(points, points)
        factors = self._factors(points, points, title, close)
        by_factor = {name: np.zeros_like(slope) for name in ("title", "need", "close")}
        products = []
        for names, weight in self._products.items():
            for name in by_factor:
                if name in names:
                    rest = tuple(other for other in names if other != name)
                    by_factor[name] += np.float32(weight) * _product(factors, rest)
            products.append(weight * _sum(slope, _product(factors, names)))
        by_title, by_need = slope * by_factor["title"], slope * by_factor["need"]
        found = [*self._title_slopes(points, by_title), *self._need_slopes(points, by_need)]
        found += [*products, self.linear * _sum(slope, linear), self.noise * noise_slope]
        return np.array([*found, *self._width_slopes(points, slope, by_factor["close"] * close)])

    def _mixed_titles(self, left: Integers, right: Integers) -> Floats:
        total = np.zeros((len(left), len(right)), dtype=np.float32)
        rates = zip(TITLE_VIEWS, self._title_weights, self._title_steep, strict=True)
        for view, weight, steep in rates:
            cosine = self._cosines.of_titles(view, left, right)
            total += np.float32(weight) * np.exp(np.float32(steep) * (cosine - 1))
        return total

    def _mixed_needs(self) -> Floats:
        rates = zip(NEED_VIEWS, self._need_weights, self._need_steep, strict=True)
        return np.asarray(
            sum(
                np.float32(weight) * np.exp(np.float32(steep) * (self._cosines.of_needs(view) - 1))
                for view, weight, steep in rates
            ),
            dtype=np.float32,
        )

    def _closeness(self, left: Points, right: Points) -> tuple[Floats, Floats]:
        scale = np.sqrt(self._widths)
        ours, theirs = left.figures * scale, right.figures * scale
        linear = ours @ theirs.T
        squared = (ours * ours).sum(1)[:, None] + (theirs * theirs).sum(1)[None] - 2 * linear
        return np.exp(-np.maximum(squared, 0)), linear

    def _factors(
        self, left: Points, right: Points, title: Floats, close: Floats
    ) -> Mapping[str, Floats]:
        return {
            "same": (left.needs[:, None] == right.needs[None]).astype(np.float32),
            "need": self._need[np.ix_(left.needs, right.needs)],
            "title": title,
            "close": close,
        }

    def _title_slopes(self, points: Points, slope: Floats) -> list[float]:
        weights, steepness = [], []
        rates = zip(TITLE_VIEWS, self._title_weights, self._title_steep, strict=True)
        for view, weight, steep in rates:
            below = self._cosines.of_titles(view, points.titles, points.titles) - 1
            share = np.exp(np.float32(steep) * below) * slope
            weights.append(weight * float(share.sum()))
            steepness.append(weight * steep * _sum(share, below))
        return weights + steepness

    def _need_slopes(self, points: Points, slope: Floats) -> list[float]:
        weights, steepness = [], []
        rates = zip(NEED_VIEWS, self._need_weights, self._need_steep, strict=True)
        for view, weight, steep in rates:
            below = self._cosines.of_needs(view)[np.ix_(points.needs, points.needs)] - 1
            share = np.exp(np.float32(steep) * below) * slope
            weights.append(weight * float(share.sum()))
            steepness.append(weight * steep * _sum(share, below))
        return weights + steepness

    def _width_slopes(self, points: Points, slope: Floats, by_close: Floats) -> Reals:
        inner, figures = slope * by_close, points.figures
        apart = (inner.sum(axis=1)[:, None] * figures * figures).sum(axis=0)
        apart -= (figures * (inner @ figures)).sum(axis=0)
        along = (figures * (slope @ figures)).sum(axis=0)
        return np.asarray(self._widths * (self.linear * along - 2 * apart), dtype=np.float64)


def _product(factors: Mapping[str, Floats], names: Sequence[str]) -> Floats | np.float32:
    total: Floats | np.float32 = np.float32(1)
    for name in names:
        total = total * factors[name]
    return total


def _sum(left: Floats, right: Floats | np.float32) -> float:
    return float((left * right).sum(dtype=np.float64))
