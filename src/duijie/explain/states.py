"""Whether a number tells how things are or what is wanted (现状与目标)."""

import re
from functools import cache

from duijie.explain.dictionaries import phrase_list
from duijie.explain.scan import Scan
from duijie.kernel.frames import Bound

_STOP = re.compile(r"[。;!?\n]|\.(?=\s|$)")
_CLAUSE = re.compile("[,，]")
_WHEN = frozenset({"时间", "期限", "周期", "时限"})
_DURATION = "[time]"


def is_present(field: Scan, start: int, bound: Bound) -> bool:
    """Tell whether a number at a place says how things are now, not what is wanted.

    Of the words before it in its sentence the nearest decides: 现在 … 1.5 %, 希望降到 … 1.0 %.
    A bound (不低于) is a wish unless its own clause says that things are so.
    """
    low = _sentence_start(field.folded, start)
    clause = low
    for mark in _CLAUSE.finditer(field.folded, low, start):
        clause = mark.end()
    nearest, place = "", low
    for found in _states().finditer(field.folded, low, start):
        is_far = found.start() < clause
        if not (is_far and found.lastgroup == "beside"):
            nearest, place = str(found.lastgroup), found.start()
    if nearest in {"", "aim"}:
        return False
    return place >= clause or bound in {Bound.EXACT, Bound.ABOUT}


def _sentence_start(folded: str, place: int) -> int:
    start = max(0, place - 200)
    for mark in _STOP.finditer(folded, start, place):
        start = mark.end()
    return start


@cache
def _states() -> re.Pattern[str]:
    """Return a pattern for the words that say that something is so, or that it is to be so."""
    groups = []
    for name in ("aim", "now", "beside"):
        written = "|".join(_bounded(phrase) for phrase in phrase_list("states", name))
        groups.append(f"(?P<{name}>{written})")
    return re.compile("|".join(groups))


def _bounded(phrase: str) -> str:
    return rf"\b{re.escape(phrase)}\b" if phrase.isascii() else re.escape(phrase)


def is_bare(name: str, dimension: str, unit: str) -> bool:
    """Tell whether a number without a name is no property: 2 年内, 95% 以上是…, 3 次."""
    if name in _WHEN and unit in {"year", "month", "week", "day"}:
        return True
    if name:
        return False
    return dimension == _DURATION or unit in {"percent", "permille", "occurrence", "dimensionless"}
