"""The lexicon that a demo region is written from: hand-made TOML files beside this module."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

WORDS = Path(__file__).resolve().parent / "words"
DOMAINS = (
    "polymers",
    "inspection",
    "electronics",
    "energy",
    "machinery",
    "textiles",
    "environment",
    "biomedicine",
    "agriculture",
    "digital",
)


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a domain in both languages (术语), with its abbreviation if it has one."""

    zh: str
    en: str
    short: str = ""


@dataclass(frozen=True, slots=True)
class Property:
    """What can be measured (指标): names, unit, which direction is better, plausible range."""

    zh: str
    en: str
    unit: str
    is_higher_better: bool
    low: float
    high: float
    decimals: int


@dataclass(frozen=True, slots=True)
class Domain:
    """The words and codes of one industry (产业领域)."""

    name: str
    zh: str
    en: str
    industries: tuple[str, ...]
    ipc: tuple[str, ...]
    disciplines: tuple[str, ...]
    materials: tuple[Term, ...]
    methods: tuple[Term, ...]
    products: tuple[Term, ...]
    efficacies: tuple[Term, ...]
    applications: tuple[Term, ...]
    properties: tuple[Property, ...]


@dataclass(frozen=True, slots=True)
class County:
    """A county of the demo region (县级行政区)."""

    code: str
    zh: str
    en: str


def read_words(name: str) -> Mapping[str, Any]:
    """Return one file of words as it stands."""
    return tomllib.loads((WORDS / f"{name}.toml").read_text("utf-8"))


@cache
def domains() -> tuple[Domain, ...]:
    """Return every domain, in a fixed order."""
    return tuple(_domain(read_words(name)) for name in DOMAINS)


@cache
def counties() -> tuple[County, ...]:
    """Return the counties of the region."""
    return tuple(County(*line.split("|")) for line in read_words("places")["counties"])


def _domain(words: Mapping[str, Any]) -> Domain:
    def terms(key: str) -> tuple[Term, ...]:
        return tuple(Term(*line.split("|")) for line in words[key])

    return Domain(
        name=words["name"],
        zh=words["zh"],
        en=words["en"],
        industries=tuple(words["industries"]),
        ipc=tuple(words["ipc"]),
        disciplines=tuple(words["disciplines"]),
        materials=terms("materials"),
        methods=terms("methods"),
        products=terms("products"),
        efficacies=terms("efficacies"),
        applications=terms("applications"),
        properties=tuple(_property(line) for line in words["properties"]),
    )


def _property(line: str) -> Property:
    zh, en, unit, better, low, high, decimals = line.split("|")
    return Property(zh, en, unit, better == "up", float(low), float(high), int(decimals))
