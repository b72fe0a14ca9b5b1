"""Written units → pint's units (单位换算): memoised, pint itself loaded only when needed."""

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from duijie.explain.dictionaries import FOLDER, table
from duijie.kernel.folding import fold

UNIT_TABLE = FOLDER / "units_table.json"
SUPERSCRIPTS = {
    "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8",
    "⁹": "9", "⁻": "-", "⁺": "+",
}  # fmt: skip
_DEGREES = "degree_Celsius"
_POWER = re.compile(r"^(.+?)\s*(?:\^|\*\*)?\s*([-−]?\d)$")
_SPLIT = re.compile(r"\s*([/·*⋅.每])\s*")


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit as pint knows it (计量单位): to the root unit by value × factor + offset."""

    name: str
    factor: float
    offset: float
    dimension: str
    symbol: str


@lru_cache(maxsize=4096)
def measure(written: str) -> Measure | None:
    """Return the unit that is written, or None when it is none.

    >>> measure("克/立方厘米").name
    'gram / centimeter ** 3'
    """
    expression = expression_of(unicodedata.normalize("NFC", written))
    return None if expression is None else measure_named(expression)


@lru_cache(maxsize=4096)
def measure_named(expression: str) -> Measure | None:
    """Return the unit of a pint expression: from the shipped table, else from pint."""
    row = _shipped().get(expression)
    if row is None:
        row = ask_pint(expression)
    return None if row is None else Measure(*row)


def to_root(value: float, unit: str) -> float:
    """Return a value of a unit (a pint name) in the root unit of its dimension.

    >>> to_root(40.0, "micrometer")
    4e-05
    """
    found = measure_named(unit) if unit else None
    return value if found is None else _clean(value * found.factor + found.offset)


def ask_pint(expression: str) -> tuple[str, float, float, str, str] | None:
    """Return name, factor, offset, dimension and symbol of a unit, by pint itself."""
    registry = _registry()
    try:
        unit = registry.Unit(expression)
        zero = registry.Quantity(0.0, unit).to_base_units().magnitude
        one = registry.Quantity(1.0, unit).to_base_units().magnitude
    except Exception:  # noqa: BLE001  pint raises many kinds for what is not a unit
        return None
    name = str(unit)
    dimension = _dimension(dict(unit.dimensionality))
    offset = float(zero) if name == _DEGREES else 0.0
    symbol = table("units")["symbols"].get(name)
    shown = str(f"{unit:~P}") if symbol is None else symbol
    return name, _clean(float(one) - offset), offset, dimension, shown


def _dimension(powers: dict[str, float]) -> str:
    """Return a dimensionality as pint writes it, in a fixed order; "" for plain numbers."""
    above = [_power_of(name, power) for name, power in sorted(powers.items()) if power > 0]
    below = [_power_of(name, -power) for name, power in sorted(powers.items()) if power < 0]
    if not above and not below:
        return ""
    return " / ".join([" * ".join(above) or "1", *below])


def _power_of(name: str, power: float) -> str:
    return name if power == 1 else f"{name} ** {power:g}"


@cache
def unit_pattern() -> str:
    """Return a regular expression (over folded text) for one written unit, simple or compound."""
    names = sorted({fold(name) for name in _factors()}, key=lambda name: (-len(name), name))
    latin = [re.escape(name) for name in names if re.fullmatch(r"[a-zμå]+", name)]
    metres = [re.escape(name) for name in names if name.endswith("米")]
    other = [re.escape(n) for n in names if not re.fullmatch(r"[a-zμå]+", n) and n[-1] != "米"]
    power = (
        r"(?:(?:\^|\*\*)?(?:[-−][123]|[23])(?![\d.])|\^-?1(?!\d)"
        "|\ue00a?[\ue001-\ue003](?![\ue000-\ue009]))?"
    )
    factor = (
        rf"(?:(?:{'|'.join(metres)}){power}|(?:{'|'.join(other)})"
        rf"|(?:{'|'.join(latin)}){power}(?![a-z]))"
    )
    more = rf"(?:\s?/\s?\(?{factor}(?:[·*⋅.]{factor})*\)?|[·⋅*]{factor}|每{factor})"
    return rf"{factor}{more}{{0,3}}"


@cache
def _factors() -> dict[str, str]:
    return dict(table("units")["factors"])


@cache
def _folded_factors() -> dict[str, str]:
    found: dict[str, str] = {}
    for name, expression in _factors().items():
        found.setdefault(fold(name), expression)
    found["mw"] = "megawatt"  # MW is far more often written than milliwatt
    found["mpa"] = "megapascal"
    found["kb"] = "kilobyte"
    return found


def _factor(name: str) -> str | None:
    exact = _factors().get(name)
    if exact is None and (len(name) > 1 or not name.isascii() or name == "l"):  # 5G is no gram
        return _folded_factors().get(fold(name))
    return exact


def expression_of(written: str) -> str | None:
    """Return the pint expression of a written unit, or None when it is none."""
    whole = _factor(written.strip())
    if whole is not None:
        return whole
    text = "".join(SUPERSCRIPTS.get(char, char) for char in written)
    parts = _SPLIT.split(text.replace("(", "").replace(")", "").strip())
    expression, sign = "", "*"
    is_below = False
    for place, part in enumerate(parts):
        if place % 2:
            is_below = is_below or part in "/每"
            sign = "/" if is_below else "*"
            continue
        factor = _with_power(part)
        if factor is None:
            return None
        if _DEGREES in factor:  # per degree is a difference of temperature
            factor = factor.replace(_DEGREES, f"delta_{_DEGREES}")
        expression = f"{expression} {sign} {factor}" if expression else factor
    return expression or None


def _with_power(part: str) -> str | None:
    plain = _factor(part)
    if plain is not None:
        return f"({plain})" if "*" in plain or "/" in plain else plain
    powered = _POWER.match(part)
    if powered is None:
        return None
    factor = _factor(powered[1])
    return None if factor is None else f"({factor}) ** ({powered[2].replace('−', '-')})"


def _clean(value: float) -> float:
    """Drop the last bits, so that 40 µm and 0.04 mm are the same number."""
    return float(f"{value:.12g}")


@cache
def _shipped() -> dict[str, Any]:
    if not UNIT_TABLE.exists():
        return {}
    shipped: dict[str, Any] = json.loads(UNIT_TABLE.read_text("utf-8"))
    return shipped


@cache
def _registry() -> Any:
    import pint  # 0.3 s to load: only for units that the shipped table lacks

    registry: Any = pint.UnitRegistry()
    registry.load_definitions(FOLDER / "units.txt")
    return registry
