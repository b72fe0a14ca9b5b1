"""Advice (建议): of what could be asked, the question whose answers would change the list most."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from duijie.explain import frame_of
from duijie.kernel.documents import Document
from duijie.kernel.frames import ElementFrame
from duijie.kernel.matching import MatchList, MatchRequest
from duijie.match.coach.effects import DEPTH, order_change, shown_ids
from duijie.match.coach.questions import Question, askable, with_answer
from duijie.match.engine import Engine


@dataclass(frozen=True, slots=True)
class CoachOptions:
    """How far the coach looks (教练选项).

    `near` documents are read for what could be asked; the `tried` questions that part them best
    are answered for trial, with each answer; below `least_change` nothing is asked.
    """

    near: int = 20
    tried: int = 3
    least_change: float = 0.08


@dataclass(frozen=True, slots=True)
class Advice:
    """What the engine answers now, and what to ask next (建议); no question: it would help little.

    `still_askable` is how many more things could have been asked.
    """

    answer: MatchList
    question: Question | None
    still_askable: int = 0


def advise(
    engine: Engine,
    request: MatchRequest,
    *,
    asked: Collection[str] = (),
    options: CoachOptions | None = None,
) -> Advice:
    """Return the list of a need as it stands and the one question worth asking.

    Each answer that is tried is one match: the change that is told is that of the engine, on the
    library as it is, not a guess. Questions whose `key` is in `asked` are not asked again.
    """
    chosen = options or CoachOptions()
    request = engine.prepare(request)
    # Not the beginning of the longer list: a longer list is read further, and ordered by that.
    answer = engine.match(replace(request, limit=DEPTH))
    near = engine.match(replace(request, limit=chosen.near)) if answer.matches else answer
    # Where nothing fits, what is nearest is about something else: its properties are no question.
    documents = [match.document for match in near.matches]
    could = [one for one in askable(request, documents, _frame) if one.key not in asked]
    tried = [_tried(engine, request, answer, one) for one in could[: chosen.tried]]
    worth = [one for one in tried if one.change >= chosen.least_change]
    best = min(worth, key=lambda one: (-one.change, one.key), default=None)
    return Advice(answer, best, max(0, len(could) - 1))


def _frame(document: Document) -> ElementFrame:
    return frame_of(document.title, document.text)


def _tried(
    engine: Engine, request: MatchRequest, before: MatchList, question: Question
) -> Question:
    """Return a question with the change that its answers would bring, on average."""
    old = shown_ids(before)
    changes = []
    for answer in question.answers:
        after = engine.match(replace(with_answer(request, answer.words), limit=DEPTH))
        changes.append(order_change(old, shown_ids(after)))
    return replace(question, change=sum(changes) / len(changes))
