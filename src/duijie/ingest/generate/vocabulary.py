"""The long tail of the vocabulary: specialised words composed from morphemes, drawn by rank."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from duijie.ingest.generate.lexicon import DOMAINS, read_words

# Ranks per list. Ten domains of 30,000 words each, plus names, grades and places, keep the number
# of distinct words growing with the number of texts, as it does in real collections.
RANKS = 30_000
# Zipf-Mandelbrot: probability of rank r is proportional to (r + SHIFT) ** -EXPONENT.
EXPONENT = 1.02
SHIFT = 4.0

Maker = Callable[[np.random.Generator, int], list[str]]

# Which kinds of specialised word a domain uses.
_MIXES: Mapping[str, str] = {
    "polymers": "chemical",
    "inspection": "named",
    "electronics": "chemical named",
    "energy": "chemical",
    "machinery": "named",
    "textiles": "chemical",
    "environment": "chemical species",
    "biomedicine": "chemical species",
    "agriculture": "species",
    "digital": "named",
}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Specialised words by rank (专门词表): index 0 is the most frequent of its list."""

    terms: Mapping[str, Sequence[str]]
    terms_en: Mapping[str, Sequence[str]]
    codes: Sequence[str]
    trade_names: Sequence[str]
    trade_names_en: Sequence[str]
    places: Sequence[str]
    persons: Sequence[str]


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary; it does not depend on the seed of a region."""
    parts, people = read_words("terms"), read_words("organizations")
    makers: dict[str, Maker] = {
        "chemical": _maker([parts["chem_prefix"], parts["chem_core"], parts["chem_end"]]),
        "species": _maker([parts["species_look"], parts["species_part"], parts["species_taxon"]]),
        "named": _named(parts["sound"], parts["named_after"]),
    }
    chemical_en = _maker(
        [parts["en_prefix"], parts["en_prefix"], parts["en_core"], parts["en_end"]]
    )
    english = _mixed([chemical_en, chemical_en, _named(parts["en_sound"], parts["en_named"], " ")])
    places = [parts["place_first"], parts["place_second"], parts["place_end"]]
    return Vocabulary(
        terms={
            name: _ranked(name, _mixed([makers[kind] for kind in _MIXES[name].split()]))
            for name in DOMAINS
        },
        terms_en={name: _ranked(f"en {name}", english) for name in DOMAINS},
        codes=_ranked("codes", _codes(parts["code_letters"])),
        trade_names=_ranked("trade", _maker([parts["trade"]] * 3)),
        trade_names_en=_ranked("trade en", _named(parts["en_sound"], ["Ltd", "Tech"], " ")),
        places=_ranked("places", _maker(places), limit=4_000),
        persons=_ranked("persons", _maker([people["surnames"], people["given"], people["given"]])),
    )


class RankDraw:
    """Draws ranks by Zipf's law (齐普夫抽样), many at once."""

    def __init__(self) -> None:
        weights = (np.arange(RANKS) + SHIFT) ** -EXPONENT
        self._steps: NDArray[np.float64] = np.cumsum(weights) / weights.sum()

    def __call__(self, generator: np.random.Generator, rows: int, columns: int) -> list[list[int]]:
        """Return ranks from 0 on, `rows` lists of `columns` each."""
        ranks = np.searchsorted(self._steps, generator.random(rows * columns))
        ranked: list[list[int]] = np.minimum(ranks, RANKS - 1).reshape(rows, columns).tolist()
        return ranked


def _maker(parts: Sequence[Sequence[str]], joint: str = "") -> Maker:
    def make(g: np.random.Generator, count: int) -> list[str]:
        columns = [_choices(part, g, count) for part in parts]
        return list(map(joint.join, zip(*columns, strict=True)))

    return make


def _mixed(makers: Sequence[Maker]) -> Maker:
    def make(g: np.random.Generator, count: int) -> list[str]:
        made = [maker(g, count) for maker in makers]
        return [word for words in zip(*made, strict=True) for word in words][:count]

    return make


def _named(sounds: Sequence[str], things: Sequence[str], joint: str = "") -> Maker:
    """Return a maker of names of two, three or four syllables with the thing named after them."""
    kinds = [_maker([sounds] * n) for n in (2, 3, 4)]
    names = _mixed([kinds[0], kinds[1], kinds[1], kinds[2]])

    def make(g: np.random.Generator, count: int) -> list[str]:
        pairs = zip(names(g, count), _choices(things, g, count), strict=True)
        return [f"{name.capitalize()}{joint}{thing}" for name, thing in pairs]

    return make


def _codes(letters: Sequence[str]) -> Maker:
    def make(g: np.random.Generator, count: int) -> list[str]:
        numbers = g.integers(100, 4000, count).tolist()
        pairs = zip(_choices(letters, g, count), numbers, strict=True)
        return [f"{series}{number}" for series, number in pairs]

    return make


def _choices(words: Sequence[str], g: np.random.Generator, count: int) -> list[str]:
    return [words[i] for i in g.integers(0, len(words), count).tolist()]


def _ranked(name: str, make: Maker, *, limit: int = RANKS) -> tuple[str, ...]:
    """Return `RANKS` words, of which about `limit` differ; a small list starts over at its end."""
    g = np.random.default_rng(list(f"vocabulary {name}".encode()))
    distinct = tuple(dict.fromkeys(make(g, limit * 5 // 4)))[:limit]
    return (distinct * (RANKS // len(distinct) + 1))[:RANKS]
