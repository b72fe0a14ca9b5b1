"""Whether two property names mean the same thing (同一指标), by folded words and synonyms."""

from functools import cache, lru_cache

from duijie.explain.dictionaries import table, words
from duijie.explain.segments import segment
from duijie.kernel.folding import fold

_CHANGES = ("提高", "降低")


@cache
def synonym_groups() -> dict[str, tuple[str, ...]]:
    """Return every word of the synonym dictionary (同义词) with its group."""
    known: dict[str, tuple[str, ...]] = {}
    for line in table("synonyms")["groups"]:
        group = tuple(fold(word).replace("-", " ") for word in line.split())
        for word in group:
            known[word] = group
            known[word.replace(" ", "-")] = group
    return known


def synonyms(word: str) -> tuple[str, ...]:
    """Return the other words that mean the same.

    >>> "瑕疵" in synonyms("缺陷")
    True
    """
    return tuple(w for w in synonym_groups().get(word, ()) if w != word)


@lru_cache(maxsize=16384)
def is_same_property(wanted: str, offered: str) -> bool:
    """Tell whether two property names measure the same thing.

    A narrower name counts (缺陷检出率 for 检出率), unless the shared word is too broad to tell
    (温度 and 热处理温度). A change (提高30%) is never compared with a state (30%).

    >>> is_same_property("检出率", "缺陷检出率"), is_same_property("温度", "热处理温度")
    (True, False)
    """
    if not wanted or not offered:
        return False
    wanted, wanted_change = _without_change(wanted)
    offered, offered_change = _without_change(offered)
    if wanted_change != offered_change:
        return False
    if not wanted or not offered:
        return wanted == offered
    wanted, offered = _canonical(wanted), _canonical(offered)
    if wanted == offered:
        return True
    short, long = sorted((wanted, offered), key=len)
    if short in words("direction", "broad") or len(short) < 2:
        return False
    if _is_latin(short):
        return f" {short}" in f" {long}" and long.endswith(short)
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


def _is_latin(name: str) -> bool:
    return name.isascii()
