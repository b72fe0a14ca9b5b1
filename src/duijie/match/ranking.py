"""The inner door for learning: what a ranker is made of, loaded only when one is trained."""

from duijie.match.adapters.lightgbm_alone import load_lightgbm
from duijie.match.adapters.trees import Trees
from duijie.match.features import title_terms
from duijie.match.rankers.card import PREFIX, RankerCard
from duijie.match.rankers.figures import (
    NAMES,
    READ_NAMES,
    WORDED,
    read_columns,
    table_of,
)
from duijie.match.rankers.files import LevelHead, Weights, write_weights
from duijie.match.rankers.memory import Memory
from duijie.match.rankers.port import Listed, Recalled
from duijie.match.stopwatch import Stopwatch
from duijie.match.understand import Query

__all__ = [
    "NAMES",
    "PREFIX",
    "READ_NAMES",
    "WORDED",
    "LevelHead",
    "Listed",
    "Memory",
    "Query",
    "RankerCard",
    "Recalled",
    "Stopwatch",
    "Trees",
    "Weights",
    "load_lightgbm",
    "read_columns",
    "table_of",
    "title_terms",
    "write_weights",
]
