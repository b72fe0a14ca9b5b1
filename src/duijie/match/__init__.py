"""Match (匹配): request → ranked, explained matches, or an honest *no good match*.

The door: `Engine` for one request, `match_batch` and `match_batch_spread` for many,
`word_reason` for the sentences of a *no good match*.
"""

from duijie.match.batch import BatchOptions, match_batch, match_batch_spread
from duijie.match.engine import Engine
from duijie.match.exposure import BatchList, BatchMatch, Exposure
from duijie.match.options import MatchOptions, Retriever, Stage
from duijie.match.shadow import shadow_ranks
from duijie.match.wording import word_reason

__all__ = [
    "BatchList",
    "BatchMatch",
    "BatchOptions",
    "Engine",
    "Exposure",
    "MatchOptions",
    "Retriever",
    "Stage",
    "match_batch",
    "match_batch_spread",
    "shadow_ranks",
    "word_reason",
]
