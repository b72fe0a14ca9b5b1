"""Checks of dates."""

import re
from datetime import date, timedelta

from duijie.ingest.checks.checked import NOTHING, Checked, Checker, emptied, noted, repaired
from duijie.kernel.kinds import FieldSpec

_WHOLE = re.compile(
    r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?号?"
    r"(?:[T\s]*(?:\d{1,2}[:时]\d{1,2}\S*.*|[上下]午.*|星期.|周.))?$"
)
_MONTH = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?(?:份)?$")
_YEAR = re.compile(r"^(\d{4})\s*年?(?:度)?$")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:\d{6})?$")
_COMPACT_MONTH = re.compile(r"^(\d{4})(0[1-9]|1[0-2])$")
_DAY_FIRST = re.compile(r"^(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})(?:\s+\d{1,2}:\d{2}.*)?$")
_SHORT_YEAR = re.compile(r"^(\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$")
_RANGE = re.compile(r"\s*(?:至|到|~|～|—+|–|\bto\b|(?<=[\d日月年])\s*-\s*(?=\d{4}))\s*")
_SERIAL = re.compile(r"^\d{5}(?:\.\d+)?$")
_ENGLISH = re.compile(
    r"^(?:(\d{1,2})\s+)?([A-Za-z]{3,9})\.?\s*(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})$"
)
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, 1)}
_OPEN_END = frozenset({"长期", "永久", "长期有效", "永久有效", "不限", "无限期", "至今", "forever"})
_CHINESE_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_WIDE = str.maketrans("０１２３４５６７８９－／．：", "0123456789-/.:")
_EXCEL_ZERO = date(1899, 12, 30)
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


def date_checker(spec: FieldSpec) -> Checker:
    """Return the check of a date; where only year or month is written, an expiry is their end."""
    is_end = spec.facet == "valid_until"

    def check(cell: str) -> Checked:
        return read_day(cell, is_end=is_end)

    return check


def read_day(cell: str, *, is_end: bool = False) -> Checked:
    """Return the day that a cell means, and what was wrong with it.

    >>> read_day("2024年3月", is_end=True)[0], read_day("2024-02-30")[1][0].code
    (datetime.date(2024, 3, 31), 'P-DATE-IMPOSSIBLE')
    """
    text = cell.strip().translate(_WIDE)
    if len(text) > 60:
        return emptied("P-DATE-UNREADABLE")
    if text in _OPEN_END or text.startswith("9999"):
        return NOTHING
    if any(char in "〇零○一二三四五六七八九十" for char in text) and "年" in text:
        text = _with_digits(text)
    parts = _RANGE.split(text)
    if len(parts) == 2 and all(part[:4].isdigit() for part in parts):
        day = _one_day(parts[1], is_end=True)[0]
        return noted(day, "P-DATE-RANGE") if day else emptied("P-DATE-UNREADABLE")
    return _one_day(text, is_end=is_end)


def _one_day(text: str, *, is_end: bool) -> Checked:
    if match := _WHOLE.match(text) or _COMPACT.match(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _MONTH.match(text) or _COMPACT_MONTH.match(text):
        return _period(int(match[1]), int(match[2]), is_end=is_end)
    if match := _YEAR.match(text):
        return _period(int(match[1]), 12 if is_end else 1, is_end=is_end)
    return _unusual_day(text, is_end=is_end)


def _unusual_day(text: str, *, is_end: bool) -> Checked:
    if _SERIAL.match(text):
        return _serial_day(int(text[:5]))
    if match := _DAY_FIRST.match(text):
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        day, faults = _day(year, *((second, first) if first > 12 else (first, second)))
        if day is not None and first <= 12 and second <= 12 and first != second:
            return noted(day, "P-DATE-AMBIGUOUS")
        return day, faults
    if match := _SHORT_YEAR.match(text):
        day, faults = _day(2000 + int(match[1]), int(match[2]), int(match[3]))
        return repaired(day, "P-DATE-SHORT-YEAR") if day is not None else (day, faults)
    return _english_day(text, is_end=is_end)


def _english_day(text: str, *, is_end: bool) -> Checked:
    if (match := _ENGLISH.match(text)) and (month := _MONTHS.get(match[2][:3].lower())):
        number = match[1] or match[3]
        if number:
            return _day(int(match[4]), month, int(number))
        return _period(int(match[4]), month, is_end=is_end)
    return emptied("P-DATE-UNREADABLE")


def _serial_day(days: int) -> Checked:
    day = _EXCEL_ZERO + timedelta(days=days)
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        return emptied("P-DATE-IMPOSSIBLE")
    return repaired(day, "P-DATE-SERIAL")


def _day(year: int, month: int, day: int) -> Checked:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return emptied("P-DATE-IMPOSSIBLE")
    try:
        return date(year, month, day), ()
    except ValueError:
        return emptied("P-DATE-IMPOSSIBLE")


def _period(year: int, month: int, *, is_end: bool) -> Checked:
    if not is_end or not _FIRST_YEAR <= year <= _LAST_YEAR or not 1 <= month <= 12:
        return _day(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1), ()


def _with_digits(text: str) -> str:
    text = re.sub(r"([一二三]?)十([一二三四五六七八九]?)", _tens, text)
    return text.translate(_CHINESE_DIGITS)


def _tens(match: re.Match[str]) -> str:
    return (match[1] or "一") + (match[2] or "〇")
