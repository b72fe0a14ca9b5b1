"""Shadow (影子): a ranker answers beside the live one; what it says is logged and never shown."""

from duijie.kernel.matching import MatchRequest
from duijie.match.engine import Engine
from duijie.match.rankers.port import Ranker


def shadow_ranks(engine: Engine, request: MatchRequest, ranker: Ranker) -> dict[str, int]:
    """Return the ranks that another ranker would give what it would show for a request.

    It is empty where that ranker would answer *no good match*.
    """
    answer = engine.beside(ranker).match(request)
    return {match.record_id: match.rank for match in answer.matches}
