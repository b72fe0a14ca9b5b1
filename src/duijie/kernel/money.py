"""Amounts of money (金额) in Chinese and English notation → whole yuan."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from duijie.kernel.words import Lang

UNITS: dict[str, int] = {
    "元": 1, "圆": 1, "块": 1, "yuan": 1, "rmb": 1, "cny": 1, "人民币": 1, "千": 1000, "千元": 1000,
    "k": 1000, "万": 10_000, "万元": 10_000, "w": 10_000, "十万": 100_000, "十万元": 100_000,
    "百万": 1_000_000, "百万元": 1_000_000, "m": 1_000_000, "million": 1_000_000,
    "千万": 10_000_000, "千万元": 10_000_000, "亿": 100_000_000, "亿元": 100_000_000,
    "billion": 1_000_000_000, "万亿": 10**12, "万亿元": 10**12,
}  # fmt: skip
LARGEST_YUAN = 10**15

_UNIT = r"yuan|rmb|cny|million|billion|[kmw]|(?:万亿|[十百千]?万|百万|千|亿)?(?:人民币|元|圆|块)?"
_NUMBER = r"\d{1,30}(?:\.\d{1,15})?"
_AMOUNT = re.compile(rf"(?P<number>{_NUMBER})(?P<unit>(?:{_UNIT}))(?P<more>(?:yuan|rmb|cny|元)?)")
_RANGE = re.compile(r"^(?:-|至|到|~|—|–|to)+")
_GROUPS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_LEADING = re.compile(
    r"^(?:rmb|cny|￥|¥|人民币|约为?|大约|近|预计|总?计|共|不超过|不高于|不低于|不少于|至少|最[高多低少]|"
    r"小于等于|大于等于|小于|大于|低于|高于|超过|不大于|不小于|<=|>=|≤|≥|<|>|about|upto|atmost|atleast|:)+"
)
_TRAILING = re.compile(
    r"^(?:人民币|元整|整|左右|上下|以内|以下|以上|之内|内|起|余|多|\+|/年|每年|/项|正|\(含\)|含)*$"
)
_AT_MOST = re.compile(
    r"不超过|不高于|不大于|最[高多]|(?<!不)(?:小于|低于)|<|≤|以内|以下|之内|upto|atmost"
)
_AT_LEAST = re.compile(
    r"不低于|不少于|不小于|至少|最[低少]|(?<!不)(?:大于|高于|超过)|>|≥|以上|起|\+|atleast"
)
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_DIGITS |= {char: value for value, char in enumerate("零壹贰叁肆伍陆柒捌玖")}
_STEPS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_CHINESE_NUMBER = re.compile(r"[零一二三四五六七八九〇两壹贰叁肆伍陆柒捌玖十拾百佰千仟]+")
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．，－～：（）＜＞＋／", "0123456789.,-~:()<>+/")


@dataclass(frozen=True, slots=True)
class MoneyRange:
    """An amount or a range in yuan (金额范围); None is open. A plain amount has low == high."""

    low: int | None
    high: int | None

    @property
    def upper(self) -> int:
        """Return the upper end, or the lower end of a range that is open above."""
        return self.high if self.high is not None else self.low or 0


def read_money(text: str, *, unit_yuan: int = 1) -> MoneyRange | None:
    """Return the amount that a text says, in whole yuan; None when it says none.

    `unit_yuan` counts where the text names no unit, as under a header 「预算(万元)」.

    >>> read_money("200-300万"), read_money("1,500.5", unit_yuan=10_000)
    (MoneyRange(low=2000000, high=3000000), MoneyRange(low=15005000, high=15005000))
    """
    if len(text) > 100:
        return None
    written = "".join(text.translate(_HALF_WIDTH).lower().split()).replace("（", "(")
    plain = _CHINESE_NUMBER.sub(_as_digits, _GROUPS.sub("", written))
    body = _LEADING.sub("", plain)
    first = _AMOUNT.match(body)
    if first is None:
        return None
    tail = body[first.end() :]
    amounts = [first]
    joint = _RANGE.match(tail)
    if joint:
        second = _AMOUNT.match(_LEADING.sub("", tail[joint.end() :]))
        if second is None:
            return None
        tail = _LEADING.sub("", tail[joint.end() :])[second.end() :]
        amounts.append(second)
    if not _TRAILING.match(tail):
        return None
    # "200-300万": the unit of the last amount also holds for the first.
    units = [_unit(amount["unit"]) for amount in amounts]
    last = units[-1] or unit_yuan
    yuan = [_yuan(m["number"], unit or last) for m, unit in zip(amounts, units, strict=True)]
    if any(value is None or value > LARGEST_YUAN for value in yuan):
        return None
    return _bounded(plain, [value for value in yuan if value is not None])


def format_yuan(yuan: int, lang: Lang) -> str:
    """Return an amount as people write it.

    >>> format_yuan(2_000_000, "zh"), format_yuan(2_000_000, "en")
    ('200万元', 'CNY 2,000,000')
    """
    if lang == "en":
        return f"CNY {yuan:,}"
    for unit, name in ((100_000_000, "亿元"), (10_000, "万元")):
        if abs(yuan) >= unit and yuan * 100 % unit == 0:
            return f"{Decimal(yuan) / unit:,f}{name}"
    return f"{yuan:,}元"


def unit_of_header(header: str) -> int:
    """Return how many yuan the unit in a column header is worth, 0 when it names none.

    >>> unit_of_header("预算(万元)"), unit_of_header("预算金额")
    (10000, 0)
    """
    folded = header.translate(_HALF_WIDTH).lower().replace("（", "(").replace("）", ")")
    for part in re.split(r"[()\[\]【】/:,、_\s]+", folded)[1:]:
        unit = UNITS.get(part.removeprefix("单位").removeprefix("人民币"))
        if unit:
            return unit
    return 0


def _bounded(plain: str, yuan: list[int]) -> MoneyRange:
    low, high = min(yuan), max(yuan)
    if len(yuan) == 1 and _AT_MOST.search(plain):
        return MoneyRange(None, high)
    if len(yuan) == 1 and _AT_LEAST.search(plain):
        return MoneyRange(low, None)
    return MoneyRange(low, high)


def _unit(written: str) -> int:
    if not written:
        return 0
    return UNITS.get(written) or UNITS.get(written.replace("人民币", "元")) or 0


def _yuan(number: str, unit: int) -> int | None:
    try:
        return int((Decimal(number) * unit).to_integral_value())
    except InvalidOperation:
        return None


def _as_digits(match: re.Match[str]) -> str:
    text = match[0]
    if all(char in _STEPS for char in text) and match.start() > 0:
        return text  # a unit after a number: 3千, 2百万
    total, digit = 0, 0
    for char in text:
        if char in _STEPS:
            total += (digit or 1) * _STEPS[char]
            digit = 0
        else:
            digit = digit * 10 + _DIGITS[char] if digit and not total else _DIGITS[char]
    return str(total + digit)
