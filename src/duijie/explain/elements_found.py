"""Whether a wanted element is stated in one document (要素核对)."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from duijie.explain.absences import unwanted
from duijie.explain.absences_met import judge_absence
from duijie.explain.content import content_words
from duijie.explain.dictionaries import phrase_list, words
from duijie.explain.mentions import Mention, Sought, mentions_of
from duijie.explain.scan import Scan
from duijie.explain.segments import segment
from duijie.explain.synonyms import compounds, synonyms
from duijie.explain.view import View
from duijie.kernel.frames import Element, ElementKind


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
    absent = unwanted(element.folded)
    if absent is not None:
        rest = content_words(absent.rest) or ((absent.rest,) if absent.rest else ())
        return Sought(
            absent.rest, rest, tuple(_variants(word) for word in rest), (), "",
            absent.negator, absent,
        )  # fmt: skip
    whole, wish, negator = _parted(element.folded, element.kind)
    told = content_words(whole)
    if len(told) == 1:
        told += _telling(whole, told[0])
    if told and whole.endswith("材料") and not told[-1].endswith("材料"):
        told += ("材料",)  # 空气净化材料 is not met by a system
    if element.kind is ElementKind.EFFICACY and told:
        told += _last_word(whole, told)
    values = [max(0.0, weights.get(word, weights.get(told[0], 1.0))) for word in told]
    units = _units(whole, told)
    shares = [max(values[number] for number in parts) for _, parts in units]
    total = sum(shares) or 1.0
    return Sought(
        whole, tuple(word for word, _ in units), tuple(_variants(word) for word, _ in units),
        tuple(value / total for value in shares), wish, negator,
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _units(whole: str, told: tuple[str, ...]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Return what is looked for as one, with the numbers of its words: 碳化硅 and 晶圆, not 硅晶.

    Words that stand in a known compound are looked for as that compound, in either language.
    """
    spans = [(whole.find(word), whole.find(word) + len(word)) for word in told]
    joined: list[tuple[str, tuple[int, ...]]] = []
    covered: set[int] = set()
    for start, end in compounds(whole):
        parts = tuple(n for n, (low, high) in enumerate(spans) if low < end and start < high)
        if parts:
            joined.append((whole[start:end], parts))
            covered.update(range(start, end))
    left = [
        (word, (number,)) for number, word in enumerate(told)
        if not covered or sum(place not in covered for place in range(*spans[number])) > 1
    ]  # fmt: skip
    return (*left, *joined)


def _variants(word: str) -> tuple[str, ...]:
    """Return how a word may stand in a document: as it is, hyphened, its synonyms."""
    others = (word, *synonyms(word.replace("-", " ")), *_stems(word))
    hyphened = [other.replace(" ", "-") for other in others if " " in other]
    return tuple(dict.fromkeys((*others, *hyphened)))


def find_element(view: View, wanted: Sought) -> Place | None:
    """Return where a document speaks of an element, best place first; None when nowhere."""
    if wanted.unwanted is not None:
        judged = judge_absence(view, wanted.unwanted, wanted.variants)
        return None if judged is None else Place(judged[0], *judged[1], judged[2])
    if not wanted.words:
        return None
    best: Place | None = None
    for field in view.fields:
        for mention in mentions_of(field, wanted):
            place = _judged(field, mention, wanted)
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


def _judged(field: Scan, mention: Mention, wanted: Sought) -> Place:
    start, end = mention.start, mention.end
    if mention.missing:
        return Place("element.partly", field, start, end, mention.missing)
    if mention.is_absent and not wanted.is_negated:
        return Place("element.negated", field, start, end)
    if wanted.is_negated and not mention.is_absent:
        return Place("element.partly", field, start, end, (wanted.negator,))
    if wanted.wish:
        said = _direction(field, start, end)
        if said == "":
            return Place("element.wish_unstated", field, start, end)
        if not _agrees(wanted.wish, said):
            return Place("element.opposite", field, start, end)
    code = "element.met" if mention.is_whole else "element.synonym"
    return Place(code, field, start, end)


@cache
def _parted(folded: str, kind: ElementKind) -> tuple[str, str, str]:
    """Return an element as (what, wished direction, the word that wants it absent)."""
    if kind is ElementKind.EFFICACY:
        parts = segment(folded)
        if len(parts) > 1 and (parts[0][0] in _ups() or parts[0][0] in _downs()):
            return folded[parts[1][1] :], parts[0][0], ""
    negator = _wanted_absent().match(folded)
    if negator and not folded.startswith(phrase_list("negation", "harmless")):
        return folded[negator.end() :], "", negator[0].strip()
    return folded, "", ""


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


@cache
def _wanted_absent() -> re.Pattern[str]:
    return re.compile(
        r"(?:替代|取代|代替)(?:传统)?|没有|不含有?|无需|无须|不用|不使用|无|免|非"
        r"|without |no |free of "
    )


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
