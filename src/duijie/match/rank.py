"""Rank (排序): named figures → one score, by weights that a person can read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from duijie.kernel.matching import Level
from duijie.match import features as figures
from duijie.match.features import Featured

# Chosen on data that may ship: benchmarks/quality/fusion.py, decision 0004. Figures that those
# data do not have (dates, maturity) keep a small weight set by hand, until outcomes are learned.
WEIGHTS: Mapping[str, float] = {
    figures.RELATIVE: 1.0,
    figures.DENSE: 0.5,
    figures.KEYWORDS: 0.02,
    figures.TRL_GAP: -0.1,
    figures.FRESHNESS: 0.01,
}
# Figures too dear for every candidate: they move the order of what is read. Numbers and conditions
# at 0.1, 0.2, 0.3: a planted near miss stands before every good match for 68, 62, 57 of 254 needs,
# but from 0.3 on a number met on another subject passes the subject itself (decision 0004).
SHOWN_WEIGHTS: Mapping[str, float] = {
    figures.CORE: 0.3,
    figures.SAID: 0.2,
    figures.ELEMENTS: 0.1,
    figures.NUMBERS: 0.2,
}


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its score (排序结果), and once it was read its chance and level."""

    featured: Featured
    score: float
    chance: float = 0.0
    level: Level = Level.NONE

    @property
    def record_id(self) -> str:
        """Return the identifier of the record."""
        return self.featured.candidate.record_id


def rank(candidates: Sequence[Featured], *, weights: Mapping[str, float] = WEIGHTS) -> list[Ranked]:
    """Return the candidates by weighted figures, best first; equal ones by id."""
    ranked = [Ranked(found, score_of(found.features, weights)) for found in candidates]
    return in_order(ranked)


def with_more(entry: Ranked, more: Mapping[str, float]) -> Ranked:
    """Return the candidate with further figures added to its own and to its score."""
    every = {**entry.featured.features, **more}
    score = entry.score + score_of(more, SHOWN_WEIGHTS)
    return replace(entry, featured=replace(entry.featured, features=every), score=score)


def in_fused_order(candidates: Sequence[Featured]) -> list[Ranked]:
    """Return the candidates as they were fused: what stands when *rank* is switched off."""
    return in_order([Ranked(found, found.candidate.fused) for found in candidates])


def in_order(ranked: Sequence[Ranked]) -> list[Ranked]:
    """Return the highest score first; equal ones by id."""
    return sorted(ranked, key=lambda entry: (-entry.score, entry.record_id))


def score_of(found: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the weighted sum of the figures that have a weight."""
    return sum(weight * found.get(name, 0.0) for name, weight in weights.items())
