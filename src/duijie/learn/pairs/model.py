"""The model of pairs (配对模型): what was learned, and how it predicts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from duijie.kernel.matching import Level
from duijie.learn.evaluation.ordinal import PairPrediction
from duijie.learn.pairs.features import Scaling, features_of
from duijie.learn.pairs.heads import Heads, expected_gain, level_probabilities, likeliest_middle
from duijie.learn.pairs.kernels import Cosines, Points, cosines_of
from duijie.learn.pairs.process import Process
from duijie.learn.pairs.reading import Need, Pair
from duijie.learn.pairs.space import Space
from duijie.learn.pairs.terms import Floats, Integers
from duijie.learn.pairs.world import Numbering, world_of


@dataclass(frozen=True, slots=True)
class PairModel:
    """Predicts levels of pairs (配对模型).

    Attributes:
        needs: all needs that were there when it learned.
        pairs: the pairs that were there, judged or not: their lists count.
        judged_needs: ids of the needs of the judged ones.
        space: in which needs and titles are compared.
        scaling: of the figures.
        committee: the regressions, with their points numbered as `needs` and `pairs` number them.
        known: heads for needs that have judged pairs; None when not asked for.
        new: heads for needs never seen before; None when not asked for.
    """

    needs: tuple[Need, ...]
    pairs: tuple[Pair, ...]
    judged_needs: frozenset[str]
    space: Space
    scaling: Scaling
    committee: tuple[Process, ...]
    known: Heads | None
    new: Heads | None

    def predict(self, pairs: Sequence[Pair], needs: Sequence[Need] = ()) -> list[PairPrediction]:
        """Return what is predicted of pairs, in their order; their levels are not looked at.

        Args:
            pairs: all that are asked for, at once: which stand together in a list counts.
            needs: those that the model has not met.
        """
        if not pairs:
            return []
        before = Numbering(self.needs, self.pairs)
        here = {pair.pair_id for pair in self.pairs}
        everything = [*self.pairs, *(pair for pair in pairs if pair.pair_id not in here)]
        now = Numbering(_joined(self.needs, needs), everything)
        all_rows, rows = now.rows(everything), now.rows(pairs)
        world = world_of(now, now.listed(all_rows), self.space)
        near = np.flatnonzero(np.isin(all_rows.needs, rows.needs))
        place = {everything[n].pair_id: row for row, n in enumerate(near)}
        figures = features_of(world, self.space, all_rows.taken(near)).values
        chosen = figures[[place[pair.pair_id] for pair in pairs]]
        points = Points(rows.needs, rows.titles, self.scaling.scaled(chosen))
        said = self._said(before, now, cosines_of(world), points)
        chances = self._chances(pairs, said, points.figures)
        return _predictions(pairs, chances)

    def _said(self, before: Numbering, now: Numbering, cosines: Cosines, points: Points) -> Floats:
        """Return what the regressions say: that of the need itself, or the mean of all."""
        need_map, title_map = now.from_numbers(before)
        total = np.zeros((len(points), 3), dtype=np.float32)
        voices = np.zeros(len(points), dtype=np.float32)
        own = [np.unique(need_map[process.points.needs]) for process in self.committee]
        spoken_for = np.isin(points.needs, np.concatenate([*own, np.zeros(0, np.int64)]))
        for process, needs in zip(self.committee, own, strict=True):
            asked = np.flatnonzero(~spoken_for | np.isin(points.needs, needs))
            moved = renumbered(process.points, need_map, title_map)
            here = replace(process, points=moved)
            total[asked] += here.predict(cosines, points.taken(asked))
            voices[asked] += 1
        return np.asarray(total / np.maximum(voices, 1)[:, None], dtype=np.float32)

    def _chances(self, pairs: Sequence[Pair], said: Floats, figures: Floats) -> np.ndarray:
        chances = np.zeros((len(pairs), 3))
        is_known = np.array([pair.need_id in self.judged_needs for pair in pairs])
        for inside, heads in (
            (is_known, self.known or self.new),
            (~is_known, self.new or self.known),
        ):
            if heads is not None and inside.any():
                chances[inside] = heads.chances(said[inside], figures[inside])
        return chances


def renumbered(points: Points, needs: Integers, titles: Integers) -> Points:
    """Return points with other numbers for needs and titles."""
    return Points(needs[points.needs], titles[points.titles], points.figures)


def _joined(first: Sequence[Need], more: Sequence[Need]) -> list[Need]:
    known = {need.need_id for need in first}
    return [*first, *(need for need in more if need.need_id not in known)]


def _predictions(pairs: Sequence[Pair], chances: np.ndarray) -> list[PairPrediction]:
    levels, gains = likeliest_middle(chances), expected_gain(chances)
    found = []
    for n, (pair, row) in enumerate(zip(pairs, level_probabilities(chances), strict=True)):
        found.append(
            PairPrediction(
                need_id=pair.need_id,
                achievement_id=pair.achievement_id,
                level=pair.level,
                predicted=Level(int(levels[n])),
                probabilities=(float(row[0]), float(row[1]), float(row[2]), float(row[3])),
                score=float(gains[n]),
                title=pair.title,
            )
        )
    return found
