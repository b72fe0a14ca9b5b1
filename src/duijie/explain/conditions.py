"""Maturity, budget and deadline that a text states (成熟度、预算、期限)."""

import re
from datetime import date

from duijie.explain.quantities import Found
from duijie.explain.scan import Scan

_LEVEL = r"([1-9一二三四五六七八九])"
_TRL = re.compile(
    r"(?:trl|技术成熟度|技术就绪(?:水平|度)|成熟度(?:等级|级别)?|technology readiness level)"
    r"\s?(?:等级|级别|level)?\s?(?:\(trl\))?\s?(?:要求|应|需|已经|已|为|是|达到|达|在|of|is|at)*\s?"
    r"(?P<bound>≥|>=|>|≤|<=|<|不低于|至少|大于|高于|不高于|at least|above|:)?\s?(?:trl)?\s?-?"
    + _LEVEL + r"(?!\d|%|\.\d)"
)  # fmt: skip
_CHINESE = dict(zip("一二三四五六七八九", range(1, 10), strict=True))
_MONEY_CUES = re.compile(
    r"预算|经费|拟投入|预计投入|计划投入|投入资金|资金投入|投入研发|研发费用|意向金额|合作金额|出资|budget|funding"
)
_SPENT = re.compile(
    r"已投入|已经投入|已累计|累计投入|目前投入|前期投入|完成投入|销售|产值|收入|损失|利润|效益|资产|资本"
)
_AIMED = re.compile(
    r"目标|预计|计划|拟|力争|将|要求|需要|希望|期望|尚?未|不足|低于|高于|超过|至少|不低于|以上"
    r"|提升|提高|从|由|接近|(?<!达)[到至]\s?$|\b(?:aim|target|plan|expected|will|need|requir|from|not|below|to)\w*"
)
_ON = re.compile(r"\s?级?\s?(?:[-~–—～]\s?(?:trl)?\s?\d|至|到|to\b|以上|以下|及以|提)")
_DATE = re.compile(
    r"(20\d\d)\s?[年/.-]\s?(1[0-2]|0?[1-9])\s?(?:[月/.-]\s?(3[01]|[12]\d|0?[1-9])\s?日?|月(?:底|末)?)?"
)
_YEAR_END = re.compile(r"(20\d\d)\s?年(?:底|末|内)")
_DEADLINE_BEFORE = re.compile(
    r"(?:截止|期限|完成时间|截至|交付|deadline|due|no later than|before|by)[^。;\n]{0,12}$"
)
_DEADLINE_AFTER = re.compile(r"\s?(?:之?前|以前|底前|截止)")


def trl_of(text: Scan) -> int | None:
    """Return the lowest technology readiness level (技术成熟度) that a text asks for."""
    for found in _TRL.finditer(text.folded):
        if (found["bound"] or "") in {"≤", "<=", "<", "不高于"}:
            continue
        level = found[found.lastindex or 0]
        value = _CHINESE.get(level) or int(level)
        return min(9, value + 1) if found["bound"] in {">", "大于", "高于", "above"} else value
    return None


def trl_spans(text: Scan) -> list[tuple[int, int]]:
    """Return where levels are written: their figures are not quantities."""
    return [found.span() for found in _TRL.finditer(text.folded)]


def trl_stated(text: Scan) -> list[tuple[int, int, int]]:
    """Return the levels that a text says it has, as (level, start, end); no aims, no wishes."""
    return [
        (_CHINESE.get(level) or int(level), *found.span())
        for found in _TRL.finditer(text.folded)
        if found["bound"] in {None, "", ":"} and not _is_aim(text, found)
        for level in (found[found.lastindex or 0],)
    ]


def _is_aim(text: Scan, found: re.Match[str]) -> bool:
    """Tell whether a level is only aimed at, denied, or one end of a range: 从 TRL 4 到 TRL 7."""
    start = text.clause_start(found.start())
    before = text.folded[max(start, found.start() - 16) : found.start()]
    return bool(
        _AIMED.search(before)
        or re.search("要求|应|需", found[0])
        or _ON.match(text.folded, found.end())
    )


def budget_of(text: Scan, quantities: list[Found]) -> int | None:
    """Return what a text says may be spent (预算), in yuan; not what has been spent."""
    for found in quantities:
        if not is_budget(text, found):
            continue
        unit = found.measure
        amount = found.high if found.high is not None else found.low
        is_money = unit is not None and unit.dimension == "[currency]"
        is_bare = unit is None and (amount or 0) >= 10_000
        if amount is not None and (is_money or is_bare) and 0 < amount < 1e13:
            return round(amount)
    return None


def is_budget(text: Scan, found: Found) -> bool:
    """Tell whether the words before an amount say that it may be spent: 预算, 经费."""
    start = max(text.clause_start(found.head), found.head - 24)
    if text.folded[start - 1 : start] == ":":
        start = max(0, start - 12)
    clause = text.folded[start : found.head]
    return bool(_MONEY_CUES.search(clause)) and not _SPENT.search(clause)


def deadline_of(text: Scan) -> date | None:
    """Return the day until which something is wanted (截止日期)."""
    for found in _DATE.finditer(text.folded):
        left = text.folded[max(0, found.start() - 20) : found.start()]
        if not (_DEADLINE_BEFORE.search(left) or _DEADLINE_AFTER.match(text.folded, found.end())):
            continue
        year, month, day = int(found[1]), int(found[2]), found[3]
        try:
            return date(year, month, int(day)) if day else _month_end(year, month)
        except ValueError:
            continue
    for found in _YEAR_END.finditer(text.folded):
        left = text.folded[max(0, found.start() - 20) : found.start()]
        if _DEADLINE_BEFORE.search(left) or _DEADLINE_AFTER.match(text.folded, found.end()):
            return date(int(found[1]), 12, 31)
    return None


def _month_end(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)
