"""The filters of a list in words: each stands above it and can be taken away."""

from dataclasses import dataclass

from duijie.app.matching.filters import ListFilters
from duijie.app.shared.words import lang_now, say_now
from duijie.kernel.codes import INDUSTRIES, REGIONS
from duijie.kernel.kinds import ORGANIZATION_KINDS
from duijie.kernel.words import N_

FILTER_WORDS = {
    "region": N_("region"),
    "industry": N_("industry"),
    "trl_from": N_("lowest readiness level"),
    "trl_to": N_("highest readiness level"),
    "year_from": N_("first year"),
    "year_to": N_("last year"),
    "newer_than": N_("age"),
    "holder_kind": N_("kind of holder"),
}


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in words (筛选标签)."""

    name: str
    label: str
    value: str


def chips_of(filters: ListFilters) -> list[Chip]:
    """Return what narrows a list, each in words."""
    return [
        Chip(name, say_now(FILTER_WORDS[name]), _value(name, value))
        for name, value in filters.stored().items()
    ]


def _value(name: str, value: object) -> str:
    lang = lang_now()
    if name in ("region", "industry"):
        entry = (REGIONS if name == "region" else INDUSTRIES).get(str(value))
        return entry.label(lang) if entry else str(value)
    if name == "holder_kind":
        labels = {one.code: one.zh if lang == "zh" else one.en for one in ORGANIZATION_KINDS}
        return labels.get(str(value), str(value))
    if name == "newer_than":
        return say_now("at most %(years)s years", years=value)
    return str(value)
