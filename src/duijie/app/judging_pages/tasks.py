"""Work in the background: putting a round together, which asks the engine for every need."""

from collections.abc import Mapping
from typing import Any

from duijie.app.jobs.context import JobContext
from duijie.app.jobs.registry import work
from duijie.app.judging import RoundSources, new_round
from duijie.app.judging_pages.actions import MAKE, round_is_ready
from duijie.app.judging_pages.rounds import round_named
from duijie.app.matching.filters import SEEN_BY_MEMBERS
from duijie.app.shared.permissions import require
from duijie.app.wiring import home_in_use
from duijie.learn.judging import RoundPlan, round_names


@work(MAKE)
def make_round(context: JobContext, *, plan: Mapping[str, Any], needs: int) -> dict[str, object]:
    """Put a round together; where that was done already, only its judges are told.

    Judges are members: of the needs only those are drawn that every member may read.
    """
    require(context.actor, "judging.start")
    home, name = home_in_use(), plan["name"]
    if name in round_names(home.judging):
        judging = round_named(name)
    else:
        planned = RoundPlan(**{**plan, "judges": tuple(plan["judges"])})
        sources = RoundSources(count=needs, visibilities=SEEN_BY_MEMBERS)
        judging = new_round(home, planned, sources, context.progress)
    round_is_ready(name, judging, now=context.clock())
    return {"items": len(judging.items), "needs": len(judging.needs)}
