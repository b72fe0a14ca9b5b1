"""Wanted numbers against the numbers of one document (量值核对)."""

from duijie.explain.dictionaries import words
from duijie.explain.intervals import claims_less, gap, judge
from duijie.explain.prices import is_own_price, is_price, is_same_price
from duijie.explain.sameness import is_same_property
from duijie.explain.shown import shown_property, shown_quantity, shown_value
from duijie.explain.view import View, evidence
from duijie.kernel.documents import Document
from duijie.kernel.explanations import Check, Reason, Verdict
from duijie.kernel.frames import Quantity

NAMELESS_WEIGHT = 0.3  # a number whose text does not say what it measures
_ORDER = {Verdict.MET: 0, Verdict.NOT_MET: 1, Verdict.UNKNOWN: 2}
_LAST = 3


def quantity_check(
    wanted: Quantity, document: Document, view: View, context: frozenset[str]
) -> Check:
    """Return whether one document states a number that meets a wanted one.

    `context` holds the words that the wanted number stands among: where the property is as broad
    as 厚度, a number of the document counts only when it stands among one of them too.
    """
    values = {
        "wanted": shown_quantity(wanted), "property": shown_property(wanted.property_name),
        "want": shown_value(wanted),
    }  # fmt: skip
    if not wanted.property_name:
        return Check(wanted, Verdict.UNKNOWN, Reason("quantity.nameless", values), NAMELESS_WEIGHT)
    offered = _comparable(wanted, view, context)
    if not offered:
        return Check(wanted, Verdict.UNKNOWN, Reason("quantity.unstated", values))
    best = min(offered, key=lambda o: (_order(wanted, o), gap(wanted, o), _place(o)))
    verdict = judge(wanted, best)
    code = "quantity.unsure" if verdict is Verdict.UNKNOWN else f"quantity.{verdict.value}"
    if claims_less(wanted, best):
        code = "quantity.claims_less"
    values |= {"offered": shown_quantity(best), "have": shown_value(best),
               "gap": f"{gap(wanted, best):.6g}"}  # fmt: skip
    field = view.title if best.span.field == "title" else view.text
    said = evidence(document, field, best.span.start, best.span.end)
    return Check(wanted, verdict, Reason(code, values), 1.0, said)


def _order(wanted: Quantity, offered: Quantity) -> int:
    """Order offers: what settles it first, a claim that only goes less far last."""
    return _LAST if claims_less(wanted, offered) else _ORDER[judge(wanted, offered)]


def _comparable(wanted: Quantity, view: View, context: frozenset[str]) -> list[Quantity]:
    """Return the numbers of a document with the same dimension and the same property."""
    if is_price(wanted):
        return [
            offered for offered in view.quantities
            if is_same_price(wanted, offered, context)
            and is_own_price(_before(view, offered))
            and (not context or _is_about(view, offered, context))
        ]  # fmt: skip
    is_broad = wanted.property_name in words("direction", "broad")
    return [
        offered for offered in view.quantities
        if offered.dimension == wanted.dimension
        and is_same_property(wanted.property_name, offered.property_name)
        and not (is_broad and not _is_about(view, offered, context))
    ]  # fmt: skip


def _before(view: View, offered: Quantity) -> str:
    """Return the words of its clause before a number."""
    field = view.title if offered.span.field == "title" else view.text
    return field.folded[field.clause_start(offered.span.start) : offered.span.start]


def _is_about(view: View, offered: Quantity, context: frozenset[str]) -> bool:
    """Tell whether a number of the document stands among words of the request."""
    field = view.title if offered.span.field == "title" else view.text
    low, high = field.sentences[field.sentence_at(offered.span.start)]
    around = f"{view.title.folded} {field.folded[low:high]}"
    return any(word in around for word in context)


def _place(quantity: Quantity) -> tuple[bool, int]:
    return quantity.span.field != "title", quantity.span.start
