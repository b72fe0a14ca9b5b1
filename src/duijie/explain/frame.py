"""Text → element frame (要素框架)."""

from duijie.explain.conditions import budget_of, deadline_of, is_budget, trl_of, trl_spans
from duijie.explain.drafts import Draft
from duijie.explain.elements import drafts_of
from duijie.explain.intervals import better_direction
from duijie.explain.prices import is_price
from duijie.explain.properties import NOTHING, Property, property_of
from duijie.explain.quantities import Found, find_quantities
from duijie.explain.scan import Scan, scan
from duijie.explain.sections import Part, deliverables, part_at, parts_of
from duijie.explain.states import is_bare, is_present
from duijie.explain.support import supported
from duijie.explain.units import Measure, measure_named
from duijie.explain.weighing import Weigh, weighed
from duijie.kernel.frames import Bound, ElementFrame, Quantity, Span

MOST_QUANTITIES = 16
_COUNTED = frozenset({Part.WANTED, Part.PLAIN, Part.PROBLEM})


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
        kept = _kept(field, wanted, parts)
        quantities += [made for made, _ in kept]
        named = [(start, made.span.start) for made, start in kept if 0 <= start < made.span.start]
        named += _prices(field, wanted)
        blocked = sorted([(one.head, one.tail) for one in found] + levels + named)
        drafts += drafts_of(field, parts, blocked)
        trl = trl if trl is not None else trl_of(field)
        budget = budget if budget is not None else budget_of(field, found)
        deadline = deadline or deadline_of(field)
    numbered = {one.property_name for one in quantities}
    drafts = [draft for draft in drafts if draft.element.folded not in numbered]
    return ElementFrame(
        weighed(supported(drafts, fields), weigh),
        tuple(_once(quantities)[:MOST_QUANTITIES]),
        trl,
        budget,
        deadline,
    )


def _once(quantities: list[Quantity]) -> list[Quantity]:
    """Return each number once, at its first place; one that names nothing only if none does."""
    named = {_size(one) for one in quantities if one.property_name}
    kept: dict[tuple[object, ...], Quantity] = {}
    for one in quantities:
        if one.property_name or _size(one) not in named:
            kept.setdefault((one.property_name, *_size(one)), one)
    return list(kept.values())


def _size(one: Quantity) -> tuple[object, ...]:
    return one.bound, one.low, one.high, one.unit


def quantities_of(field: Scan, found: list[Found]) -> list[Quantity]:
    """Return found quantities with what each measures."""
    return [made for _, made, _ in _measured(field, found)]


def _measured(field: Scan, found: list[Found]) -> list[tuple[Found, Quantity, Property]]:
    """Return found quantities with what each measures; a state before its target is left out."""
    rows: list[tuple[Found, Quantity, Property]] = []
    floor, previous = 0, NOTHING
    for one in found:
        measured = property_of(field, one.head, one.tail, floor, previous)
        if measured.is_inherited and rows and rows[-1][0].tail == floor:
            rows.pop()  # 由 290 提升至 330: only the target counts
        rows.append((one, _quantity(field, one, measured), measured))
        floor = one.tail
        previous = measured if measured.name else previous if _is_list(field, floor) else NOTHING
    return rows


def _is_list(field: Scan, place: int) -> bool:
    return field.folded[place : place + 1] in {"、", "和", "及", "与", "或", "/"}


def _quantity(field: Scan, one: Found, measured: Property) -> Quantity:
    unit = fitting_unit(one.measure, measured.name)
    return Quantity(
        property_name=measured.name + measured.change,
        bound=bound_of(one, measured.name),
        low=one.low if not _is_turned(one, measured.name) else None,
        high=one.high if not _is_turned(one, measured.name) else one.low,
        unit=unit.name if unit else "",
        dimension=unit.dimension if unit else "",
        text=field.raw[one.head : one.tail],
        span=Span(field.field, one.head, one.tail),
    )


def _is_turned(one: Found, name: str) -> bool:
    """Tell whether 优于 means less: an error or a roughness is better when it is smaller."""
    return one.is_better and (
        better_direction(name) < 0
        or (one.measure is not None and one.measure.dimension in {"[length]", "[time]"})
    )


def bound_of(one: Found, name: str) -> Bound:
    """Return the bound of a found quantity; 优于 turns with what is measured."""
    return Bound.AT_MOST if _is_turned(one, name) else one.bound


def fitting_unit(unit: Measure | None, name: str) -> Measure | None:
    """Return the unit that an ambiguous one means beside a property: 度 of heat, 周 of cycles."""
    if unit is None:
        return None
    if unit.name == "degree" and any(char in name for char in "温热冷寒沸熔"):
        return measure_named("degree_Celsius")
    if unit.name == "week" and "循环" in name:
        return measure_named("occurrence")
    return unit


def _kept(
    field: Scan, found: list[Found], parts: list[tuple[int, int, Part]]
) -> list[tuple[Quantity, int]]:
    return [
        (made, measured.start)
        for one, made, measured in _measured(field, found)
        if part_at(parts, one.head) in _COUNTED
        and not _is_beside_the_point(made)
        and not is_bare(made.property_name, made.dimension, made.unit)
        and not is_present(field, one.head, made.bound)
        and not (made.dimension == "[currency]" and is_budget(field, one))
    ]


def _prices(field: Scan, found: list[Found]) -> list[tuple[int, int]]:
    """Return where prices are named: 售价 is no thing that a text could offer by its name."""
    return [
        (measured.start, one.head)
        for one, made, measured in _measured(field, found)
        if is_price(made) and 0 <= measured.start < one.head
    ]


def _is_beside_the_point(made: Quantity) -> bool:
    """Tell whether a number is money or something a project hands in, not a property."""
    if made.dimension == "[currency]":
        return not is_price(made) or made.bound is Bound.EXACT
    if made.property_name.endswith(deliverables()):
        return True
    if made.dimension not in {"[piece]", "[person]"}:
        return False
    return not made.property_name or made.bound is Bound.EXACT


def _touches(one: Found, spans: list[tuple[int, int]]) -> bool:
    return any(start < one.tail and one.head < end for start, end in spans)
