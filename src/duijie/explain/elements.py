"""Elements of a text (要素): noun phrases with the kind that cue words and suffixes give them."""

import re
from dataclasses import replace

from duijie.explain.absences import MORE_WANTED, Absence, absences_of, denial_before
from duijie.explain.content import content_words
from duijie.explain.dictionaries import words
from duijie.explain.drafts import Draft, cut, printable
from duijie.explain.kinds import asked, before_cues, cue_kind, kind_of, own_kind
from duijie.explain.phrases import Phrase, phrases_of
from duijie.explain.scan import Scan
from duijie.explain.sections import Part, part_at
from duijie.explain.wishes import is_joined_by_de, is_no_effect, is_wanted_thing
from duijie.kernel.frames import Element, ElementKind, Span

TITLE_FACTOR = 1.5
PART_FACTORS = {Part.WANTED: 1.0, Part.PLAIN: 0.8, Part.PROBLEM: 0.7, Part.BACKGROUND: 0.3}
_NEGATORS = (
    "无", "免", "非", "不含", "不含有", "不得含", "不得含有", "未含", "未含有", "无需", "不用",
    "不使用", "未使用", "不采用", "未采用", "不添加", "不再添加", "未添加", "不加入", "未加入",
    "不要", "不要含", "不能含", "不能含有", "不能使用", "不得使用", "避免使用", "避免含",
    "避免含有", "禁止使用", "禁用",
    "without ", "without any ", "free of ", "free from ",
)  # fmt: skip


def drafts_of(
    text: Scan, parts: list[tuple[int, int, Part]], blocked: list[tuple[int, int]]
) -> list[Draft]:
    """Return the elements of one field that are not about the company itself."""
    found: list[Draft] = []
    absences = absences_of(text.folded)
    denied = [(one.start, one.end) for one in absences]
    phrases = phrases_of(text.folded, sorted(blocked + denied))
    alone = {one.end: one for one in absences if one.thing}
    ends = _denied_ends(text, phrases, absences)
    skip = -1
    for place, phrase in enumerate(phrases):
        if place == skip or phrase.start in ends:
            continue
        part = part_at(parts, phrase.start)
        if part is None or part is Part.COMPANY or _is_abbreviation(text, phrases, place):
            continue
        factor = TITLE_FACTOR if text.field == "title" else PART_FACTORS[part]
        following = phrases[place + 1] if place + 1 < len(phrases) else None
        draft, is_merged = _draft(text, phrase, following, factor)
        skip = place + 1 if is_merged else -1
        absence = alone.get(phrase.start)
        if draft is not None and absence is not None:
            found.append(_without(text, draft, alone.pop(phrase.start)))
        elif draft is not None:
            found += cut(text, draft, phrase, own_kind)
    found += _lone_absences(text, parts, list(alone.values()))
    return sorted(found, key=lambda draft: draft.element.span.start)


def _denied_ends(text: Scan, phrases: list[Phrase], absences: list[Absence]) -> set[int]:
    """Return where phrases start that a negation before them reaches: 不含铅、汞和色素."""
    reached: set[int] = set()
    ends = {one.end for one in absences if one.end - one.start > 2}
    denied = -1
    for phrase in phrases:
        gap = text.folded[max(denied, 0) : phrase.start]
        if denied >= 0 and MORE_WANTED.fullmatch(gap):
            reached.add(phrase.start)
            denied = phrase.end
        else:
            near = text.folded[max(0, phrase.start - 9) : phrase.start]
            is_denied = phrase.start in ends or near.endswith(("without ", "free of "))
            denied = phrase.end if is_denied else -1
        follows = max((end for end in ends if end <= phrase.start), default=-1)
        if follows > 0 and _is_row(text.folded[follows : phrase.start]):
            reached.add(phrase.start)
            denied = phrase.end
    return reached


def _is_row(gap: str) -> bool:
    """Tell whether only single characters and 、和 stand between: 、汞和."""
    return bool(re.fullmatch(r"(?:[、和或及与][㐀-鿿])*[、和或及与]", gap))


def _without(text: Scan, draft: Draft, absence: Absence) -> Draft:
    """Return an element with what it is to be without: 无铅 and 焊料 as 无铅焊料."""
    start, end = absence.start, draft.element.span.end
    folded = text.folded[start:end]
    element = Element(
        draft.element.kind, text.raw[start:end], folded, Span(text.field, start, end)
    )  # fmt: skip
    return replace(draft, element=element, words=(text.folded[start : absence.end], *draft.words))


def _lone_absences(
    text: Scan, parts: list[tuple[int, int, Part]], absences: list[Absence]
) -> list[Draft]:
    """Return the absences that are wanted of a thing named elsewhere: 不含氟 的 电解液."""
    found: list[Draft] = []
    for one in absences:
        part = part_at(parts, one.start)
        if part is None or part is Part.COMPANY:
            continue
        factor = TITLE_FACTOR if text.field == "title" else PART_FACTORS[part]
        raw, folded = text.raw[one.start : one.end], text.folded[one.start : one.end]
        span = Span(text.field, one.start, one.end)
        element = Element(ElementKind.PRODUCT, raw, folded, span)
        found.append(Draft(element, (folded,), factor, is_asked=True))
    return found


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
    elif (denied := denial_before(text.folded, start)) < start:
        start = denied
    elif text.folded[max(0, start - 8) : start].endswith(_NEGATORS):
        negator = next(n for n in sorted(_NEGATORS, key=len, reverse=True)
                       if text.folded[:start].endswith(n))  # fmt: skip
        start -= len(negator)
    if not is_wanted_thing(text, phrase, end, cue):
        return None, is_merged
    inner = text.folded[phrase.start : end]
    kind = kind_of(inner, phrase, cue)
    raw = text.raw[start:end]
    element = Element(kind, raw, printable(text, start, end), Span(text.field, start, end))
    is_effect = cue is ElementKind.EFFICACY and phrase.before not in words("direction", "either")
    is_asked = is_effect or not {phrase.before, phrase.before_that}.isdisjoint(asked())
    return Draft(element, content_words(inner), factor, phrase.words, is_asked), is_merged
