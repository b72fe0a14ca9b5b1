"""Match (匹配): request → ranked, explained matches, or an honest *no good match*."""

from duijie.match.engine import Engine
from duijie.match.options import MatchOptions, Retriever, Stage
from duijie.match.wording import word_reason

__all__ = ["Engine", "MatchOptions", "Retriever", "Stage", "word_reason"]
