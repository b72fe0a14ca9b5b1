"""Facets (分面): which there are for a kind, derived from its fields, and what their values say."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from duijie.app.records.models import State
from duijie.app.shared.words import say_now
from duijie.kernel.codes import INDUSTRIES, REGIONS
from duijie.kernel.kinds import Disclosure, FieldRole, FieldSpec, FieldType, kind_named
from duijie.kernel.words import N_, Lang

REGION, INDUSTRY, TRL, KIND = "region", "industry", "trl", "kind"
YEAR, HOLDER, VISIBILITY, STATE = "year", "holder", "visibility", "state"
ORDER = (REGION, INDUSTRY, KIND, TRL, YEAR, HOLDER, VISIBILITY, STATE)
# Values of these stand one inside the other: the first so many characters name the wider one.
LEVELS: Mapping[str, tuple[int, ...]] = {REGION: (2, 4, 6), INDUSTRY: (1, 3)}
MOST_VALUES = 12  # of one facet; a longer list is narrowed by the search

LABELS: Mapping[str, str] = {
    REGION: N_("Region"),
    INDUSTRY: N_("Industry"),
    TRL: N_("TRL"),
    KIND: N_("Kind"),
    YEAR: N_("Year"),
    HOLDER: N_("Organisation"),
    VISIBILITY: N_("Visibility"),
    STATE: N_("State"),
}


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow a list (分面): its name in addresses, and the column it is read from."""

    name: str
    column: str
    spec: FieldSpec | None = None

    @property
    def levels(self) -> tuple[int, ...]:
        """Return the lengths of its codes from wide to narrow; empty where values are whole."""
        return LEVELS.get(self.name, ())

    def is_open(self, *, is_member: bool, is_mine: bool = False) -> bool:
        """Tell whether a reader may narrow by it: what one may not read tells nothing by counts.

        States are of one's own records: of others only what is published is shown.
        """
        if self.name == STATE:
            return is_mine
        is_public = self.spec is None or self.spec.disclosure is Disclosure.PUBLIC
        return is_member or (is_public and self.name != VISIBILITY)


@cache
def facets_of(kind_name: str) -> tuple[Facet, ...]:
    """Return the facets of a kind in the order in which they are shown."""
    found: dict[str, Facet] = {}
    for spec in kind_named(kind_name).fields:
        name = _facet_name(spec)
        if name:
            found.setdefault(name, Facet(name, spec.name, spec))
    found[STATE] = Facet(STATE, "state")
    return tuple(found[name] for name in ORDER if name in found)


def _facet_name(spec: FieldSpec) -> str:
    by_type = {FieldType.REGION: REGION, FieldType.INDUSTRY: INDUSTRY, FieldType.TRL: TRL}
    if spec.type in by_type:
        return by_type[spec.type]
    if spec.type is FieldType.CHOICE:
        return VISIBILITY if spec.facet == "visibility" else KIND
    if spec.facet == "dated_on":
        return YEAR
    if spec.facet == "organization" and spec.role is not FieldRole.TITLE:
        return HOLDER
    return ""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet, with how many records have it (分面值)."""

    code: str
    label: str
    count: str
    is_chosen: bool
    address: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A facet as it is shown (分面展示); `left_out` of its values are not among those shown."""

    name: str
    label: str
    values: tuple[Value, ...]
    is_chosen: bool
    left_out: int = 0


def label_of(facet: Facet, code: str, lang: Lang) -> str:
    """Return what a value is called in a language."""
    if facet.name == REGION:
        entry = REGIONS.get(code.ljust(6, "0"))
        return entry.label(lang) if entry else code
    if facet.name == INDUSTRY:
        entry = INDUSTRIES.get(code)
        return entry.label(lang) if entry else code
    if facet.name == STATE:
        return say_now(State(code).label)
    for choice in facet.spec.choices if facet.spec else ():
        if choice.code == code:
            return choice.zh if lang == "zh" else choice.en
    return code


def is_known(facet: Facet, code: str) -> bool:
    """Tell whether a text may be a value of a facet; others are left out of the address."""
    if facet.levels:
        return len(code) in facet.levels and code.isascii() and code.isalnum()
    if facet.name == STATE:
        return code in State.values
    if facet.name in (KIND, VISIBILITY):
        return facet.spec is not None and code in {one.code for one in facet.spec.choices}
    if facet.name in (TRL, YEAR):
        return code.isascii() and code.isdigit() and len(code) <= 4
    return 0 < len(code) <= 500 and code.isprintable()


def level_below(facet: Facet, chosen: Sequence[str]) -> int:
    """Return how long the codes are that are offered next, beneath what is chosen."""
    length = len(chosen[0]) if chosen else 0
    return next((level for level in facet.levels if level > length), facet.levels[-1])


def in_order(facet: Facet, counts: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return counted values as they are shown: ordered ones by value, others by how many."""
    if facet.name == TRL:
        return sorted(counts)
    if facet.name == YEAR:
        return sorted(counts, reverse=True)
    return sorted(counts, key=lambda one: (-one[1], one[0]))
