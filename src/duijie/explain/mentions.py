"""Where a document speaks of a thing (提及): whole, in other words, in part, or as absent."""

import re
from dataclasses import dataclass
from functools import cache

from duijie.explain.absences import Unwanted, absences_of
from duijie.explain.dictionaries import phrase_list, words
from duijie.explain.scan import Scan
from duijie.explain.segments import segment
from duijie.explain.view import places_of

NEARLY_ALL = 0.88  # share of the weight of an element's words that must stand together
LEAST_SHARE = 0.34  # with less than this an element is not even partly spoken of
LATIN_PER_CHARACTER = 3  # what a Chinese character takes more in English: 敷料 is wound dressing
MOST_BETWEEN = 6  # characters between two words of an element that stand together
MOST_BETWEEN_LATIN = 30
_SHORT = 3  # so short an element must be a word of its own where it is found
_PAIR = 2  # of two words both must be there: 变压器 is no 非晶变压器
_CLAUSE_MARK = re.compile("[,，。;；:!?！？\\n]")
_NOUN_ENDS = frozenset("机器仪池炉车剂法化件品液装术业厂")


@dataclass(frozen=True, slots=True)
class Sought:
    """A wanted element made ready to be looked for (待查要素)."""

    whole: str
    words: tuple[str, ...]
    variants: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]
    wish: str
    negator: str
    unwanted: Unwanted | None = None

    @property
    def is_negated(self) -> bool:
        """Tell whether the thing is wanted absent (无溶剂)."""
        return bool(self.negator)


@dataclass(frozen=True, slots=True)
class Mention:
    """One place that speaks of an element: `missing` are its words that do not stand there."""

    start: int
    end: int
    missing: tuple[str, ...] = ()
    is_whole: bool = False
    is_absent: bool = False


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    number: int
    is_absent: bool


def mentions_of(field: Scan, wanted: Sought) -> list[Mention]:
    """Return the mentions of an element in one field: whole ones, else the fullest stretch."""
    size = len(wanted.whole)
    whole = [
        Mention(place, place + size, is_whole=True, is_absent=is_absent(field, place))
        for place in places_of(field.folded, wanted.whole)
        if size > _SHORT or _is_own_word(field, place, place + size)
    ]
    if any(mention.is_absent == wanted.is_negated for mention in whole):
        return whole
    hits = _hits(field, wanted)
    fitting = _fullest(field, [h for h in hits if h.is_absent == wanted.is_negated], wanted)
    if fitting is not None and not fitting.missing:
        return [fitting]
    every = _fullest(field, hits, wanted)
    found = [mention for mention in (every, fitting) if mention is not None]
    return (
        [*whole, *found[:1]] if every is not None and not every.missing else [*whole, *found[-1:]]
    )


def _hits(field: Scan, wanted: Sought) -> list[_Hit]:
    found = [
        _Hit(place, place + len(variant), number, is_absent(field, place))
        for number, variants in enumerate(wanted.variants)
        for variant in variants
        for place in places_of(field.folded, variant)
        if len(wanted.whole) > _SHORT or _is_own_word(field, place, place + len(variant))
        if not _is_science(field.folded, place + len(variant))
    ]
    return sorted(found, key=lambda hit: (hit.start, hit.end))


def _is_science(folded: str, end: int) -> bool:
    """Tell whether what ends at a place goes on as a science: 动力学 is no 动力."""
    return folded[end : end + 1] == "学" and folded[end + 1 : end + 2] not in {
        "习",
        "校",
        "生",
        "院",
    }


def _fullest(field: Scan, hits: list[_Hit], wanted: Sought) -> Mention | None:
    """Return the fullest stretch of one sentence that holds the words of an element."""
    best: tuple[float, int, list[_Hit]] | None = None
    window = max(14, 2 * len(wanted.whole) + 4)
    is_latin = wanted.whole.isascii()
    for first, opening in enumerate(hits):
        is_longer = not is_latin and field.folded[opening.start].isascii()
        reach = window + LATIN_PER_CHARACTER * len(wanted.whole) if is_longer else window
        sentence = field.sentence_at(opening.start)
        held, end = {opening.number: opening}, opening.end
        for hit in hits[first + 1 :]:
            if hit.end - opening.start > reach or field.sentence_at(hit.start) != sentence:
                break
            if _is_apart(field, end, hit.start) or _is_turned(wanted, end, held, hit):
                break
            held.setdefault(hit.number, hit)
            end = max(end, hit.end)
        share = sum(wanted.shares[number] for number in held)
        length = max(hit.end for hit in held.values()) - opening.start
        if best is None or (share, -length) > best[:2]:
            best = (share, -length, list(held.values()))
    if best is None or best[0] < LEAST_SHARE:
        return None
    there = {hit.number for hit in best[2]}
    missing = tuple(word for number, word in enumerate(wanted.words) if number not in there)
    return Mention(
        min(hit.start for hit in best[2]), max(hit.end for hit in best[2]),
        () if best[0] >= NEARLY_ALL and len(wanted.words) > _PAIR else missing,
        is_absent=any(hit.is_absent for hit in best[2]),
    )  # fmt: skip


def _is_turned(wanted: Sought, end: int, held: dict[int, "_Hit"], hit: _Hit) -> bool:
    """Tell whether head and modifier stand the other way round, apart: 加热炉输出棒料.

    Directly beside each other they may be turned (辅助驾驶); an act may stand before its object.
    """
    if len(wanted.words) != _PAIR or hit.number in held or hit.start <= end + 1:
        return False
    [first] = held
    told = wanted.words[hit.number], wanted.words[first]
    if any(word.isascii() or word in words("cues", "technical") for word in told):
        return False
    return wanted.whole.find(told[0]) < wanted.whole.find(told[1])


def _is_apart(field: Scan, end: int, start: int) -> bool:
    """Tell whether too much stands between two words for them to speak of one thing."""
    if start <= end:
        return False
    between = field.folded[end:start]
    if between.isascii() or field.folded[start].isascii():
        return start - end > MOST_BETWEEN_LATIN
    return start - end > MOST_BETWEEN or _CLAUSE_MARK.search(between) is not None


def _is_own_word(field: Scan, start: int, end: int) -> bool:
    """Tell whether a short find is a word there: 高分 is none in 高分辨率, 锂电 is in 锂电池."""
    low, high = field.sentences[field.sentence_at(start)]
    for word, place in segment(field.folded[low:high]):
        first, last = low + place, low + place + len(word)
        if first < start < last or (first < end < last and field.folded[end] not in _NOUN_ENDS):
            return False
    return True


def is_absent(field: Scan, start: int) -> bool:
    """Tell whether the clause says before a place that the thing is absent (否定)."""
    left = field.folded[max(field.clause_start(start), start - 10) : start]
    if _absent().search(left):
        return not any(one.thing and one.end <= len(left) for one in absences_of(left))
    prefix = left[-1:]
    if prefix not in phrase_list("negation", "prefix"):
        return False
    around = field.folded[start - 1 : start + 3]
    return not around.startswith(phrase_list("negation", "harmless"))


@cache
def _absent() -> re.Pattern[str]:
    phrases = phrase_list("negation", "before")
    patterns = [rf"\b{re.escape(p)}\b" if p.isascii() else re.escape(p) for p in phrases]
    return re.compile(
        rf"(?:{'|'.join(patterns)})\s?(?:任何|其他|额外|any|an?|the)?\s?[^,;]{{0,2}}$"
    )
