"""How the engine matches: sizes, caps and which stages are switched off."""

from dataclasses import dataclass
from enum import StrEnum

from duijie.kernel.settings import Settings

# On held-out papers this calls most requests whose paper was taken out, and loses few whose paper
# is there: docs/decisions/0004-fusion-and-levels.md.
CREDIBLE_FROM = 0.35

# At least 10, so that a shorter list is the beginning of a longer one. 20 were tried: as many near
# misses stood first, for 3 to 5 ms more; docs/decisions/0004-fusion-and-levels.md.
READ = 10


class Stage(StrEnum):
    """The stages of a match (匹配阶段), in their order; `timings_ms` uses these names."""

    UNDERSTAND = "understand"
    RETRIEVE = "retrieve"
    FUSE = "fuse"
    FEATURES = "features"
    RANK = "rank"
    CALIBRATE = "calibrate"
    CONSTRAIN = "constrain"
    DIVERSIFY = "diversify"
    EXPLAIN = "explain"


class Retriever(StrEnum):
    """The ways in which candidates are found (召回方式)."""

    LEXICAL = "lexical"
    DENSE = "dense"
    JUDGED = "judged"  # what earlier judgements point at; only with a trained ranker


@dataclass(frozen=True, slots=True)
class MatchOptions:
    """Sizes and switches of the engine (匹配选项).

    `candidates` are taken from each retriever, `depth` of them get features and a rank, `read` of
    them are read and explained (more when more are asked for) before the final order, and
    `max_terms` analysed terms of a long text are searched. `per_organization` is how many places
    one organisation may fill. When no match has a chance of `credible_from`, the answer is *no
    good match*; from 0 on everything is shown, however weak; None leaves it to the ranker.

    A stage or retriever in `off` is passed over: without *understand* every word of the text
    counts the same and there is no frame; without *rank* the fused order stands; without
    *calibrate* there are no chances and nothing is called a bad match.
    """

    candidates: int = 200
    depth: int = 50
    read: int = READ
    max_terms: int = 64
    per_organization: int = 3
    credible_from: float | None = None
    off: frozenset[str] = frozenset()

    @classmethod
    def from_settings(cls, settings: Settings) -> "MatchOptions":
        """Return the options that the settings of an installation ask for."""
        return cls(
            candidates=settings.integer("match.candidates"),
            per_organization=settings.integer("match.per_organization"),
        )

    def runs(self, stage: Stage | Retriever) -> bool:
        """Tell whether a stage or retriever is switched on."""
        return stage.value not in self.off
