"""Elements of a text (要素): noun phrases with the kind that cue words and suffixes give them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from duijie.explain.absences import MORE_WANTED, Absence, absences_of, denial_before
from duijie.explain.dictionaries import table, words
from duijie.explain.phrases import MOST_CHARACTERS, Phrase, Word, content_words, phrases_of
from duijie.explain.scan import Scan
from duijie.explain.sections import Part, part_at
from duijie.kernel.folding import fold
from duijie.kernel.frames import Element, ElementKind, Span

Weigh = Callable[[Sequence[str]], Sequence[float]]
MOST_ELEMENTS = 8  # a card with more lines is not read
LEAST_SHARE = 0.35  # elements that say much less than the best are left out
TITLE_FACTOR = 1.5
PART_FACTORS = {Part.WANTED: 1.0, Part.PLAIN: 0.8, Part.PROBLEM: 0.7, Part.BACKGROUND: 0.3}
_NOT_PROPERTIES = frozenset(
    {"前提", "基础", "前提下", "情况", "条件", "过程", "目的", "同时", "问题"}
)
_NEGATORS = (
    "无", "免", "非", "不含", "不含有", "不得含", "不得含有", "未含", "未含有", "无需", "不用",
    "不使用", "未使用", "不采用", "未采用", "不添加", "不再添加", "未添加", "不加入", "未加入",
    "不要", "不要含", "不能含", "不能含有", "不能使用", "不得使用", "避免使用", "避免含",
    "避免含有", "禁止使用", "禁用",
    "without ", "without any ", "free of ", "free from ",
)  # fmt: skip
_ORGANIZATIONS = (
    "公司",
    "集团",
    "大学",
    "研究院",
    "研究所",
    "学院",
    "院所",
    "实验室",
    "厂家",
    "团队",
    "专家",
)
_COMPANY = re.compile(r"公司|集团|股份|有限")
_PART = 1 / 4
_ALIKE = 0.6  # share of common words from which two elements say the same


@dataclass(frozen=True, slots=True)
class Draft:
    """An element before it is weighed (待加权的要素)."""

    element: Element
    words: tuple[str, ...]
    factor: float
    tagged: tuple[Word, ...] = ()
    is_asked: bool = False


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
            draft = _without(text, draft, alone.pop(phrase.start))
        if draft is not None:
            found.append(draft)
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


def weighed(drafts: list[Draft], weigh: Weigh | None) -> tuple[Element, ...]:
    """Return the heaviest different elements, in the order of the text."""
    every = list(dict.fromkeys(word for draft in drafts for word in draft.words))
    values = list(weigh(every)) if weigh and every else [1.0] * len(every)
    heaviest = max(values, default=1.0) or 1.0
    known = {word: max(0.0, value) / heaviest for word, value in zip(every, values, strict=True)}
    best: dict[frozenset[str], tuple[float, int, Element]] = {}
    asked = {frozenset(draft.words) for draft in drafts if draft.is_asked}
    for order, draft in enumerate(drafts):
        told = sorted((known[word] for word in draft.words), reverse=True)[:2]
        fullness = 1.0 if len(draft.words) > 1 else 0.85 if len(draft.words[0]) > 2 else 0.6
        weight = draft.factor * fullness * sum(told) / max(1, len(told))
        key = frozenset(draft.words)
        if key not in best or best[key][0] < weight:
            best[key] = (weight, order, draft.element)
    kept = _different(best, asked)
    enough = kept[0][1][0] * LEAST_SHARE if kept else 0.0
    kept = [(told, row) for told, row in kept if row[0] >= enough or told in asked]
    return tuple(
        Element(e.kind, e.text, e.folded, e.span, round(weight, 4))
        for _, (weight, _, e) in sorted(kept, key=lambda pair: pair[1][1])
    )


def _different(
    best: dict[frozenset[str], tuple[float, int, Element]], asked: set[frozenset[str]]
) -> list[tuple[frozenset[str], tuple[float, int, Element]]]:
    """Return the elements, heaviest first, without those that repeat a heavier one."""
    kept: list[tuple[frozenset[str], tuple[float, int, Element]]] = []
    for told, row in sorted(best.items(), key=lambda pair: (-pair[1][0], pair[1][1])):
        if len(kept) == MOST_ELEMENTS:
            break
        is_asked = told in asked
        if not any(_is_repeated(told, other, is_asked=is_asked) for other, _ in kept):
            kept.append((told, row))
    return kept


def _is_repeated(told: frozenset[str], other: frozenset[str], *, is_asked: bool) -> bool:
    """Tell whether a lighter element says little that a heavier one does not."""
    share = len(told & other) / len(told | other)
    return share >= _ALIKE or (told < other and share >= _PART and not is_asked)


def _draft(
    text: Scan, phrase: Phrase, following: Phrase | None, factor: float
) -> tuple[Draft | None, bool]:
    start, end, is_merged = phrase.start, phrase.end, False
    cue = _cue_kind(phrase)
    if cue is ElementKind.EFFICACY:
        if following is not None and _is_joined_by_de(text, phrase, following):
            end, is_merged = following.end, True
        is_beside = _before_cues().get(phrase.before) is ElementKind.EFFICACY
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
    inner = text.folded[phrase.start : end]
    told = content_words(inner)
    if text.field != "title" and phrase.before in words("cues", "consequence"):
        return None, is_merged
    if not told or inner.endswith(_ORGANIZATIONS) or _COMPANY.search(inner):
        return None, is_merged
    is_loose = phrase.is_bare_verb or (text.field != "title" and _is_all_verbs(phrase))
    if is_loose and cue is not ElementKind.EFFICACY:
        return None, is_merged
    kind = _kind(inner, phrase, cue)
    raw = text.raw[start:end]
    as_folded = text.folded[start:end]  # what the scan protects (powers) is not printable
    folded = as_folded if as_folded.isprintable() else fold(raw)
    element = Element(kind, raw, folded, Span(text.field, start, end))
    is_effect = cue is ElementKind.EFFICACY and phrase.before not in words("direction", "either")
    is_asked = is_effect or not {phrase.before, phrase.before_that}.isdisjoint(_asked())
    return Draft(element, told, factor, phrase.words, is_asked), is_merged


def _is_all_verbs(phrase: Phrase) -> bool:
    """Tell whether a phrase names no thing: 保存每批."""
    technical = words("cues", "technical")
    return all(tag == "v" and word not in technical for word, _, tag in phrase.words)


def _kind(inner: str, phrase: Phrase, cue: ElementKind | None) -> ElementKind:
    if cue in {ElementKind.EFFICACY, ElementKind.APPLICATION}:
        return cue
    if phrase.tail in {"问题", "难题"}:
        return ElementKind.EFFICACY
    if cue is None and phrase.last_tag in {"v", "vn"}:
        cue = ElementKind.METHOD
    return _suffix_kind(inner, cue)


def _is_joined_by_de(text: Scan, phrase: Phrase, following: Phrase) -> bool:
    """Tell whether 的 joins two phrases into what is to change: 提高 模具的使用寿命."""
    inner = text.folded[following.start : following.end]
    return (
        text.folded[phrase.end : following.start] == "的"
        and following.end - phrase.start <= MOST_CHARACTERS
        and inner not in _NOT_PROPERTIES
        and _known_kind(inner) in {None, ElementKind.EFFICACY}
    )


def _cue_kind(phrase: Phrase) -> ElementKind | None:
    before = phrase.before
    if before in {"了", "其", "该", "于", "在", "到"}:
        before = phrase.before_that
        if phrase.before == "于" and before in {"用", "应用", "适用", "服务"}:
            return ElementKind.APPLICATION
    return _before_cues().get(before)


@cache
def _before_cues() -> dict[str, ElementKind]:
    cues: dict[str, ElementKind] = {}
    for name, phrases in table("cues")["before"].items():
        for phrase in phrases:
            cues.setdefault(
                fold(phrase.split()[0] if phrase.isascii() else phrase), ElementKind(name)
            )
    cues["used"] = cues["for"] = ElementKind.APPLICATION
    cues["by"] = ElementKind.METHOD
    return cues


def _asked() -> frozenset[str]:
    return words("cues", "asked")


@cache
def _suffixes() -> dict[str, ElementKind]:
    known: dict[str, ElementKind] = {}
    for name, endings in table("cues")["after"].items():
        for ending in endings:
            known.setdefault(fold(ending), ElementKind(name))
    return known


def _suffix_kind(inner: str, cue: ElementKind | None) -> ElementKind:
    """Return the kind that the longest known ending gives, else the cue's, else product."""
    return _known_kind(inner) or cue or ElementKind.PRODUCT


def _known_kind(inner: str) -> ElementKind | None:
    """Return the kind that the longest known ending of a phrase gives."""
    suffixes = _suffixes()
    if inner[-1].isascii():
        last = inner.rsplit(" ", 1)[-1].rsplit("-", 1)[-1]
        return suffixes.get(last)
    for length in range(min(4, len(inner)), 0, -1):
        kind = suffixes.get(inner[-length:])
        if kind is not None:
            return kind
    return None
