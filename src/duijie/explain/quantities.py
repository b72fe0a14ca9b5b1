"""Quantities of a text (量值): number, unit, bound and range, with true offsets."""

import math
import re
from dataclasses import dataclass, replace
from functools import cache

from duijie.explain.dictionaries import phrase_list, words
from duijie.explain.numbers import (
    CHINESE_NUMBER,
    NUMBER,
    PER_CENT,
    SCALE,
    read_chinese,
    read_number,
    scale_of,
)
from duijie.explain.scan import Scan
from duijie.explain.units import Measure, measure, measure_named, unit_pattern
from duijie.kernel.frames import Bound

_SIGN = re.compile(r"(?:(?<![a-z\d%℃°)\]\-−~])[-−]|零下|±|\+/-)\s?$")
_RANGE = re.compile(
    r"\s?(?:[-−–—~～〜]{1,4}(?<![~～〜至到][-−])|至|到|to\b|and\b)\s?([-−]|零下)?[φфø]?\s?"
)
_PER = re.compile(r"每(秒|分钟|小时|天|年|月|亩|吨|公斤|升|平方米|立方米)\s?$")
_CLOSED = re.compile(r"\s?\)\s?")
_TOLERANCE = re.compile(r"\s?(?:±|\+/-)\s?")
_BAD_LEFT = re.compile(r"[a-z_/.#№第]$|[a-z][-−]$|[a-z]\d*[./]$|gb\s?/?t?\s?$|iso\s?$")
_CHINESE_UNITS = re.compile(r"(?:年|个月|倍|小时|分钟|天|周)(?!度|级|代|龄|份|然|来|前|后)")
_MORE = re.compile("[余多]")
LOOK_BACK = 14


@dataclass(frozen=True, slots=True)
class Found:
    """A quantity as found (找到的量值): `head` and `tail` are its ends with the bound words."""

    head: int
    tail: int
    low: float | None
    high: float | None
    bound: Bound
    measure: Measure | None
    is_better: bool = False
    is_tolerance: bool = False


@dataclass(frozen=True, slots=True)
class _Value:
    """One number with its unit: where it ends and what it says."""

    start: int
    end: int
    value: float
    measure: Measure | None
    scale: float


def find_quantities(text: Scan) -> list[Found]:
    """Return the quantities of a scanned text, in order; plain numbers only when bounded."""
    folded, found, place = text.folded, [], 0
    if "百分之" in folded:
        found += _per_cents(text)
    while (number := NUMBER.search(folded, place)) is not None:
        one = _quantity(text, number)
        place = max(number.end(), one.tail if one else 0)
        if one is not None and not any(o.head < one.tail and one.head < o.tail for o in found):
            found.append(_per_unit(folded, one))
    found += _chinese_counts(text, found)
    return sorted(found, key=lambda one: one.head)


def _per_unit(folded: str, one: Found) -> Found:
    """Return a quantity with the 每 before it taken into its unit: 每分钟 30 件 is 30 件/分钟."""
    per = _PER.search(folded, max(0, one.head - 6), one.head)
    below = measure(per[1]) if per else None
    if per is None or below is None or one.measure is None:
        return one
    whole = measure_named(f"{one.measure.name} / {below.name}")
    return one if whole is None else replace(one, head=per.start(), measure=whole)


def _quantity(text: Scan, number: re.Match[str]) -> Found | None:
    folded, start = text.folded, number.start()
    left = folded[max(0, start - LOOK_BACK) : start]
    sign = _SIGN.search(left)
    if sign is not None:
        start -= len(left) - sign.start()
        left = left[: sign.start()]
    elif _BAD_LEFT.search(left):
        return None
    is_negative = sign is not None and sign[0].strip() in {"-", "−", "零下"}
    first = _value(text, number, is_negative=is_negative)
    second, is_tolerance = _second(text, first)
    if _is_name(text, number, first):
        return None
    last = second or first
    if not math.isfinite(first.value) or not math.isfinite(last.value) or _is_date(text, last):
        return None
    unit = last.measure or first.measure
    if unit is not None and unit.name == "degree" and _is_cold(sign):
        unit = measure_named("degree_Celsius")
    if sign is not None and sign[0].strip() in {"±", "+/-"}:
        return Found(start, first.end, -first.value, first.value, Bound.RANGE, unit,
                     is_tolerance=True)  # fmt: skip
    if second is not None:
        return _ranged(text, start, first, second, is_tolerance=is_tolerance)
    return _single(text, start, left, first)


def _is_cold(sign: re.Match[str] | None) -> bool:
    return sign is not None and sign[0].strip() == "零下"


def _is_name(text: Scan, number: re.Match[str], one: _Value) -> bool:
    """Tell whether 3D, 4K or 811目前 only look like a number with a unit."""
    unit = text.folded[number.end() : one.end]
    if unit == "d" and number[0] in {"2", "3", "4"}:
        return True
    if unit == "k":
        return one.value < 100
    if unit.strip() in {"n", "l", "h"} and number[0] in words("bounds", "steels"):
        return True  # 304N, 316 L: stainless steel
    if unit == "年" and text.folded[one.end : one.end + 1] in {"代", "度", "级", "底", "初", "末"}:
        return True
    return unit == "目" and text.folded[one.end : one.end + 1] in {"前", "标", "的", "录"}


def _value(text: Scan, number: re.Match[str], *, is_negative: bool) -> _Value:
    folded = text.folded
    value, end = read_number(number[0]), number.end()
    if folded[end : end + 1] in {"余", "多"}:
        end += 1
    scale = SCALE.match(folded, end)
    factor = 1.0
    if scale is not None:
        factor, end = scale_of(scale[0]), scale.end()
    unit = _unit_after(text, end)
    closed = _CLOSED.match(folded, end) if unit is None else None
    if closed is not None and "(" in folded[max(0, number.start() - 12) : number.start()]:
        unit = _unit_after(text, closed.end())  # (12～36) V
    if unit is not None:
        end = unit[1]
    return _Value(number.start(), end, -value * factor if is_negative else value * factor,
                  unit[0] if unit else None, factor)  # fmt: skip


def _unit_after(text: Scan, place: int) -> tuple[Measure, int] | None:
    folded = text.folded
    after = place + 1 if folded[place : place + 1] == " " else place
    written = _unit_regex().match(folded, after)
    if written is None:
        return None
    found = measure(text.raw[after : written.end()])
    if found is None or (after > place and written[0] == "a"):  # "10 a day"
        return None
    return found, written.end()


@cache
def _unit_regex() -> re.Pattern[str]:
    return re.compile(unit_pattern())


def _second(text: Scan, first: _Value) -> tuple[_Value | None, bool]:
    """Return the other end of a range, and whether it is a tolerance (20±2)."""
    folded = text.folded
    tolerance = _TOLERANCE.match(folded, first.end)
    joint = tolerance or _RANGE.match(folded, first.end)
    if joint is None:
        return None, False
    number = NUMBER.match(folded, joint.end())
    if number is None:
        return None, False
    is_negative = tolerance is None and bool(joint[1])
    other = _value(text, number, is_negative=is_negative)
    if "and" in joint[0] and "between" not in folded[max(0, first.end - 30) : first.end]:
        return None, False
    if other.measure and first.measure and other.measure.dimension != first.measure.dimension:
        return None, False
    if (
        other.measure is None
        and first.measure is None
        and joint[0].strip() not in {"~", "至", "到", "to", "and", "±"}
    ):
        return None, False
    return other, tolerance is not None


def _ranged(
    text: Scan, start: int, first: _Value, second: _Value, *, is_tolerance: bool
) -> Found | None:
    unit = second.measure or first.measure
    low, high = first.value, second.value
    if first.measure is None and second.scale != 1.0 and first.scale == 1.0:
        low *= second.scale
    elif unit and first.measure and first.measure.name != unit.name and unit.factor:
        low = (low * first.measure.factor + first.measure.offset - unit.offset) / unit.factor
    if is_tolerance:
        low, high = first.value - abs(second.value), first.value + abs(second.value)
    elif low > high:
        low, high = high, low
    left = text.folded[max(0, start - LOOK_BACK) : start]
    between = re.search(r"between\s$", left)
    head = start - len(between[0]) if between else start
    tail, _ = _bound_after(text.folded, second.end)
    return Found(head, tail, low, high, Bound.RANGE, unit)


def _single(text: Scan, start: int, left: str, one: _Value) -> Found | None:
    before, kind = _bound_before(left)
    head = start - before
    tail, after_kind = _bound_after(text.folded, one.end)
    if not kind:
        kind = after_kind
    elif after_kind == "about":
        kind = "about" if kind == "exact" else kind
    if one.measure is None and kind in {"", "more"} and one.scale == 1.0:
        return None
    if not kind and _MORE.search(text.folded, one.start, one.end):
        kind = "at_least"
    value, bound = one.value, _BOUNDS.get(kind, Bound.EXACT)
    low = None if bound is Bound.AT_MOST else value
    high = None if bound is Bound.AT_LEAST else value
    return Found(head, tail, low, high, bound, one.measure, is_better=kind == "better")


_BOUNDS = {
    "at_least": Bound.AT_LEAST, "at_most": Bound.AT_MOST, "about": Bound.ABOUT,
    "better": Bound.AT_LEAST, "more": Bound.AT_LEAST,
}  # fmt: skip


@cache
def _before_regex() -> re.Pattern[str]:
    groups = []
    for name in ("at_most", "at_least", "about", "better"):
        phrases = "|".join(_bounded(p) for p in phrase_list("bounds", f"{name}_before"))
        groups.append(f"(?P<{name}>{phrases})")
    return re.compile(rf"(?:{'|'.join(groups)})\s?(?:为|是|到|于)?\s?$")


@cache
def _after_regex() -> re.Pattern[str]:
    groups = []
    for name in ("at_most", "at_least", "about"):
        phrases = "|".join(_bounded(p) for p in phrase_list("bounds", f"{name}_after"))
        groups.append(f"(?P<{name}>{phrases})")
    return re.compile(rf"\s?(?:{'|'.join(groups)})")


def _bounded(phrase: str) -> str:
    """Return a pattern for a phrase; a Latin one stands between word ends."""
    pattern = re.escape(phrase)
    if phrase[0].isascii() and phrase[0].isalpha():
        pattern = rf"\b{pattern}"
    if phrase[-1].isascii() and phrase[-1].isalpha():
        pattern = rf"{pattern}\b"
    return pattern


def _bound_before(left: str) -> tuple[int, str]:
    found = _before_regex().search(left)
    if found is None:
        return 0, ""
    return len(left) - found.start(), str(found.lastgroup)


def _bound_after(folded: str, end: int) -> tuple[int, str]:
    found = _after_regex().match(folded, end)
    if found is None:
        return end, ""
    return found.end(), str(found.lastgroup)


def _is_date(text: Scan, value: _Value) -> bool:
    """Tell whether 2018年 is a date, not a duration; likewise 12月 and 5日 after it."""
    if value.measure is None or value.measure.dimension != "[time]":
        return False
    if value.measure.name == "year" and 1900 <= abs(value.value) <= 2100:
        return True
    last = text.folded[value.end - 1 : value.end]
    return last == "日" or (last == "月" and text.folded[value.end - 2 : value.end - 1] != "个")


def _per_cents(text: Scan) -> list[Found]:
    found = []
    unit = measure_named("percent")
    for written in PER_CENT.finditer(text.folded):
        number = written[1]
        value = float(number) if number[0].isdigit() else read_chinese(number)
        if value is None:
            continue
        left = text.folded[max(0, written.start() - LOOK_BACK) : written.start()]
        one = _single(
            text, written.start(), left, _Value(written.start(), written.end(), value, unit, 1.0)
        )
        if one is not None:
            found.append(one)
    return found


def _chinese_counts(text: Scan, known: list[Found]) -> list[Found]:
    """Return durations and multiples in Chinese characters: 三年, 两倍."""
    found = []
    for number in CHINESE_NUMBER.finditer(text.folded):
        unit = _CHINESE_UNITS.match(text.folded, number.end())
        value = read_chinese(number[0])
        if (
            unit is None
            or value is None
            or text.folded[number.start() - 1 : number.start()] == "第"
        ):
            continue
        if any(one.head < unit.end() and number.start() < one.tail for one in known):
            continue
        left = text.folded[max(0, number.start() - LOOK_BACK) : number.start()]
        one = _single(
            text,
            number.start(),
            left,
            _Value(number.start(), unit.end(), value, measure(unit[0]), 1.0),
        )
        if one is not None:
            found.append(one)
    return found
