"""Pairs → one row of named figures each (特征), the same for judged and for new pairs."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from duijie.learn.pairs.lists import list_features, within_lists
from duijie.learn.pairs.similarity import similarity_blocks, title_blocks, word_matches
from duijie.learn.pairs.space import Space
from duijie.learn.pairs.terms import Floats
from duijie.learn.pairs.world import Rows, World

COMPARED: Final = (
    "terms",
    "terms_title",
    "topics",
    "topics_title",
    "encoder",
    "general",
    "bm25",
)
"""Similarities whose standing among all needs, all titles and the list is looked at, too."""
_CLIPPED = 4.0


@dataclass(frozen=True, slots=True)
class Features:
    """Named figures of pairs (特征): `values` is pairs × names."""

    names: tuple[str, ...]
    values: Floats


def features_of(world: World, space: Space, rows: Rows) -> Features:
    """Return the figures of pairs; where a need is among them, its whole list must be."""
    columns = _similarities(world, space, rows)
    columns.update(word_matches(world, space, rows))
    columns.update(list_features(world, space, rows))
    names = tuple(sorted(columns))
    values = np.stack([columns[name] for name in names], axis=1)
    return Features(names, np.nan_to_num(values).astype(np.float32))


@dataclass(frozen=True, slots=True)
class Scaling:
    """Means and deviations of the figures of the training pairs (标准化)."""

    means: Floats
    deviations: Floats

    def scaled(self, values: Floats) -> Floats:
        """Return figures in deviations from the mean, none beyond four."""
        steps = (values - self.means) / self.deviations
        return np.asarray(np.clip(steps, -_CLIPPED, _CLIPPED), dtype=np.float32)


def scaling_of(values: Floats) -> Scaling:
    """Return the scaling that these figures give."""
    deviations = values.std(axis=0, dtype=np.float64)
    means = values.mean(axis=0, dtype=np.float64)
    safe = np.where(deviations > 1e-6, deviations, 1.0)
    return Scaling(means.astype(np.float32), safe.astype(np.float32))


def _similarities(world: World, space: Space, rows: Rows) -> dict[str, Floats]:
    titles, needs = world.listed.shape
    columns: dict[str, Floats] = {}
    for name, block in similarity_blocks(world, space).items():
        value = np.zeros(len(rows), dtype=np.float32)
        standing, best = value.copy(), value.copy()
        sums, squares = np.zeros(needs), np.zeros(needs)
        for own in title_blocks(np.arange(titles) if name in COMPARED else rows.titles):
            alike = block(own)
            places = np.flatnonzero(np.isin(rows.titles, own))
            at = (np.searchsorted(own, rows.titles[places]), rows.needs[places])
            value[places] = alike[at]
            if name not in COMPARED:
                continue
            middle, deviation = alike.mean(axis=1), alike.std(axis=1) + 1e-4
            standing[places] = (alike[at] - middle[at[0]]) / deviation[at[0]]
            best[places] = alike[at] / (alike.max(axis=1)[at[0]] + 1e-4)
            sums += alike.sum(axis=0, dtype=np.float64)
            squares += np.square(alike).sum(axis=0, dtype=np.float64)
        columns[name] = value
        if name in COMPARED:
            mean = sums / titles
            far = np.sqrt(np.maximum(squares / titles - mean * mean, 0)) + 1e-4
            columns[f"{name}_of_needs"] = standing
            columns[f"{name}_of_best"] = best
            columns[f"{name}_of_titles"] = np.asarray(
                (value - mean[rows.needs]) / far[rows.needs], dtype=np.float32
            )
            columns[f"{name}_in_list"] = within_lists(value, rows, needs)
    for name in ("terms", "topics"):
        counts = np.maximum(np.bincount(rows.needs, minlength=needs), 1)
        means = np.bincount(rows.needs, columns[name], needs) / counts
        columns[f"{name}_list_mean"] = np.asarray(means[rows.needs], dtype=np.float32)
    return columns
