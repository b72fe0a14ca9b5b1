"""Which elements a card lists (要素取舍): the heaviest different ones."""

from collections.abc import Callable, Sequence

from duijie.explain.drafts import Draft
from duijie.explain.synonyms import synonym_groups
from duijie.kernel.frames import Element, ElementKind

Weigh = Callable[[Sequence[str]], Sequence[float]]
MOST_ELEMENTS = 8  # a card with more lines is not read
LEAST_SHARE = 0.42  # elements that say much less than the best are left out
LEAST_OF_TITLE = 0.3  # the same of what the title names
_PART = 1 / 4
_ALIKE = 0.6  # share of common words from which two elements say the same


def weighed(drafts: list[Draft], weigh: Weigh | None) -> tuple[Element, ...]:
    """Return the heaviest different elements, in the order of the text."""
    every = list(dict.fromkeys(word for draft in drafts for word in draft.words))
    values = list(weigh(every)) if weigh and every else [1.0] * len(every)
    heaviest = max(values, default=1.0) or 1.0
    known = {word: max(0.0, value) / heaviest for word, value in zip(every, values, strict=True)}
    best: dict[frozenset[str], tuple[float, int, Element]] = {}
    asked = {frozenset(map(_canonical, draft.words)) for draft in drafts if draft.is_asked}
    for order, draft in enumerate(drafts):
        told = sorted((known[word] for word in draft.words), reverse=True)[:2]
        fullness = 1.0 if len(draft.words) > 1 else 0.85 if len(draft.words[0]) > 2 else 0.6
        weight = draft.factor * fullness * sum(told) / max(1, len(told))
        key = frozenset(map(_canonical, draft.words))
        if key not in best or best[key][0] < weight:
            best[key] = (weight, order, draft.element)
    kept = _different(best, asked)
    most = kept[0][1][0] if kept else 0.0
    kept = [(told, row) for told, row in kept if told in asked or _is_enough(row, most)]
    return tuple(
        Element(e.kind, e.text, e.folded, e.span, round(weight, 4))
        for _, (weight, _, e) in sorted(kept, key=lambda pair: pair[1][1])
    )


def _is_enough(row: tuple[float, int, Element], most: float) -> bool:
    """Tell whether an element says enough beside the one that says most."""
    is_title = row[2].span.field == "title"
    return row[0] >= most * (LEAST_OF_TITLE if is_title else LEAST_SHARE)


def _different(
    best: dict[frozenset[str], tuple[float, int, Element]], asked: set[frozenset[str]]
) -> list[tuple[frozenset[str], tuple[float, int, Element]]]:
    """Return the elements, heaviest first, without those that repeat a heavier one."""
    kept: list[tuple[frozenset[str], tuple[float, int, Element]]] = []
    for told, row in sorted(best.items(), key=lambda pair: (-pair[1][0], pair[1][1])):
        if len(kept) == MOST_ELEMENTS:
            break
        is_asked = told in asked
        if not any(
            _is_repeated(told, other, is_asked=is_asked) or _holds(row[2], earlier[2])
            for other, earlier in kept
        ):
            kept.append((told, row))
    return kept


def _is_repeated(told: frozenset[str], other: frozenset[str], *, is_asked: bool) -> bool:
    """Tell whether a lighter element says little that a heavier one does not."""
    share = len(told & other) / len(told | other)
    return share >= _ALIKE or (told < other and share >= _PART and not is_asked)


def _holds(one: Element, other: Element) -> bool:
    """Tell whether one of two elements is written inside the other: 焊缝 and 焊缝跟踪.

    What is to become of a thing (降低焊缝气孔) is another wish than the thing itself.
    """
    if (one.kind is ElementKind.EFFICACY) != (other.kind is ElementKind.EFFICACY):
        return False
    short, long = sorted((one.folded.strip(), other.folded.strip()), key=len)
    return f" {short} " in f" {long} " if short.isascii() else short in long


def _canonical(word: str) -> str:
    group = synonym_groups().get(word)
    return group[0] if group else word
