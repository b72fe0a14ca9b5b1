"""Rankers (排序器): the weights that come with duijie, and releases trained on judgements."""

from duijie.match.rankers.card import RankerCard, read_ranker_card
from duijie.match.rankers.opening import open_ranker, ranker_in_use, requests_learned_from
from duijie.match.rankers.port import Listed, Ranker, Recalled
from duijie.match.rankers.weighted import BY_WEIGHTS, WeightedRanker

__all__ = [
    "BY_WEIGHTS",
    "Listed",
    "Ranker",
    "RankerCard",
    "Recalled",
    "WeightedRanker",
    "open_ranker",
    "ranker_in_use",
    "read_ranker_card",
    "requests_learned_from",
]
