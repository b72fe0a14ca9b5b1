"""Elements that are wanted absent (否定要素): 不含铅、汞和色素, 替代含氟溶剂, 没有毛刺的极片."""

import re
from dataclasses import replace

from duijie.explain.absences import MORE_WANTED, Absence, denial_before
from duijie.explain.dictionaries import table
from duijie.explain.drafts import Draft
from duijie.explain.phrases import Phrase
from duijie.explain.scan import Scan
from duijie.explain.sections import Part, part_at
from duijie.kernel.frames import Element, ElementKind, Span

TITLE_FACTOR = 1.5
PART_FACTORS = {Part.WANTED: 1.0, Part.PLAIN: 0.8, Part.PROBLEM: 0.7, Part.BACKGROUND: 0.3}
_NEGATORS = (
    "无", "免", "非", "不含", "不含有", "不得含", "不得含有", "未含", "未含有", "无需", "不用",
    "不使用", "未使用", "不采用", "未采用", "不添加", "不再添加", "未添加", "不加入", "未加入",
    "不要", "不要含", "不能含", "不能含有", "不能使用", "不得使用", "避免使用", "避免含",
    "避免含有", "禁止使用", "禁用", "替代", "取代", "代替", "替代传统", "取代传统", "代替传统",
    "没有",
    "without ", "without any ", "free of ", "free from ",
)  # fmt: skip

_ROW = re.compile("(?:[、和或及与][㐀-鿿]{1,5}?)+(?=[,，。;；的\\s]|$)")
_REPLACING = ("替代", "取代", "代替")
_JOINT = re.compile("[、和或及与]")
_LACK = re.compile(
    "目前|国内|尚|还|市场|由于|因为|缺乏"
)  # 目前没有… tells of a lack, not of a wish


def factor_of(text: Scan, part: Part) -> float:
    """Return how much what stands in a part of a field counts."""
    return TITLE_FACTOR if text.field == "title" else PART_FACTORS[part]


def negated_from(folded: str, start: int) -> int:
    """Return where the words begin that want a phrase absent, else where it begins."""
    denied = denial_before(folded, start)
    if denied < start or not folded[max(0, start - 8) : start].endswith(_NEGATORS):
        return denied
    negator = next(n for n in sorted(_NEGATORS, key=len, reverse=True)
                   if folded[:start].endswith(n))  # fmt: skip
    if negator == "没有" and not _wants_none(folded, start):
        return start
    if negator.startswith(_REPLACING) and folded.startswith(("进口", "国外"), start):
        return start  # 替代进口轴承 wants the bearing
    return start - len(negator)


def _wants_none(folded: str, start: int) -> bool:
    """Tell whether 没有X的Y wants a Y without X; 目前没有X的技术 says that there is none yet."""
    clause = re.split("[,，。;；\\n]", folded[max(0, start - 20) : start])[-1]
    return bool(re.match("[㐀-鿿]{1,8}的[㐀-鿿]", folded[start : start + 10])) and not _LACK.search(
        clause
    )


def row_absences(
    text: Scan, parts: list[tuple[int, int, Part]], absences: list[Absence]
) -> list[Draft]:
    """Return what else a negation reaches, each as wanted absent: 汞 of 不含铅、汞和色素."""
    found: list[Draft] = []
    for one in absences:
        part = part_at(parts, one.start)
        row = _ROW.match(text.folded, one.end)
        is_act = one.end - one.start - len(one.thing) > 1
        if part is None or part is Part.COMPANY or row is None or not (is_act and one.thing):
            continue
        negator = (one.start, one.end - len(one.thing))
        factor = factor_of(text, part)
        found += [_denied(text, negator, it, factor) for it in _things(text.folded, *row.span())]
    return found


def _things(folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return where the things of a row stand; a single character only if it is a substance."""
    found, place = [], start
    for joint in [*_JOINT.finditer(folded, start, end), None]:
        stop = joint.start() if joint else end
        name = folded[place:stop]
        if len(name) > 1 or name in table("negation")["substances"]:
            found.append((place, stop))
        place = joint.end() if joint else stop
    return found


def _denied(text: Scan, negator: tuple[int, int], thing: tuple[int, int], factor: float) -> Draft:
    raw = text.raw[slice(*negator)] + text.raw[slice(*thing)]
    folded = text.folded[slice(*negator)] + text.folded[slice(*thing)]
    span = Span(text.field, negator[0], thing[1])
    return Draft(Element(ElementKind.PRODUCT, raw, folded, span), (folded,), factor, is_asked=True)


def denied_ends(text: Scan, phrases: list[Phrase], absences: list[Absence]) -> set[int]:
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


def without(text: Scan, draft: Draft, absence: Absence) -> Draft:
    """Return an element with what it is to be without: 无铅 and 焊料 as 无铅焊料."""
    start, end = absence.start, draft.element.span.end
    folded = text.folded[start:end]
    element = Element(
        draft.element.kind, text.raw[start:end], folded, Span(text.field, start, end)
    )  # fmt: skip
    return replace(draft, element=element, words=(text.folded[start : absence.end], *draft.words))


def lone_absences(
    text: Scan, parts: list[tuple[int, int, Part]], absences: list[Absence]
) -> list[Draft]:
    """Return the absences that are wanted of a thing named elsewhere: 不含氟 的 电解液."""
    found: list[Draft] = []
    for one in absences:
        part = part_at(parts, one.start)
        if part is None or part is Part.COMPANY:
            continue
        factor = factor_of(text, part)
        raw, folded = text.raw[one.start : one.end], text.folded[one.start : one.end]
        span = Span(text.field, one.start, one.end)
        element = Element(ElementKind.PRODUCT, raw, folded, span)
        found.append(Draft(element, (folded,), factor, is_asked=True))
    return found
