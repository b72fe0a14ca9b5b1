"""Regions (行政区划代码, GB/T 2260): provinces, and for Zhejiang cities and counties."""

from datetime import date
from functools import cache

from duijie.kernel.codes.code_list import CodeEntry, CodeList, fold_name

REGIONS = CodeList("regions.tsv")
_ENDINGS = (
    "特别行政区",
    "维吾尔自治区",
    "壮族自治区",
    "回族自治区",
    "畲族自治县",
    "自治区",
    "自治县",
    "省",
    "市",
    "区",
    "县",
)


def read_region(text: str, *, on: date | None = None) -> str | None:
    """Return the six digits of the region that a code or name means, else None.

    Codes of two, four, six or more digits count when their province exists; a code below a
    province that is not listed by counties is taken as it stands. A name is read from the left,
    province, city, county, and gives the narrowest part that is known. Of several codes of one
    name the one valid on the day wins, else the one valid now.

    >>> read_region("浙江省嘉兴市南湖区"), read_region("嘉兴"), read_region("3304")
    ('330402', '330400', '330400')
    """
    text = text.strip()
    if text.isascii() and text.isdigit():
        return _read_digits(text)
    if text[:6].isascii() and text[:6].isdigit() and len(text) > 6:  # "330402 南湖区"
        return _read_digits(text[:6])
    entry = _narrowest(fold_name(text), on)
    return entry.code if entry else None


def region_path(code: str) -> tuple[CodeEntry, ...]:
    """Return province, city and county of a code, as far as they are listed.

    >>> [entry.en for entry in region_path("330402")]
    ['Zhejiang', 'Jiaxing', 'Nanhu']
    """
    codes = dict.fromkeys((code[:2] + "0000", code[:4] + "00", code[:6]))
    return tuple(entry for one in codes if (entry := REGIONS.get(one)) is not None)


def _read_digits(digits: str) -> str | None:
    if len(digits) not in (2, 4, 6, 9, 12):
        return None
    code = digits[:6].ljust(6, "0")
    province = code[:2] + "0000"
    if province not in REGIONS:
        return None
    listed = any(other.code[:2] == code[:2] and other.code != province for other in REGIONS)
    return code if not listed or code in REGIONS or code[:4] + "00" in REGIONS else None


def _narrowest(name: str, on: date | None) -> CodeEntry | None:
    found: CodeEntry | None = None
    rest = name.removeprefix("中国")
    while rest:
        step = _step(rest, found, on)
        if step is None:
            # Words after a place (街道, 路, 高新区) do not make the place wrong.
            break
        found, rest = step
    return found


def _step(rest: str, within: CodeEntry | None, on: date | None) -> tuple[CodeEntry, str] | None:
    prefix = "" if within is None else within.code.rstrip("0")
    names = _names()
    for length in range(min(len(rest), _longest()), 1, -1):
        entries = [
            entry
            for entry in names.get(rest[:length], ())
            if entry.code.startswith(prefix) and entry is not within
        ]
        if entries:
            return max(entries, key=lambda entry: _preference(entry, on)), rest[length:]
    return None


def _preference(entry: CodeEntry, on: date | None) -> tuple[bool, bool, int, str]:
    is_valid = entry.valid_until is None if on is None else entry.is_valid_on(on)
    # The wider place wins: 普陀 the district, not a namesake street.
    return is_valid, entry.valid_until is None, entry.code.count("0"), entry.code


@cache
def _names() -> dict[str, tuple[CodeEntry, ...]]:
    names = dict(REGIONS.by_name)
    for entry in REGIONS:
        name = fold_name(entry.zh)
        for ending in _ENDINGS:
            short = name.removesuffix(ending)
            if short != name and len(short) > 1:
                names[short] = (*names.get(short, ()), entry)
                break
    return names


@cache
def _longest() -> int:
    return max(len(name) for name in _names())
