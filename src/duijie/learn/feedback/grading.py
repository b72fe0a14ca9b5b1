"""Grading (分级): what one event says about how well a record meets a request.

Evidence is kept per threshold: *for* and *against* being at least weak (2), fairly strong (3),
strong (4). What speaks for a level speaks for every lower one, what speaks against it for none
above. So one more good sign can only raise a pair, one more bad sign only lower it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

import numpy as np

from duijie.kernel.matching import Level
from duijie.learn.feedback.events import (
    ActorKind,
    CaseStage,
    EventKind,
    EventReason,
    FeedbackEvent,
)
from duijie.learn.feedback.examination import Floats

THRESHOLDS: Final = (Level.WEAK, Level.FAIRLY_STRONG, Level.STRONG)


@dataclass(frozen=True, slots=True)
class GradingOptions:
    """How much each sign tells (分级选项); 1 is what a considered opinion weighs.

    `long_dwell_seconds` makes a click one that was read. `passed_over` is what an examined record
    that nobody took loses, at most `passed_over_most` in all. `most_per_click` caps what the
    correction for the place may make of one click. `doubt` is how much evidence gives a judgement
    half its weight. One actor gives at most `actor_share` of all evidence and at most
    `actor_median` times what the median actor gives, but never less than one contract; on one pair
    at most `pair_median` times what the median actor says there.
    """

    click: float = 0.12
    long_dwell: float = 0.4
    long_dwell_seconds: float = 30.0
    shortlist: float = 1.0
    interest: float = 1.5
    introduced: float = 1.0
    negotiating: float = 2.0
    signed: float = 6.0
    rejected: float = 1.0
    lost_unfit: float = 2.0
    no_deal: float = 0.5
    passed_over: float = 0.03
    passed_over_most: float = 0.3
    most_per_click: float = 4.0
    doubt: float = 0.5
    actor_share: float = 0.02
    actor_median: float = 10.0
    pair_median: float = 3.0
    least_weight: float = 0.01
    horizon_days: float = 365.0


POSITIVE_LEVEL: Final[Mapping[EventKind, Level]] = MappingProxyType(
    {
        EventKind.CLICK: Level.WEAK,
        EventKind.DWELL: Level.FAIRLY_STRONG,
        EventKind.SHORTLIST: Level.FAIRLY_STRONG,
        EventKind.EXPRESSION_OF_INTEREST: Level.FAIRLY_STRONG,
        EventKind.SIGNED: Level.STRONG,
    }
)


@dataclass(slots=True)
class Opinion:
    """What one actor's events say about one pair (看法): for and against each threshold.

    Only the strongest sign of each threshold counts: clicking twice is not two opinions.
    """

    pro: Floats = field(default_factory=lambda: np.zeros(len(THRESHOLDS)))
    con: Floats = field(default_factory=lambda: np.zeros(len(THRESHOLDS)))

    def favour(self, level: Level, weight: float) -> None:
        """Take note of a sign that the pair is at least of a level."""
        upto = int(level) - 1
        self.pro[:upto] = np.maximum(self.pro[:upto], weight)

    def oppose(self, level: Level, weight: float) -> None:
        """Take note of a sign that the pair is below a level."""
        start = int(level) - 2
        self.con[start:] = np.maximum(self.con[start:], weight)

    @property
    def amount(self) -> float:
        """Return how much evidence this is."""
        return float(max(self.pro.max(), self.con.max()))


def is_on_record(event: FeedbackEvent) -> bool:
    """Tell whether a technology manager, who keeps the ledger, recorded an event."""
    return event.actor_kind is ActorKind.TECHNOLOGY_MANAGER


def hear(opinion: Opinion, event: FeedbackEvent, boost: float, options: GradingOptions) -> None:
    """Add one event to an opinion.

    A reason that is not about the fit, such as price, timing or secrecy, adds nothing: what was
    too expensive may be just what was looked for. A contract that somebody else than a technology
    manager claims is an opinion like a shortlist.

    Args:
        opinion: of the actor, about the pair.
        event: what happened.
        boost: how much more a click tells at the place where it was made (1 at the first).
        options: how much each sign tells.
    """
    kind = event.kind
    if kind in {EventKind.REJECT, EventKind.LOST}:
        _hear_no(opinion, event, options)
    elif kind in {EventKind.STAGE, EventKind.SIGNED} and not is_on_record(event):
        opinion.favour(Level.FAIRLY_STRONG, options.introduced)
    elif kind is EventKind.STAGE:
        is_far = event.stage is CaseStage.NEGOTIATING
        opinion.favour(
            Level.STRONG if is_far else Level.FAIRLY_STRONG,
            options.negotiating / 2 if is_far else options.introduced,
        )
        opinion.favour(Level.FAIRLY_STRONG, options.negotiating if is_far else options.introduced)
    elif kind is EventKind.DWELL:
        if (event.seconds or 0.0) >= options.long_dwell_seconds:
            opinion.favour(Level.FAIRLY_STRONG, options.long_dwell)
    else:
        weight = {
            EventKind.CLICK: options.click * min(boost, options.most_per_click),
            EventKind.SHORTLIST: options.shortlist,
            EventKind.EXPRESSION_OF_INTEREST: options.interest,
            EventKind.SIGNED: options.signed,
        }[kind]
        opinion.favour(POSITIVE_LEVEL[kind], weight)


def _hear_no(opinion: Opinion, event: FeedbackEvent, options: GradingOptions) -> None:
    is_lost = event.kind is EventKind.LOST and is_on_record(event)
    weight = options.lost_unfit if is_lost else options.rejected
    if event.reason is EventReason.NOT_RELEVANT:
        opinion.oppose(Level.WEAK, weight)
    elif event.reason is EventReason.ONLY_PARTLY_FITS:
        opinion.oppose(Level.FAIRLY_STRONG, weight)
    elif event.reason is EventReason.NOT_MATURE:
        opinion.oppose(Level.STRONG, weight / 2)


def verdict_of(pro: Floats, con: Floats, *, doubt: float) -> tuple[Level, float]:
    """Return the highest level that more speaks for than against, and how sure that is (0 to 1).

    >>> verdict_of(np.array([1.0, 1.0, 0.0]), np.array([0.0, 0.0, 0.5]), doubt=0.5)[0].name
    'FAIRLY_STRONG'
    """
    level = Level.NONE
    for place, threshold in enumerate(THRESHOLDS):
        if pro[place] > con[place]:
            level = threshold
    place = max(0, int(level) - 2)
    yes, no = (pro, con) if level > Level.NONE else (con, pro)
    surplus, total = float(yes[place] - no[place]), float(yes[place] + no[place])
    return level, max(0.0, surplus) / (total + doubt)
