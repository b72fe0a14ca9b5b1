"""Elements of a text (要素): noun phrases with the kind that cue words and suffixes give them."""

from duijie.explain.absences import absences_of
from duijie.explain.content import content_words
from duijie.explain.denials import (
    denied_ends,
    factor_of,
    lone_absences,
    negated_from,
    row_absences,
    without,
)
from duijie.explain.dictionaries import words
from duijie.explain.drafts import Draft, cut, printable
from duijie.explain.kinds import asked, before_cues, cue_kind, kind_of, own_kind
from duijie.explain.phrases import Phrase, phrases_of
from duijie.explain.scan import Scan
from duijie.explain.sections import Part, part_at
from duijie.explain.wishes import is_joined_by_de, is_no_effect, is_wanted_thing
from duijie.kernel.frames import Element, ElementKind, Span


def drafts_of(
    text: Scan, parts: list[tuple[int, int, Part]], blocked: list[tuple[int, int]]
) -> list[Draft]:
    """Return the elements of one field that are not about the company itself."""
    found: list[Draft] = []
    absences = absences_of(text.folded)
    denied = [(one.start, one.end) for one in absences]
    phrases = phrases_of(text.folded, sorted(blocked + denied))
    alone = {one.end: one for one in absences if one.thing}
    ends = denied_ends(text, phrases, absences)
    skip = -1
    for place, phrase in enumerate(phrases):
        if place == skip or phrase.start in ends:
            continue
        part = part_at(parts, phrase.start)
        if part is None or part is Part.COMPANY or _is_abbreviation(text, phrases, place):
            continue
        factor = factor_of(text, part)
        following = phrases[place + 1] if place + 1 < len(phrases) else None
        draft, is_merged = _draft(text, phrase, following, factor)
        skip = place + 1 if is_merged else -1
        absence = alone.get(phrase.start)
        if draft is not None and absence is not None:
            found.append(without(text, draft, alone.pop(phrase.start)))
        elif draft is not None:
            found += cut(text, draft, phrase, own_kind)
    found += lone_absences(text, parts, list(alone.values()))
    found += row_absences(text, parts, absences)
    return sorted(found, key=lambda draft: draft.element.span.start)


def _is_abbreviation(text: Scan, phrases: list[Phrase], place: int) -> bool:
    """Tell whether a phrase only repeats the one before it in brackets: 尼龙弹性体 (TPAE)."""
    phrase = phrases[place]
    inner = text.folded[phrase.start : phrase.end]
    if not place or not inner.isascii() or text.folded[phrase.end : phrase.end + 1] != ")":
        return False
    return text.folded[phrases[place - 1].end : phrase.start].strip() == "("


def _draft(
    text: Scan, phrase: Phrase, following: Phrase | None, factor: float
) -> tuple[Draft | None, bool]:
    start, end, is_merged = phrase.start, phrase.end, False
    cue = cue_kind(phrase)
    if cue is ElementKind.EFFICACY and is_no_effect(text, phrase):
        cue = None
    if cue is ElementKind.EFFICACY:
        if following is not None and is_joined_by_de(text, phrase, following):
            end, is_merged = following.end, True
        is_beside = before_cues().get(phrase.before) is ElementKind.EFFICACY
        if is_beside and text.clause_start(phrase.start) <= phrase.before_start:
            start = phrase.before_start
        if not is_merged and phrase.tail == "性能" and text.folded.startswith("性能", end):
            end += len(phrase.tail)
    else:
        start = negated_from(text.folded, start)
    if not is_wanted_thing(text, phrase, end, cue):
        return None, is_merged
    inner = text.folded[phrase.start : end]
    kind = kind_of(inner, phrase, cue)
    raw = text.raw[start:end]
    element = Element(kind, raw, printable(text, start, end), Span(text.field, start, end))
    is_effect = cue is ElementKind.EFFICACY and phrase.before not in words("direction", "either")
    is_asked = is_effect or not {phrase.before, phrase.before_that}.isdisjoint(asked())
    return Draft(element, content_words(inner), factor, phrase.words, is_asked), is_merged
