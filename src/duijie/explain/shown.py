"""Numbers as people read them (数值写法): 检出率 ≥ 95 %."""

from duijie.explain.units import measure_named
from duijie.kernel.frames import Bound, Quantity

_SIGNS = {Bound.AT_LEAST: "≥ ", Bound.AT_MOST: "≤ ", Bound.ABOUT: "≈ "}
_CHANGES = {"提高": "↑", "降低": "↓"}


def shown_quantity(quantity: Quantity) -> str:
    """Return property, bound, number and unit as one short phrase.

    >>> from duijie.kernel.frames import Span
    >>> where = Span("text", 0, 1)
    >>> shown_quantity(Quantity("检出率", Bound.AT_LEAST, 95.0, None, "percent", "", "", where))
    '检出率 ≥ 95 %'
    """
    said = shown_property(quantity.property_name)
    return f"{said} {shown_value(quantity)}".strip()


def shown_property(name: str) -> str:
    """Return a property name; a change carries an arrow."""
    for change, arrow in _CHANGES.items():
        if name.endswith(change):
            return f"{name[: -len(change)]} {arrow}".strip()
    return name


def shown_value(quantity: Quantity) -> str:
    """Return bound, number and unit."""
    unit = measure_named(quantity.unit) if quantity.unit else None
    symbol = f" {unit.symbol}" if unit and unit.symbol else ""
    if quantity.low is not None and quantity.high is not None and quantity.low != quantity.high:
        return f"{_number(quantity.low)} – {_number(quantity.high)}{symbol}"
    value = quantity.low if quantity.low is not None else quantity.high
    return "" if value is None else f"{_SIGNS.get(quantity.bound, '')}{_number(value)}{symbol}"


def _number(value: float) -> str:
    return f"{value:.10g}"
