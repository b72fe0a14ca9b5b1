"""Wanted and stated absences (不含氟, 无铅, lead-free): what is negated stays negated."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from duijie.explain.dictionaries import phrase_list, table
from duijie.explain.scan import Scan
from duijie.explain.segments import segment
from duijie.explain.synonyms import synonyms

_ACTS = (
    r"(?:不得?含有?(?!机)|未含有?(?!机)|不再?添加|未添加|不加入|未加入|不使用|未使用|不采用|未采用"
    r"|不要含?|不能含有?|不能使用|不得使用|避免使用|避免含有?|禁止使用|禁用)"
)
_NOT_MEANT = r"(?![- ]?free\b)(?! (?:times?|screws?|wires?|frames?|cooling|pumps?|ion)\b)"
_ENGLISH = (
    r"(?:\b(?:without(?: using| added| adding)?|free (?:of|from)"
    r"|(?:does|do|must) not (?:contain|use)|not (?:containing|using)"
    r"|contain(?:s|ing)? no|with no|no(?: added)?"
    r"(?! (?:less|more|later|fewer|need|longer|other|doubt|greater|lower|higher)\b))"
    r"\s(?:any\s|the\s|an?\s)?)"
)
_PREFIX = r"(?:(?<![有是])[无免])"
_OTHER = (
    "(?![化酸树橡塑聚碳利笔代墨漆藻醇油]|胶(?![粘黏水]))"  # 氟化物 is not all 氟, 铅笔 has none
)
_BESIDE = re.compile(
    r"传统|现有|常规|普通|相比|相较|区别于|不同于|替代|取代|代替|避免|去除|脱除|除去|废水|废气"
    r"|conventional|traditional|compared|instead|replac|remov|wastewater"
)
_TREATED = re.compile(r"(?:检测|处理|测定|识别|detect(?:s|ing)?|treat(?:s|ing)?)\s?$")
_MORE = re.compile(r"[^,;。的]{0,12}[、和或及与]")
MORE_WANTED = re.compile(r"(?:[、和或及与\s]|or\b|nor\b)+")


@dataclass(frozen=True, slots=True)
class Absence:
    """Words that want something absent: where, and the substance, "" when a phrase follows."""

    start: int
    end: int
    thing: str


@dataclass(frozen=True, slots=True)
class Unwanted:
    """What must not be there (不得含有): the words of negation, the thing, what it is part of."""

    negator: str
    things: tuple[str, ...]
    rest: str


def absences_of(folded: str) -> list[Absence]:
    """Return where a text negates what follows: 不含氟, 无铅, 未添加.

    >>> [one.thing for one in absences_of("未添加色素的无铅焊料")]
    ['', '铅']
    """
    return [
        Absence(found.start(), found.end(), found["one"] or found["other"] or "")
        for found in _wanted().finditer(folded)
    ]


def denial_before(folded: str, start: int) -> int:
    """Return where the English words begin that deny what starts at a place, else the place.

    >>> denial_before("made with no lead", 13)
    5
    """
    low = max(0, start - 26)
    for found in re.finditer(_ENGLISH, folded[low:start]):
        if found.end() == start - low:
            return low + found.start()
    return start


def unwanted(folded: str) -> Unwanted | None:
    """Return what an element wants absent; None when it wants nothing absent.

    >>> unwanted("无铅焊料").rest
    '焊料'
    """
    free = re.match(r"([a-z]{3,20})[- ]free\b(?! (?:of|from)\b)\s?", folded)
    if free:
        return Unwanted(f"{free[1]}-free", _names(free[1]), folded[free.end() :])
    found = _wanted().match(folded)
    thing = (found["one"] or found["other"] or "") if found else ""
    if found and thing:
        negator = folded[: found.start("one" if found["one"] else "other")]
        return Unwanted(negator, _names(thing), folded[found.end() :])
    if folded.startswith(phrase_list("negation", "harmless")):
        return None
    found = re.match(rf"{_ACTS}|{_ENGLISH}|non-", folded)
    if found and found.end() < len(folded):
        return Unwanted(found[0].strip(), _names(folded[found.end() :].strip()), "")
    if folded[0] not in "无免":
        return None
    first = segment(folded[1:])[0][0] if len(folded) > 2 else ""
    rest = folded[1 + len(first) :]
    return Unwanted(folded[0], _names(first), rest) if len(first) > 1 else None


def stated_absent(field: Scan, things: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Return where a field says that it is without a thing."""
    for found in _absent(things).finditer(field.folded):
        yield found.span()


def stated_present(field: Scan, things: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Return where a field says that it holds or uses a thing; not what it compares itself with."""
    for found in _present(things).finditer(field.folded):
        low, high = field.clause_start(found.start()), field.clause_end(found.end() - 1)
        clause = field.folded[low:high]
        before = field.folded[max(low, found.start() - 8) : found.start()]
        is_own = not _BESIDE.search(clause) and not _TREATED.search(before)
        if is_own and not _is_denied(before):
            yield found.span()


def _is_denied(before: str) -> bool:
    denied = "|".join(re.escape(word) for word in phrase_list("negation", "before"))
    return re.search(rf"(?:{denied}|[不未无非免])\s?$", before) is not None


@cache
def _names(thing: str) -> tuple[str, ...]:
    """Return how a thing may be written, in either language."""
    names = [thing, *synonyms(thing)]
    for own, others in table("negation")["substances"].items():
        if thing == own or thing in others:
            names += [own, *others]
    return tuple(dict.fromkeys(names))


@cache
def _wanted() -> re.Pattern[str]:
    one = "".join(table("negation")["substances"])
    return re.compile(
        rf"{_ACTS}(?:任何)?(?:(?P<one>[{one}])素?{_OTHER})?"
        rf"|{_PREFIX}(?P<other>[{one}])素?{_OTHER}|{_ENGLISH}"
    )


def _written(things: tuple[str, ...], bar: str) -> str:
    ordered = sorted(things, key=lambda name: (-len(name), name))
    return "|".join(
        rf"\b{re.escape(name)}\b{_NOT_MEANT}"
        if name.isascii()
        else re.escape(name) + (bar if len(name) == 1 else "")
        for name in ordered
    )


@cache
def _absent(things: tuple[str, ...]) -> re.Pattern[str]:
    written = _written(things, _OTHER)
    acts = rf"(?:{_ACTS}|没有|不需要?|无需|不用|{_ENGLISH})(?:任何|其他|额外)?(?:{_MORE.pattern})?"
    latin = "|".join(re.escape(name) for name in things if name.isascii())
    free = rf"|\b(?:non-(?:{latin})|(?:{latin})[- ]free)\b" if latin else ""
    return re.compile(rf"(?:{acts}|{_PREFIX})\s?(?:{written}){free}")


@cache
def _present(things: tuple[str, ...]) -> re.Pattern[str]:
    written = _written(things, "(?![量笔墨漆藻醇])")
    acts = "" if len(things[0]) == 1 else "|采用了?|使用了?|包括|引入|需要?"  # 使用铅笔
    holds = (
        rf"(?:含有?|添加了?|加入了?|掺杂?|包含{acts}"
        r"|\b(?:contain(?:s|ing)?|with|using|uses?|adding|includes?)\s(?:an?\s|the\s)?)"
    )
    latin = "|".join(re.escape(name) for name in things if name.isascii())
    based = rf"|\b(?:{latin})-(?:containing|based)\b" if latin else ""
    return re.compile(rf"{holds}\s?(?:{written}){based}")
