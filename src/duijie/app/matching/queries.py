"""Reads: from a need in words to a match list that this reader may see."""

from dataclasses import replace

from duijie.app.engine import ROOM
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import require
from duijie.app.wiring import home_in_use
from duijie.kernel.matching import MatchList, MatchRequest

VISIBLE_TO_MEMBERS = ("public", "restricted")


def match_list(actor: Actor, request: MatchRequest) -> MatchList:
    """Return the matches of a request among what the actor may see.

    Raises:
        DeniedError: the actor may not match.
    """
    require(actor, "matching.match")
    where = replace(request.where, visibilities=VISIBLE_TO_MEMBERS)
    with ROOM.engine(home_in_use()) as engine:
        return engine.match(replace(request, where=where))
