"""From request to ranked matches: the value types that pass between the stages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from duijie.kernel.documents import Document
from duijie.kernel.explanations import ExplanationCard, Reason
from duijie.kernel.filters import EVERYTHING, Filter
from duijie.kernel.frames import ElementFrame
from duijie.kernel.words import N_


class Level(IntEnum):
    """How strong a match is (相关等级)."""

    NONE = 1
    WEAK = 2
    FAIRLY_STRONG = 3
    STRONG = 4


# More would keep a person reading for a day, and an engine reading for minutes.
MOST_MATCHES: Final = 1000

LEVEL_WORDS: Final[Mapping[Level, str]] = {
    Level.NONE: N_("no match"),
    Level.WEAK: N_("weak"),
    Level.FAIRLY_STRONG: N_("fairly strong"),
    Level.STRONG: N_("strong"),
}


@dataclass(frozen=True, slots=True)
class MatchRequest:
    """What is looked for (匹配请求).

    `title` and `text` say it in words; `where` holds the hard conditions; `frame` is filled by
    the stage *understand*. `source` is the record the request was made from, if any: it is never
    among its own matches, nor is anything of its owner. `limit` is at most `MOST_MATCHES`.
    """

    text: str
    title: str = ""
    where: Filter = EVERYTHING
    limit: int = 10
    source: Document | None = None
    frame: ElementFrame | None = None


@dataclass(frozen=True, slots=True)
class TextQuery:
    """Analysed terms with weights (检索词): what BM25 searches."""

    terms: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One hit of one retriever (命中)."""

    record_id: str
    score: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that may match (候选), with the score of each retriever that found it."""

    record_id: str
    scores: Mapping[str, float]
    fused: float = 0.0


@dataclass(frozen=True, slots=True)
class Match:
    """One match (匹配结果).

    `probability` is the calibrated chance that the match is at least fairly strong, clipped where
    the evidence of the card allows no higher `level`; `features` are the named figures that the
    rank was made from, and `reasons` those of them that moved it most, when a ranker was trained.
    """

    document: Document
    rank: int
    score: float
    level: Level
    probability: float
    features: Mapping[str, float]
    card: ExplanationCard
    reasons: tuple[Reason, ...] = ()

    @property
    def record_id(self) -> str:
        """Return the identifier of the matched record."""
        return self.document.record_id


@dataclass(frozen=True, slots=True)
class NoGoodMatch:
    """Nothing is credible (没有合适的匹配): the nearest, what is missing, the next step."""

    nearest: tuple[Match, ...]
    missing: tuple[Reason, ...]
    next_steps: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class MatchList:
    """The answer to a request (匹配清单): matches, or an honest *no good match*.

    `timings_ms` holds the wall time of each stage in milliseconds; `release` names the encoder
    release and index generation that answered.
    """

    request: MatchRequest
    matches: tuple[Match, ...]
    no_good_match: NoGoodMatch | None = None
    release: str = ""
    timings_ms: Mapping[str, float] = field(default_factory=dict)
