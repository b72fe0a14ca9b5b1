"""Whether a wanted element is stated in one document (要素核对)."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from duijie.explain.dictionaries import phrase_list, words
from duijie.explain.phrases import content_words
from duijie.explain.scan import Scan
from duijie.explain.segments import segment
from duijie.explain.synonyms import synonyms
from duijie.explain.view import View, places_of
from duijie.kernel.frames import Element, ElementKind

NEARLY_ALL = 0.88  # share of the weight of an element's words that must stand together
_SHORT = 3  # so short an element must be a word of its own where it is found
_NOUN_ENDS = frozenset("机器仪池炉车剂法化件品液装术业厂")
LEAST_SHARE = 0.34  # with less than this an element is not even partly spoken of


@dataclass(frozen=True, slots=True)
class Sought:
    """A wanted element made ready to be looked for (待查要素)."""

    whole: str
    words: tuple[str, ...]
    variants: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]
    wish: str
    is_negated: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where an element was found: the code says how, `missing` what was not there."""

    code: str
    field: Scan
    start: int
    end: int
    missing: tuple[str, ...] = ()


def sought(element: Element, weights: dict[str, float]) -> Sought:
    """Return an element ready to be looked for, its words weighed."""
    whole, wish, is_negated = _parted(element.folded, element.kind)
    told = content_words(whole)
    if len(told) == 1:
        told += _telling(whole, told[0])
    if element.kind is ElementKind.EFFICACY and told:
        told += _last_word(whole, told)
    values = [max(0.0, weights.get(word, weights.get(told[0], 1.0))) for word in told]
    total = sum(values) or 1.0
    return Sought(
        whole, told, tuple((word, *synonyms(word), *_stems(word)) for word in told),
        tuple(value / total for value in values), wish, is_negated,
    )  # fmt: skip


def find_element(view: View, wanted: Sought) -> Place | None:
    """Return where a document speaks of an element, best place first; None when nowhere."""
    if not wanted.words:
        return None
    best: Place | None = None
    for field in view.fields:
        for start, end, missing in _mentions(field, wanted):
            place = _judged(field, start, end, missing, wanted)
            if place.code in {"element.met", "element.synonym"}:
                return place
            if best is None or _RANK[place.code] < _RANK[best.code]:
                best = place
    return best


_RANK = {
    "element.opposite": 0,
    "element.negated": 1,
    "element.wish_unstated": 2,
    "element.partly": 3,
}


def _judged(field: Scan, start: int, end: int, missing: tuple[str, ...], wanted: Sought) -> Place:
    if missing and missing != ("",):
        return Place("element.partly", field, start, end, missing)
    absent = is_absent(field, start)
    if absent != wanted.is_negated:
        code = "element.negated" if absent else "element.partly"
        return Place(code, field, start, end, () if absent else ("无",))
    if wanted.wish:
        said = _direction(field, start, end)
        if said == "":
            return Place("element.wish_unstated", field, start, end)
        if not _agrees(wanted.wish, said):
            return Place("element.opposite", field, start, end)
    return Place("element.met" if not missing else "element.synonym", field, start, end)


def _mentions(field: Scan, wanted: Sought) -> list[tuple[int, int, tuple[str, ...]]]:
    """Return mentions, whole ones first: (start, end, missing words; ("",) for other words)."""
    ends = len(wanted.whole)
    whole = [(p, p + ends, ()) for p in places_of(field.folded, wanted.whole)
             if ends > _SHORT or _is_own_word(field, p, p + ends)]  # fmt: skip
    if whole:
        return list(whole)
    hits: list[tuple[int, int, int]] = []
    for number, variants in enumerate(wanted.variants):
        for variant in variants:
            hits.extend(
                (place, place + len(variant), number)
                for place in places_of(field.folded, variant)
                if len(wanted.whole) > _SHORT or _is_own_word(field, place, place + len(variant))
            )
    if not hits:
        return []
    return _windows(field, sorted(hits), wanted)


def _is_own_word(field: Scan, start: int, end: int) -> bool:
    """Tell whether a short find is a word there: 高分 is none in 高分辨率, 锂电 is in 锂电池."""
    low, high = field.sentences[field.sentence_at(start)]
    for word, place in segment(field.folded[low:high]):
        first, last = low + place, low + place + len(word)
        if first < start < last or (first < end < last and field.folded[end] not in _NOUN_ENDS):
            return False
    return True


def _windows(
    field: Scan, hits: list[tuple[int, int, int]], wanted: Sought
) -> list[tuple[int, int, tuple[str, ...]]]:
    """Return the fullest stretch of one sentence that holds the words."""
    best: tuple[float, int, int, int, frozenset[int]] | None = None
    window = max(14, 2 * len(wanted.whole) + 4)
    for first, (start, end, number) in enumerate(hits):
        sentence = field.sentence_at(start)
        held, far = {number}, end
        for place, stop, other in hits[first + 1 :]:
            if stop - start > window or field.sentence_at(place) != sentence:
                break
            if other not in held:
                held.add(other)
                far = stop
        share = sum(wanted.shares[n] for n in held)
        if best is None or (share, start - far) > (best[0], best[1]):
            best = (share, start - far, start, far, frozenset(held))
    if best is None:
        return []
    share, _, start, end, there = best
    missing = tuple(word for n, word in enumerate(wanted.words) if n not in there)
    if share < LEAST_SHARE:
        return []
    is_enough = share >= NEARLY_ALL or not missing
    return [(start, end, ("",) if is_enough else missing)]


@cache
def _parted(folded: str, kind: ElementKind) -> tuple[str, str, bool]:
    """Return an element as (what, wished direction, whether it is wanted absent)."""
    if kind is ElementKind.EFFICACY:
        parts = segment(folded)
        if len(parts) > 1 and (parts[0][0] in _ups() or parts[0][0] in _downs()):
            return folded[parts[1][1] :], parts[0][0], False
    negator = _wanted_absent().match(folded)
    if negator and not folded.startswith(phrase_list("negation", "harmless")):
        return folded[negator.end() :], "", True
    return folded, "", False


@lru_cache(maxsize=4096)
def _telling(whole: str, own: str) -> tuple[str, ...]:
    """Return the generic words of an element that still tell it apart: 处理 of 水质处理."""
    telling = words("generic", "telling")
    return tuple(w for w, _ in segment(whole) if w in telling and w not in own)


@lru_cache(maxsize=4096)
def _last_word(whole: str, told: tuple[str, ...]) -> tuple[str, ...]:
    """Return the generic word that an effect ends with: 质量 of 焊接接头质量."""
    parts = segment(whole)
    last = parts[-1][0] if parts else ""
    is_kept = len(last) < 2 or last in told or any(last in word for word in told)
    return () if is_kept or not last.isalpha() else (last,)


@lru_cache(maxsize=4096)
def _stems(word: str) -> tuple[str, ...]:
    """Return a Latin word without its plural ending."""
    if word.isascii() and len(word) > 4 and word.endswith("s") and not word.endswith("ss"):
        return (word[:-1],)
    return ()


def is_absent(field: Scan, start: int) -> bool:
    """Tell whether the clause says before a place that the thing is absent (否定)."""
    left = field.folded[max(field.clause_start(start), start - 10) : start]
    if _absent().search(left):
        return True
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


@cache
def _wanted_absent() -> re.Pattern[str]:
    return re.compile(r"不含有?|无需|无须|不用|不使用|无|免|非|without |no ")


def _direction(field: Scan, start: int, end: int) -> str:
    """Return the nearest word of change in the clause of a mention; "" when there is none."""
    low, high = field.clause_start(start), field.clause_end(max(start, end - 1))
    best, distance = "", 99
    for found in _changes().finditer(field.folded, low, high):
        away = start - found.end() if found.end() <= start else found.start() - end
        if 0 <= away < min(distance, 12):
            best, distance = found[0], away
    return best


def _agrees(wish: str, said: str) -> bool:
    if wish == said or wish in _either() or said in _either():
        return True
    return (wish in _ups()) == (said in _ups())


@cache
def _changes() -> re.Pattern[str]:
    ordered = sorted(_ups() | _downs(), key=lambda word: (-len(word), word))
    return re.compile(
        "|".join(rf"\b{re.escape(w)}\b" if w.isascii() else re.escape(w) for w in ordered)
    )


def _ups() -> frozenset[str]:
    return words("direction", "up")


def _downs() -> frozenset[str]:
    return words("direction", "down")


def _either() -> frozenset[str]:
    return words("direction", "either")
