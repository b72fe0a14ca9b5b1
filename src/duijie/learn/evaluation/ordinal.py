"""Ordinal figures (序数指标): how near predicted levels come to judged ones."""

from dataclasses import dataclass

from duijie.kernel.matching import Level

Probabilities = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PairPrediction:
    """What is predicted of one pair of a need and an achievement (配对预测).

    `level` is what people judged, None where the file does not say. `probabilities` are those of
    the levels 1 to 4 in this order and sum to 1; `predicted` is the level that is given out, which
    need not be the most probable one. `score` orders the achievements of one need, best highest.
    `title` is the achievement's title as the file has it: equal (need, title) pairs are repeats.
    """

    need_id: str
    achievement_id: str
    level: Level | None
    predicted: Level
    probabilities: Probabilities
    score: float
    title: str = ""
