"""The weights that come with duijie (手工权重): what ranks until judgements have taught better."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from duijie.kernel.explanations import Reason
from duijie.kernel.ports import Vectors
from duijie.match.calibrate import level_of, probability
from duijie.match.features import closer_features
from duijie.match.options import CREDIBLE_FROM
from duijie.match.rank import Ranked, rank, with_more
from duijie.match.rankers.port import NOTHING, Listed, Recalled, Weigh
from duijie.match.understand import Query


@dataclass(frozen=True, slots=True)
class WeightedRanker:
    """Ranks by a sum of named figures and calls levels by a logistic of two of them."""

    release: str = ""
    credible_from: float = CREDIBLE_FROM

    def recall(self, queries: Sequence[Query], vectors: Vectors | None) -> list[Recalled]:
        """Return nothing for each query: there are no judgements."""
        del vectors
        return [NOTHING] * len(queries)

    def rank(self, listed: Listed, weigh: Weigh) -> list[Ranked]:
        """Return the candidates by their weighted figures."""
        del weigh
        return rank(listed.candidates)

    def read(self, query: Query, shown: Sequence[Ranked], weigh: Weigh) -> list[Ranked]:
        """Return what is shown with the figures that take reading it, its chance and its level."""
        documents = [entry.featured.document for entry in shown]
        closer = closer_features(query, documents, weigh)
        more = [with_more(entry, figures) for entry, figures in zip(shown, closer, strict=True)]
        return [_called(entry) for entry in more]

    def checked(self, entry: Ranked, figures: Mapping[str, float]) -> Ranked:
        """Return an entry with the figures of its card in its score."""
        return with_more(entry, figures)

    def reasons(self, shown: Sequence[Ranked]) -> list[tuple[Reason, ...]]:
        """Return none: the figures and their weights are there to be read."""
        return [()] * len(shown)


def _called(entry: Ranked) -> Ranked:
    chance = probability(entry.featured.features)
    return replace(entry, chance=chance, level=level_of(chance))


BY_WEIGHTS = WeightedRanker()
