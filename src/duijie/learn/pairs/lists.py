"""What the lists themselves tell (清单特征): where titles like this one are listed, levels unseen.

A title that stands alone in its need's list, or that is at home in the lists of other needs, is
seldom a good match. A title that is listed several times for one need mostly is.
"""

from collections.abc import Callable

import numpy as np
from scipy.sparse import csr_array

from duijie.learn.pairs.similarity import need_likeness, title_blocks
from duijie.learn.pairs.space import Space
from duijie.learn.pairs.terms import Floats, Integers, presence
from duijie.learn.pairs.world import Rows, World

_SMOOTH = 0.3
_PRIOR_TITLES = 100.0


def list_features(world: World, space: Space, rows: Rows) -> dict[str, Floats]:
    """Return the figures of pairs that come from who is listed where; the pair itself left out."""
    present = world.present
    sizes = np.asarray(present.sum(axis=0)).ravel()
    spread = np.asarray(present.sum(axis=1)).ravel()
    found = {
        "listed_times": np.asarray(world.listed[rows.titles, rows.needs], dtype=np.float32),
        "list_size": sizes[rows.needs],
        "listed_for": spread[rows.titles],
        "title_length": np.diff(world.titles.counts.indptr)[rows.titles].astype(np.float32),
    }
    likeness = need_likeness(world.needs)
    np.fill_diagonal(likeness, 0)
    near = likeness * (sizes > 0)[None, :]
    found["nearest_need"] = near.max(axis=1, initial=0)[rows.needs]
    found["list_said"] = _list_words(world, space, rows)
    for name, alike, power in (
        ("terms", _alike_by_terms(world), 2),
        ("topics", _alike_by(world.titles.topics), 4),
        ("encoder", _alike_by(world.titles.encoded), 4),
        ("general", _alike_by(world.titles.general), 4),
    ):
        found.update(_neighbourhood(name, alike, power, world, rows, likeness))
    return {name: np.asarray(column, dtype=np.float32) for name, column in found.items()}


def within_lists(values: Floats, rows: Rows, needs: int) -> Floats:
    """Return how far each value stands above the mean of its need's list, in deviations."""
    keys = np.unique(rows.needs * (rows.titles.max(initial=0) + 1) + rows.titles, return_index=True)
    of, once = rows.needs[keys[1]], values[keys[1]].astype(np.float64)
    counts = np.maximum(np.bincount(of, minlength=needs), 1)
    means = np.bincount(of, once, needs) / counts
    squares = np.bincount(of, once * once, needs) / counts
    deviations = np.sqrt(np.maximum(squares - means * means, 0)) + 1e-3
    return np.asarray((values - means[rows.needs]) / deviations[rows.needs], dtype=np.float32)


def _alike_by_terms(world: World) -> Callable[[Integers], Floats]:
    across = csr_array(world.titles.terms.T)
    return lambda rows: np.asarray((world.titles.terms[rows] @ across).toarray(), np.float32)


def _alike_by(vectors: Floats) -> Callable[[Integers], Floats]:
    return lambda rows: np.maximum(vectors[rows] @ vectors.T, 0)


def _neighbourhood(
    name: str,
    alike: Callable[[Integers], Floats],
    power: int,
    world: World,
    rows: Rows,
    likeness: Floats,
) -> dict[str, Floats]:
    """Return figures of the lists in which titles like a pair's title stand."""
    present = world.present
    members = csr_array(present.T)  # needs × titles, so that dense blocks come out of a product
    sizes = np.asarray(present.sum(axis=0)).ravel()
    filled = sizes > 0
    names = ("mean", "peak", "mean_of_needs", "peak_of_needs", "rank", "share", "home", "at_home")
    columns = {key: np.zeros(len(rows), dtype=np.float32) for key in names}
    squared = np.asarray((likeness + np.eye(len(likeness), dtype=np.float32)) ** 2)
    for own in title_blocks(rows.titles):
        places = np.flatnonzero(np.isin(rows.titles, own))
        close = alike(own)
        close[np.arange(len(own)), own] = 0
        others = sizes[None, :] - present[own].toarray() + 1
        mean = (members @ close.T).T / others
        peak = ((members @ (close**4).T).T / others) ** 0.25
        mass = (members @ (close**power).T).T
        total = mass.sum(axis=1, keepdims=True) + _SMOOTH
        at = (np.searchsorted(own, rows.titles[places]), rows.needs[places])
        columns["mean"][places] = mean[at]
        columns["peak"][places] = peak[at]
        columns["mean_of_needs"][places] = _standing(mean, filled)[at]
        columns["peak_of_needs"][places] = _standing(peak, filled)[at]
        columns["rank"][places] = np.log1p((mean[at[0]] > mean[at][:, None]).sum(axis=1))
        columns["share"][places] = (mass / total)[at]
        columns["home"][places] = ((mass @ likeness) / total)[at]
        columns["at_home"][places] = ((mass @ squared) / total)[at]
    for key in ("mean", "peak"):
        columns[f"{key}_in_list"] = within_lists(columns[key], rows, len(sizes))
    return {f"{name}_{key}": column for key, column in columns.items()}


def _standing(values: Floats, filled: np.ndarray) -> Floats:
    """Return each value in deviations from the mean over the needs that have lists."""
    among = values[:, filled]
    mean, deviation = among.mean(axis=1, keepdims=True), among.std(axis=1, keepdims=True)
    return np.asarray((values - mean) / (deviation + 1e-4), dtype=np.float32)


def _list_words(world: World, space: Space, rows: Rows) -> Floats:
    """Return how much more often the list says the best term of the title than all lists do."""
    del space
    there = presence(world.titles.counts)
    present = world.present
    by_need = csr_array(there.T @ present)
    sizes = np.asarray(present.sum(axis=0)).ravel()
    overall = np.asarray(there.sum(axis=0)).ravel() / max(there.shape[0], 1)
    chosen = csr_array(there[rows.titles])
    counts = np.diff(chosen.indptr)
    needs = np.repeat(rows.needs, counts)
    found = np.zeros(len(rows), dtype=np.float32)
    if not len(chosen.indices):
        return found
    said = np.asarray(by_need[chosen.indices, needs]).ravel() - 1
    share = overall[chosen.indices]
    above = (said + _PRIOR_TITLES * share) / (sizes[needs] + _PRIOR_TITLES) / share
    full = counts > 0
    best = np.maximum.reduceat(np.log(np.maximum(above, 1e-9)), chosen.indptr[:-1][full])
    found[full] = best
    return found
