"""`TrainedRanker` (训练所得排序器): a release of trees and memory that ranks and calls levels."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from duijie.kernel.explanations import Reason
from duijie.kernel.matching import Level
from duijie.kernel.ports import Vectors
from duijie.kernel.releases import verify_files
from duijie.kernel.words import N_
from duijie.match import features as figures
from duijie.match.adapters.trees import Trees
from duijie.match.calibrate import level_of
from duijie.match.features import Featured
from duijie.match.rank import SHOWN_WEIGHTS, Ranked, in_order, score_of
from duijie.match.rankers.card import TRAIN_AGAIN, RankerCard, read_ranker_card, refused
from duijie.match.rankers.figures import (
    NAMES,
    READ_NAMES,
    read_columns,
    table_of,
    with_figures,
)
from duijie.match.rankers.files import Weights, read_weights
from duijie.match.rankers.port import Listed, Recalled, Weigh
from duijie.match.rankers.telling import moved_by
from duijie.match.understand import Query

Table = NDArray[np.float64]
_GOOD = int(Level.FAIRLY_STRONG)


class TrainedRanker:
    """Ranks by trees over named figures, judged requests among them.

    The chance is that of a match being at least fairly strong, calibrated on requests that its
    trees had not seen. Where all levels were judged, the level is the median of the chances of
    the four: it makes the mean distance from the true level smallest.
    """

    def __init__(self, card: RankerCard, weights: Weights) -> None:
        self.card = card
        self.memory = weights.memory
        self._gap = weights.gap
        self._order = self._trees(weights.order, NAMES)
        self._heads = {
            level: (self._trees(head.trees, READ_NAMES), head)
            for level, head in weights.heads.items()
        }

    @classmethod
    def load(cls, folder: Path) -> "TrainedRanker":
        """Return the ranker of a release folder, after checking every file of it.

        Raises:
            ReleaseError: the release is missing, corrupt, cut short or incompatible.
            MissingDependencyError: lightgbm is not installed.
        """
        card = read_ranker_card(folder)
        if card.figures != NAMES:
            raise refused(card.name, N_("it looks at other figures than this version makes"))
        verify_files(folder, card.files, remedy=TRAIN_AGAIN)
        try:
            weights = read_weights(folder, card.files)
        except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
            raise refused(card.name, N_("its files do not fit together")) from error
        return cls(card, weights)

    @property
    def release(self) -> str:
        """Return the name of the model release."""
        return self.card.name

    @property
    def credible_from(self) -> float:
        """Return the chance below which silence costs less than a bad list."""
        return self.card.credible_from

    def recall(self, queries: Sequence[Query], vectors: Vectors | None) -> list[Recalled]:
        """Return what judged requests like each query say."""
        return self.memory.recall(queries, vectors if self.card.encoder else None)

    def rank(self, listed: Listed, weigh: Weigh) -> list[Ranked]:
        """Return the candidates by the trees."""
        table = table_of(self._seen(listed), self.memory, weigh)
        scores = self._order.scores(table)
        return in_order(
            [
                Ranked(with_figures(found, NAMES, row), round(score, 6))
                for found, row, score in zip(
                    listed.candidates, table.tolist(), scores.tolist(), strict=True
                )
            ]
        )

    def read(self, query: Query, shown: Sequence[Ranked], weigh: Weigh) -> list[Ranked]:
        """Return what is shown with its chance and its level."""
        del weigh
        closer = read_columns(query, [entry.featured.document for entry in shown])
        table, more = np.hstack([self._rows(shown), closer]), closer.tolist()
        chances = {level: self._chances(level, table) for level in sorted(self._heads)}
        names = (figures.CORE, figures.COVERAGE)
        return [
            replace(
                entry,
                featured=with_figures(entry.featured, names, more[n]),
                chance=float(chances[_GOOD][n]),
                level=self._level({level: float(found[n]) for level, found in chances.items()}),
            )
            for n, entry in enumerate(shown)
        ]

    def checked(self, entry: Ranked, figures: Mapping[str, float]) -> Ranked:
        """Return an entry with the figures of its card in its score.

        They weigh against the usual distance of first and tenth what they weigh by hand.
        """
        every = {**entry.featured.features, **figures}
        score = entry.score + self._gap * score_of(figures, SHOWN_WEIGHTS)
        return replace(entry, featured=replace(entry.featured, features=every), score=score)

    def reasons(self, shown: Sequence[Ranked]) -> list[tuple[Reason, ...]]:
        """Return for each entry the figures that moved it most."""
        added = self.contributions(shown)
        return [moved_by(NAMES, row[:-1]) for row in added]

    def contributions(self, shown: Sequence[Ranked]) -> Table:
        """Return per entry what each figure added to the score of the trees, and the start."""
        return self._order.contributions(self._rows(shown))

    def _trees(self, text: str, names: tuple[str, ...]) -> Trees:
        trees = Trees(text, release=self.card.name, remedy=TRAIN_AGAIN)
        if trees.names != names:
            raise refused(self.card.name, N_("its trees look at other figures than its card says"))
        return trees

    def _rows(self, shown: Sequence[Ranked]) -> Table:
        rows = [[entry.featured.features[name] for name in NAMES] for entry in shown]
        return np.array(rows, np.float64).reshape(len(rows), len(NAMES))

    def _chances(self, level: int, table: Table) -> Table:
        trees, head = self._heads[level]
        found = np.interp(trees.scores(table), head.scores, head.chances)
        return np.asarray(found, dtype=np.float64)

    def _level(self, chances: Mapping[int, float]) -> Level:
        if not self.card.levels:
            return level_of(chances[_GOOD])
        return Level(1 + sum(chance >= 0.5 for chance in chances.values()))

    def _seen(self, listed: Listed) -> Listed:
        """Return a list without vectors for a ranker that was trained without them."""
        if self.card.encoder:
            return listed
        blind = [
            Featured(c.candidate, c.document, {**c.features, figures.DENSE: 0.0})
            for c in listed.candidates
        ]
        return replace(listed, candidates=blind, vector=None, vectors=None)
