"""Marks (标出的词): where the wanted words of a need stand in it and in an achievement."""

from dataclasses import dataclass

from duijie.explain import explain, frame_of
from duijie.kernel.documents import Document
from duijie.kernel.folding import fold
from duijie.kernel.frames import Span
from duijie.kernel.matching import MatchRequest
from duijie.learn.judging.texts import ShownText


@dataclass(frozen=True, slots=True)
class Marks:
    """The stretches to mark (标记): offsets into title and text, no verdict with them."""

    need: tuple[Span, ...]
    achievement: tuple[Span, ...]


def marks_of(need: ShownText, achievement: ShownText) -> Marks:
    """Return what the need wants, and what of it the achievement says, as stretches of text.

    Whether that is met is left to the judge: a stretch is marked for standing there.
    """
    frame = frame_of(need.title, need.text)
    request = MatchRequest(need.text, title=need.title, frame=frame)
    document = Document("achievement:1", "achievement", achievement.title, achievement.text)
    card = explain(request, document)
    names = [element.folded for element in frame.elements]
    wanted = [quantity.span for quantity in frame.quantities] + _everywhere(need, names)
    said = [check.evidence.span for check in card.checks if check.evidence is not None]
    said += _everywhere(achievement, names)
    return Marks(_merged(wanted), _merged(said))


def _everywhere(text: ShownText, names: list[str]) -> list[Span]:
    """Return every place of some folded words in title and text."""
    found = []
    for field, words in (("title", fold(text.title)), ("text", fold(text.text))):
        for name in filter(None, names):
            place = words.find(name)
            while place >= 0:
                found.append(Span(field, place, place + len(name)))
                place = words.find(name, place + len(name))
    return found


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    """Return stretches in order, those that touch made one."""
    merged: list[Span] = []
    for span in sorted(set(spans), key=lambda span: (span.field, span.start, span.end)):
        last = merged[-1] if merged else None
        if last is not None and last.field == span.field and span.start <= last.end:
            merged[-1] = Span(span.field, last.start, max(last.end, span.end))
        else:
            merged.append(span)
    return tuple(merged)
