"""Whether a document is without what is wanted absent (否定要求核对)."""

from collections.abc import Callable, Iterator

from duijie.explain.absences import Unwanted, stated_absent, stated_present
from duijie.explain.scan import Scan
from duijie.explain.view import View, places_of

Said = Callable[[Scan, tuple[str, ...]], Iterator[tuple[int, int]]]
Spot = tuple[Scan, int, int]


def judge_absence(
    view: View, wanted: Unwanted, rest: tuple[tuple[str, ...], ...]
) -> tuple[str, Spot, tuple[str, ...]] | None:
    """Return the code, the place and what is missing there; None when nothing is said.

    `rest` are the other words of the element, each with its synonyms: 焊料 of 无铅焊料.
    """
    absent = _said(view, wanted, stated_absent)
    present = _said(view, wanted, stated_present)
    for code, spots in (("element.met", absent), ("element.opposite", present)):
        for spot in spots:
            if _is_about(spot, rest):
                return code, spot, ()
    if absent and not present and all(_is_named(view, names) for names in rest):
        return "element.met", absent[0], ()
    for spot in (*absent, *present):
        return "element.partly", spot, (wanted.rest,)
    for field in view.fields:
        for name in wanted.things:
            for place in places_of(field.folded, name) if len(name) > 1 else []:
                return "element.partly", (field, place, place + len(name)), (wanted.negator,)
    return None


def _said(view: View, wanted: Unwanted, said: Said) -> list[Spot]:
    return [(field, *span) for field in view.fields for span in said(field, wanted.things)]


def _is_about(spot: Spot, rest: tuple[tuple[str, ...], ...]) -> bool:
    """Tell whether the sentence of a place names the thing that is to be without: 焊料."""
    field, start, _ = spot
    low, high = field.sentences[field.sentence_at(start)]
    sentence = field.folded[low:high]
    return all(any(places_of(sentence, name) for name in names) for names in rest)


def _is_named(view: View, names: tuple[str, ...]) -> bool:
    return any(places_of(field.folded, name) for field in view.fields for name in names)
