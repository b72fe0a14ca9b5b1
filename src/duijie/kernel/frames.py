"""The element frame: what a text asks for or offers, element by element and number by number."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ElementKind(StrEnum):
    """The kinds of element (要素)."""

    MATERIAL = "material"
    METHOD = "method"
    EFFICACY = "efficacy"
    PRODUCT = "product"
    APPLICATION = "application"


class Bound(StrEnum):
    """In which direction a quantity is bounded (界限)."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    RANGE = "range"
    EXACT = "exact"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text (文本片段): `field` is `title` or `text`, offsets count characters."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a frame (要素): its words as written, folded, and how much it says.

    `weight` is at least 0; a word that half of the library uses weighs little.
    """

    kind: ElementKind
    text: str
    folded: str
    span: Span
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with property, bound and unit (量值), e.g. 检出率 ≥ 95 %.

    `low` and `high` are in `unit` (as pint writes it); None means open on that side.
    `property_name` is the folded words that say what is measured, "" when the text does not say.
    `dimension` is what pint calls the dimensionality, e.g. `[length]`; "" for plain numbers.
    """

    property_name: str
    bound: Bound
    low: float | None
    high: float | None
    unit: str
    dimension: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class ElementFrame:
    """What a text asks for or offers (要素框架)."""

    elements: tuple[Element, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    trl_from: int | None = None
    budget_yuan: int | None = None
    deadline: date | None = None
