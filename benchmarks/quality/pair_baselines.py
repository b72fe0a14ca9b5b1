"""Plain ways to predict levels of pairs, to compare with: a constant, words, a few figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

# At once: the product loads LightGBM without these estimators, and then they could not be had.
from lightgbm import LGBMClassifier

from duijie.learn.pairs import Need, Pair
from duijie.learn.pairs.features import Features, features_of
from duijie.learn.pairs.heads import QUESTIONS
from duijie.learn.pairs.space import Space, make_space
from duijie.learn.pairs.world import Numbering, Rows, World, world_of

PLAIN = (
    "terms", "terms_title", "topics", "topics_title", "bm25", "bm25_words", "said_words",
    "said_words_title", "covered_words_title", "title_length",
)  # fmt: skip
"""Similarities that look at one pair alone."""
ORDERINGS = {"BM25 words": "bm25_words", "BM25 words + bigrams": "bm25", "TF-IDF cosine": "terms"}
_ROUNDS, _NEIGHBOURS = 200, 5


class Ground:
    """All pairs of a file with what the baselines look at; made once, levels unseen."""

    def __init__(self, pairs: Sequence[Pair], needs: Sequence[Need], *, seed: int) -> None:
        numbering = Numbering(needs, pairs)
        self.rows: Rows = numbering.rows(pairs)
        listed = numbering.listed(self.rows)
        self.space: Space = make_space(numbering.needs, numbering.titles, listed, seed=seed)
        self.world: World = world_of(numbering, listed, self.space)
        self.features: Features = features_of(self.world, self.space, self.rows)
        self.levels = np.array([int(pair.level or 0) for pair in pairs])

    def column(self, name: str) -> np.ndarray:
        """Return one figure of all pairs."""
        return self.features.values[:, self.features.names.index(name)]


Answer = Callable[[Ground, np.ndarray, np.ndarray], np.ndarray]


def constant(ground: Ground, train: np.ndarray, test: np.ndarray) -> np.ndarray:
    """Return the median level of the training pairs for every pair."""
    return np.full(len(test), np.sort(ground.levels[train])[(len(train) - 1) // 2])


def token_logistic(ground: Ground, train: np.ndarray, test: np.ndarray) -> np.ndarray:
    """Return levels by a logistic over the words of title, of need, and which need it is."""
    from scipy.sparse import csr_array, eye_array, hstack
    from sklearn.linear_model import LogisticRegression

    rows, world = ground.rows, ground.world
    which = csr_array(eye_array(world.listed.shape[1], format="csr"))
    shared = world.titles.terms[rows.titles].multiply(world.needs.terms[rows.needs] > 0)
    figures = csr_array(
        hstack([world.titles.terms[rows.titles], shared, which[rows.needs]], format="csr")
    )
    figures.indices, figures.indptr = (
        figures.indices.astype(np.int32),
        figures.indptr.astype(np.int32),
    )
    return _median(ground, train, test, lambda: LogisticRegression(C=3.0, max_iter=300), figures)


def plain_trees(ground: Ground, train: np.ndarray, test: np.ndarray) -> np.ndarray:
    """Return levels by LightGBM over TF-IDF, LSA and BM25 figures and the need's other pairs."""
    columns = [ground.column(name) for name in PLAIN]
    return _by_trees(ground, train, test, [*columns, *_neighbours(ground, train)])


def trees_over_all_figures(ground: Ground, train: np.ndarray, test: np.ndarray) -> np.ndarray:
    """Return levels by LightGBM over every figure the product makes, and the neighbours."""
    return _by_trees(ground, train, test, [*ground.features.values.T, *_neighbours(ground, train)])


def _by_trees(
    ground: Ground, train: np.ndarray, test: np.ndarray, columns: Sequence[np.ndarray]
) -> np.ndarray:
    figures = np.stack(columns, axis=1)
    return _median(
        ground,
        train,
        test,
        lambda: LGBMClassifier(
            n_estimators=_ROUNDS,
            learning_rate=0.04,
            num_leaves=8,
            colsample_bytree=0.5,
            subsample=0.7,
            subsample_freq=1,
            n_jobs=1,
            random_state=0,
            verbose=-1,
        ),
        figures,
    )


def _median(
    ground: Ground,
    train: np.ndarray,
    test: np.ndarray,
    make: Callable[[], object],
    figures: object,
) -> np.ndarray:
    """Return the median level by one classifier for each of the questions 2, 3, 4."""
    import warnings

    level = np.ones(len(test), dtype=np.int64)
    for question in QUESTIONS:
        model = make()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.fit(figures[train], ground.levels[train] >= question)  # type: ignore[attr-defined, index]
            chances = model.predict_proba(figures[test])[:, 1]  # type: ignore[attr-defined, index]
        level += chances > 0.5
    return level


def _neighbours(ground: Ground, train: np.ndarray) -> list[np.ndarray]:
    """Return the mean level of the need's most alike judged titles, the pair itself left out."""
    rows, terms = ground.rows, ground.world.titles.terms
    taught = np.zeros(len(rows), dtype=bool)
    taught[train] = True
    overall = ground.levels[train].mean()
    nearest, mean = np.full(len(rows), overall), np.full(len(rows), overall)
    for need in np.unique(rows.needs):
        inside = np.flatnonzero(rows.needs == need)
        alike = (terms[rows.titles[inside]] @ terms[rows.titles[inside]].T).toarray()
        usable = taught[inside][None, :] & (rows.titles[inside][:, None] != rows.titles[inside])
        weights = np.where(usable, np.maximum(alike, 0) ** 2, 0)
        levels = ground.levels[inside]
        nearest[inside] = (weights @ levels + 0.1 * overall) / (weights.sum(axis=1) + 0.1)
        count = usable.sum(axis=1)
        mean[inside] = (usable @ levels + _NEIGHBOURS * overall) / (count + _NEIGHBOURS)
    return [nearest, mean]


BASELINES: dict[str, Answer] = {
    "constant": constant,
    "token logistic regression": token_logistic,
    "LightGBM, TF-IDF + LSA + neighbours": plain_trees,
    "LightGBM, all figures + neighbours": trees_over_all_figures,
}
