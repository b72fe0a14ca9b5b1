"""Whether two property names mean the same thing (同一指标), by folded words and synonyms."""

from functools import lru_cache

from duijie.explain.dictionaries import words
from duijie.explain.segments import segment
from duijie.explain.synonyms import synonym_groups

_CHANGES = ("提高", "降低")


@lru_cache(maxsize=16384)
def is_same_property(wanted: str, offered: str) -> bool:
    """Tell whether two property names measure the same thing.

    A narrower name counts (缺陷检出率 for 检出率), unless the shared word is too broad to tell
    (温度 and 热处理温度). A change (提高30%) is never compared with a state (30%).

    >>> is_same_property("检出率", "缺陷检出率"), is_same_property("温度", "热处理温度")
    (True, False)
    """
    wanted, wanted_change = _without_change(wanted)
    offered, offered_change = _without_change(offered)
    if wanted_change != offered_change or not wanted or not offered:
        return False
    wanted, offered = _canonical(wanted), _canonical(offered)
    return wanted == offered or _is_narrower(wanted, offered)


def _is_narrower(wanted: str, offered: str) -> bool:
    """Tell whether one name only narrows the other."""
    short, long = sorted((wanted, offered), key=len)
    if short in words("direction", "broad") or len(short) < 2:
        return False
    if short.isascii():
        return f" {long}".endswith(f" {short}")
    return long.endswith(short) or _covers(wanted, offered)


def _covers(wanted: str, offered: str) -> bool:
    """Tell whether the last word agrees and the words before it overlap."""
    first = [w for w, _ in segment(wanted)]
    second = [w for w, _ in segment(offered)]
    if len(first) < 2 or len(second) < 2 or _canonical(first[-1]) != _canonical(second[-1]):
        return False
    small, large = sorted(
        ({_canonical(w) for w in first}, {_canonical(w) for w in second}), key=len
    )
    return small <= large


@lru_cache(maxsize=16384)
def _canonical(name: str) -> str:
    """Return a name with the longest known ending replaced by the first of its synonyms."""
    group = synonym_groups().get(name)
    if group:
        return group[0]
    for start in range(1, len(name) - 1):
        group = synonym_groups().get(name[start:])
        if group and (not name[start].isascii() or name[start - 1] == " "):
            return name[:start] + group[0]
    return name


def _without_change(name: str) -> tuple[str, str]:
    for change in _CHANGES:
        if name.endswith(change):
            return name[: -len(change)], change
    return name, ""
