"""From a request to what is shown of its answer: the engine's matches, with a little chance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

from duijie.app.engine import ROOM
from duijie.app.feedback_files import shadow_of
from duijie.app.wiring import home_in_use
from duijie.kernel.explanations import Reason
from duijie.kernel.matching import Match, MatchList, MatchRequest
from duijie.kernel.settings import Settings, load_settings
from duijie.learn.feedback import ExplorationOptions, ExploredList, Shown, explore

PLATFORM_SEED = 0  # the list's own id decides what is drawn
MOST_SHOWN = 50  # on one page, whatever the settings say for the command line


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as it will be shown (展示的答复): in the order drawn, with every chance."""

    list_id: UUID
    answer: MatchList
    ranked: tuple[Match, ...]
    shown: tuple[Match, ...]
    explored: ExploredList
    shadow: str = ""
    shadow_ranks: Mapping[str, int] = field(default_factory=dict)


def settings_now() -> Settings:
    """Return the settings of the installation."""
    return load_settings(home_in_use().settings_file)


def answered(request: MatchRequest, *, may_explore: bool = True) -> Answered:
    """Return what is shown of the answer to a request; a little left to chance, if it may be."""
    settings, home, list_id = settings_now(), home_in_use(), uuid4()
    length = min(settings.integer("match.limit"), MOST_SHOWN)
    options = ExplorationOptions()
    exploring = may_explore and settings.text("feedback.exploration") == "on"
    more = options.lift_depth if exploring else 0
    with ROOM.engine(home) as engine:
        answer = engine.match(replace(request, limit=length + more))
        shadow, ranks = shadow_of(home, engine, replace(request, limit=length))
    explored = drawn_list(answer.matches, length, list_id, exploring=exploring, options=options)
    by_id = {match.record_id: match for match in answer.matches}
    shown = tuple(replace(by_id[one.record_id], rank=one.rank) for one in explored.shown)
    return Answered(list_id, answer, answer.matches[:length], shown, explored, shadow, ranks)


def drawn_list(
    matches: Sequence[Match],
    length: int,
    list_id: UUID,
    *,
    exploring: bool,
    options: ExplorationOptions,
) -> ExploredList:
    """Return the first matches in the order in which they will be shown, with their chances."""
    if not exploring:
        places = [Shown(one.record_id, n, n, 1.0, ()) for n, one in enumerate(matches[:length], 1)]
        return ExploredList(tuple(places), 1.0)
    return explore(
        [one.record_id for one in matches],
        [one.probability for one in matches],
        length=length,
        seed=PLATFORM_SEED,
        list_id=list_id.hex,
        options=options,
    )


def place_of(match: Match) -> dict[str, Any]:
    """Return a match as it is stored with its list: where it stood, not what its card says."""
    return {
        "record_id": match.record_id,
        "rank": match.rank,
        "level": int(match.level),
        "chance": round(match.probability, 4),
        "reasons": [reason_stored(one) for one in match.reasons],
        "changes": [reason_stored(one) for one in match.card.changes],
    }


def reason_stored(reason: Reason) -> dict[str, Any]:
    """Return a reason as JSON."""
    return {"code": reason.code, "values": dict(reason.values)}


def reason_of(stored: Mapping[str, Any]) -> Reason:
    """Return the reason of its JSON."""
    return Reason(stored["code"], dict(stored["values"]))
