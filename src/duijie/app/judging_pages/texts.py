"""Texts as a judge sees them (标注文本): marked where the wanted words stand, nobody named."""

from collections.abc import Sequence
from dataclasses import dataclass

from duijie.kernel.frames import Span
from duijie.learn.judging import JudgingItem, ShownText, marks_of

KEYWORDS = 8


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text, marked or not (文本片段)."""

    words: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class JudgedText:
    """A need or a record as a judge sees it (标注文本)."""

    title: tuple[Part, ...]
    body: tuple[Part, ...]
    under: str


def texts_of(entry: JudgingItem) -> tuple[JudgedText, JudgedText]:
    """Return the need and the record of an item, with the wanted words marked."""
    marks = marks_of(entry.need, entry.achievement)
    return _text(entry.need, marks.need), _text(entry.achievement, marks.achievement)


def _text(text: ShownText, spans: Sequence[Span]) -> JudgedText:
    facts = [f"TRL {text.trl}" if text.trl else "", str(text.year or "")]
    facts.append("、".join(text.keywords[:KEYWORDS]))
    return JudgedText(
        tuple(parts(text.title, spans, "title")),
        tuple(parts(text.text, spans, "text")),
        " · ".join(fact for fact in facts if fact),
    )


def parts(text: str, spans: Sequence[Span], field: str) -> list[Part]:
    """Return a text in stretches, marked ones and others.

    >>> [(one.words, one.is_marked) for one in parts("防爆电池", [Span("text", 0, 2)], "text")]
    [('防爆', True), ('电池', False)]
    """
    found, end = [], 0
    for span in spans:
        if span.field == field:
            found.append(Part(text[end : span.start], is_marked=False))
            found.append(Part(text[span.start : span.end], is_marked=True))
            end = span.end
    found.append(Part(text[end:], is_marked=False))
    return [part for part in found if part.words]
