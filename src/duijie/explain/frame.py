"""Text → element frame (要素框架)."""

from duijie.explain.conditions import budget_of, deadline_of, trl_of, trl_spans
from duijie.explain.elements import Draft, Weigh, drafts_of, weighed
from duijie.explain.properties import property_of
from duijie.explain.quantities import Found, find_quantities
from duijie.explain.scan import Scan, scan
from duijie.explain.sections import Part, deliverables, part_at, parts_of
from duijie.kernel.frames import ElementFrame, Quantity, Span

MOST_QUANTITIES = 16


def frame_of(title: str, text: str, *, weigh: Weigh | None = None) -> ElementFrame:
    """Return what a need, an achievement or any text asks for or offers (要素框架).

    `weigh` gives each of some folded words a weight of at least 0 (a rare word weighs more);
    without it all words weigh the same. What a company says about itself is left out.

    >>> frame_of("", "颗粒缺陷检出率不低于95%").quantities[0].low
    95.0
    """
    fields = (scan("title", title), scan("text", text))
    drafts: list[Draft] = []
    quantities: list[Quantity] = []
    trl, budget, deadline = None, None, None
    for field in fields:
        if not field.raw:
            continue
        parts = parts_of(field)
        found = find_quantities(field)
        levels = trl_spans(field)
        wanted = [one for one in found if not _touches(one, levels)]
        quantities += _kept(field, wanted, parts)
        blocked = sorted([(one.head, one.tail) for one in found] + levels)
        drafts += drafts_of(field, parts, blocked)
        trl = trl if trl is not None else trl_of(field)
        budget = budget if budget is not None else budget_of(field, found)
        deadline = deadline or deadline_of(field)
    return ElementFrame(
        weighed(drafts, weigh), tuple(quantities[:MOST_QUANTITIES]), trl, budget, deadline
    )


def quantities_of(field: Scan, found: list[Found]) -> list[Quantity]:
    """Return found quantities with what each measures."""
    kept, floor = [], 0
    for one in found:
        kept.append(quantity(field, one, floor))
        floor = one.tail
    return kept


def quantity(field: Scan, one: Found, floor: int) -> Quantity:
    """Return one found quantity with what it measures; `floor` is where the one before ended."""
    measured = property_of(field, one.head, one.tail, floor)
    unit = one.measure
    return Quantity(
        property_name=measured.name + measured.change,
        bound=one.bound,
        low=one.low,
        high=one.high,
        unit=unit.name if unit else "",
        dimension=unit.dimension if unit else "",
        text=field.raw[one.head : one.tail],
        span=Span(field.field, one.head, one.tail),
    )


def _kept(field: Scan, found: list[Found], parts: list[tuple[int, int, Part]]) -> list[Quantity]:
    kept, floor = [], 0
    for one in found:
        part = part_at(parts, one.head)
        if part in {Part.WANTED, Part.PLAIN}:
            made = quantity(field, one, floor)
            if not _is_beside_the_point(made):
                kept.append(made)
        floor = one.tail
    return kept


def _is_beside_the_point(made: Quantity) -> bool:
    """Tell whether a number is money or something a project hands in, not a property."""
    if made.dimension == "[currency]" or made.property_name.endswith(deliverables()):
        return True
    return made.dimension in {"[piece]", "[person]"} and not made.property_name


def _touches(one: Found, spans: list[tuple[int, int]]) -> bool:
    return any(start < one.tail and one.head < end for start, end in spans)
