"""Reads: what to ask about a need as it stands, and what the last answer changed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from duijie.app.engine import ROOM
from duijie.app.matching.filters import SEEN_BY_MEMBERS
from duijie.app.records.queries import visible_ids
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import require
from duijie.app.wiring import home_in_use
from duijie.kernel.filters import Filter
from duijie.kernel.matching import LEVEL_WORDS, MatchList, MatchRequest
from duijie.kernel.words import Lang, say
from duijie.match.coach import Advice, Effect, advise, effect_of, with_answer, word_question

FIRST = 5
SEEN = Filter(visibilities=SEEN_BY_MEMBERS)


@dataclass(frozen=True, slots=True)
class Chip:
    """One answer to choose (可选回答): the words that go into the need, and how many meet it."""

    words: str
    met_by: int


@dataclass(frozen=True, slots=True)
class Place:
    """One of the first matches (前列), in a line."""

    record_id: str
    title: str
    level: int
    level_word: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Coaching:
    """What the page shows (教练页): the need, a question with answers, and what changed."""

    text: str
    question: str
    key: str
    chips: tuple[Chip, ...]
    named_by: int
    looked_at: int
    change_percent: int
    still_askable: int
    places: tuple[Place, ...]
    came: int | None
    has_new_first: bool
    is_no_good_match: bool


def coaching(
    actor: Actor, text: str, lang: Lang, *, asked: Sequence[str] = (), answer: str = ""
) -> Coaching:
    """Return what to ask next about a need; with an answer, the need with it and what it changed.

    Nothing is stored and nothing logged: a need that is being written is its writer's own.

    Raises:
        DeniedError: the actor may not match.
    """
    require(actor, "matching.match")
    request = before = MatchRequest(text, where=SEEN)
    if answer:
        request = with_answer(request, answer)
    effect: Effect | None = None
    with ROOM.engine(home_in_use()) as engine:
        advice = advise(engine, request, asked=asked)
        if answer:
            effect = effect_of(engine.match(before), advice.answer)
    seen = visible_ids(actor, [match.record_id for match in advice.answer.matches])
    matches = tuple(one for one in advice.answer.matches if one.record_id in seen)
    return _shown(replace(advice.answer, matches=matches), advice, effect, request.text, lang)


def _shown(
    answer: MatchList, advice: Advice, effect: Effect | None, text: str, lang: Lang
) -> Coaching:
    question = advice.question
    came = () if effect is None else effect.came
    return Coaching(
        text=text,
        question=word_question(question, lang) if question else "",
        key=question.key if question else "",
        chips=tuple(Chip(one.words, one.met_by) for one in question.answers) if question else (),
        named_by=question.named_by if question else 0,
        looked_at=question.looked_at if question else 0,
        change_percent=round(100 * question.change) if question else 0,
        still_askable=advice.still_askable,
        places=tuple(
            Place(
                match.record_id,
                match.document.title,
                int(match.level),
                say(lang, LEVEL_WORDS[match.level]),
                match.record_id in came,
            )
            for match in answer.matches[:FIRST]
        ),
        came=None if effect is None else len(effect.came),
        has_new_first=effect is not None and effect.has_new_first,
        is_no_good_match=answer.no_good_match is not None,
    )
