"""Written numbers → floats (数字), over scanned text."""

import math
import re
from functools import cache

from duijie.explain.scan import POWER_DIGITS, POWER_MINUS

_POWERS = f"{POWER_MINUS}?[{POWER_DIGITS}]{{1,2}}"
DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d{1,15})(?:\.\d{1,15})?"
NUMBER = re.compile(
    rf"{DIGITS}(?:\s?[x×*·]\s?10(?:\^[-−+]?\d{{1,2}}|[-−]\d{{1,2}}|{_POWERS})"
    rf"|\^[-−+]?\d{{1,2}}|{_POWERS}|e[-−+]?\d{{1,2}}(?![a-z\d]))?"
)
_PARTS = re.compile(
    rf"({DIGITS})(?:\s?[x×*·]\s?10(?:\^?([-−+]?\d{{1,2}})|({_POWERS}))"
    rf"|\^([-−+]?\d{{1,2}})|({_POWERS})|e([-−+]?\d{{1,2}}))?"
)
SCALES = {
    "万亿": 1e12, "亿": 1e8, "千万": 1e7, "百万": 1e6, "十万": 1e5, "万": 1e4, "千": 1e3, "百": 1e2,
    "million": 1e6, "billion": 1e9, "thousand": 1e3,
}  # fmt: skip
SCALE = re.compile(
    r"\s?(?:万亿|亿|千万|百万|十万|万|million\b|billion\b|thousand\b|[千百](?![克米瓦分帕伏安卡焦赫牛]))"
)
_CHINESE_DIGITS = dict(
    zip("零一二两三四五六七八九", (0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)
)
CHINESE_NUMBER = re.compile(r"[一二两三四五六七八九十百]{1,6}")
PER_CENT = re.compile(
    r"百分之([零一二两三四五六七八九十百]{1,6}(?:点[零一二三四五六七八九]{1,3})?|\d{1,3}(?:\.\d+)?)"
)


def read_number(written: str) -> float:
    """Return the value of a number matched by `NUMBER`; infinite when it is beyond reason.

    >>> read_number("1,500.5")
    1500.5
    """
    parts = _PARTS.fullmatch(written)
    if parts is None:
        return math.inf
    value = float(parts[1].replace(",", ""))
    times_ten = parts[2] or _plain(parts[3])
    if times_ten:
        return _scaled(value, int(times_ten.replace("−", "-")))
    power = parts[4] or _plain(parts[5])
    if power:
        return _power(value, int(power.replace("−", "-")))
    if parts[6]:
        return _scaled(value, int(parts[6].replace("−", "-")))
    return value


def read_chinese(written: str) -> float | None:
    """Return the value of a number in Chinese characters up to 999, or None.

    >>> read_chinese("九十五")
    95.0
    """
    whole, _, after = written.partition("点")
    total, digit = 0, 0
    for char in whole:
        if char in "十百":
            total += max(digit, 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            if digit:
                return None
            digit = _CHINESE_DIGITS[char]
    decimals = "".join(str(_CHINESE_DIGITS[char]) for char in after)
    return float(f"{total + digit}.{decimals or 0}")


@cache
def scale_of(written: str) -> float:
    """Return what a scale word (万, 亿, million) multiplies by."""
    return SCALES.get(written.strip(), 1.0)


def _plain(powers: str | None) -> str:
    if not powers:
        return ""
    return "".join("-" if c == POWER_MINUS else str(ord(c) - 0xE000) for c in powers)


def _scaled(value: float, exponent: int) -> float:
    """Return value × 10^exponent, as one would write it (5×10⁻³ is 0.005, not 0.00500…1)."""
    return float(f"{value!r}e{exponent}") if "e" not in repr(value) else value * 10.0**exponent


def _power(value: float, exponent: int) -> float:
    try:
        return float(value**exponent)
    except (OverflowError, ZeroDivisionError):
        return math.inf
