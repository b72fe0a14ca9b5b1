"""Elements before they are weighed (待加权的要素), long ones cut into those a person would tick."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from duijie.explain.dictionaries import word_list
from duijie.explain.joints import Piece, Unit, pieces_of
from duijie.explain.phrases import Phrase, Word
from duijie.explain.scan import Scan
from duijie.kernel.folding import fold
from duijie.kernel.frames import Element, ElementKind, Span

Kind = Callable[[str], ElementKind]


@dataclass(frozen=True, slots=True)
class Draft:
    """An element before it is weighed (待加权的要素)."""

    element: Element
    words: tuple[str, ...]
    factor: float
    tagged: tuple[Word, ...] = ()
    is_asked: bool = False


def cut(text: Scan, draft: Draft, phrase: Phrase, kind_of: Kind) -> list[Draft]:
    """Return an element as the pieces that are wanted one by one; a short one as it is.

    What stands before the phrase (降低, 不含) and what follows it stays with the last piece.
    """
    span = draft.element.span
    pieces = pieces_of(text.folded, phrase.words, phrase.start, phrase.end)
    is_negated = span.start < phrase.start and draft.element.kind is not ElementKind.EFFICACY
    if is_negated or span.end > phrase.end or any(not piece.units for piece in pieces):
        return [draft]
    if len(pieces) == 1:
        if pieces[0].stretches == ((phrase.start, span.end),):
            return [draft]
        made = _piece(text, draft, pieces[0], lambda _: draft.element.kind, is_end=True)
        return [replace(made, words=draft.words, tagged=draft.tagged)]
    last = pieces[-1]
    pieces = [piece for piece in pieces if not _is_of_people(piece.cut_from(text.folded))]
    return [_piece(text, draft, piece, kind_of, is_end=piece is last) for piece in pieces]


def _piece(text: Scan, draft: Draft, piece: Piece, kind_of: Kind, *, is_end: bool) -> Draft:
    """Return one piece as an element of its own; the last one keeps what is to be done with it."""
    start, end = piece.stretches[0][0], piece.stretches[-1][1]
    raw, folded = piece.cut_from(text.raw), piece.cut_from(text.folded)
    folded = folded if folded.isprintable() else fold(raw)
    kind = kind_of(folded)
    if is_end and draft.element.kind is ElementKind.EFFICACY:
        before = draft.element.span.start
        first = draft.tagged[0][1] if draft.tagged else before
        raw, folded = text.raw[before:first] + raw, text.folded[before:first] + folded
        start, kind = min(before, start), ElementKind.EFFICACY
    element = Element(kind, raw, folded, Span(text.field, start, end))
    is_asked = draft.is_asked and piece.is_last
    return Draft(element, piece.words, draft.factor, tuple(map(_tagged, piece.units)), is_asked)


def _is_of_people(folded: str) -> bool:
    return folded.endswith(word_list("cues", "people"))


def _tagged(unit: Unit) -> Word:
    return unit.word, unit.start, unit.tag


def printable(text: Scan, start: int, end: int) -> str:
    """Return a folded stretch; what the scan protects (powers) is not printable."""
    as_folded = text.folded[start:end]
    return as_folded if as_folded.isprintable() else fold(text.raw[start:end])
