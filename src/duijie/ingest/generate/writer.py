"""Sentences and texts: the grammar filled with words."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import cycle

from duijie.ingest.generate.lexicon import Domain, Term, counties, domains, read_words
from duijie.ingest.generate.quantities import Language, phrases
from duijie.ingest.generate.vocabulary import vocabulary

# Columns of specialised words per text, in the order in which ranks are drawn.
TAIL = (
    "term1", "term2", "term3", "term4", "term5", "term6", "term7", "term8",
    "code1", "code2", "code3",    "trade1", "place1", "place2", "person1",
)  # fmt: skip
_SPARE = ("term5", "term6", "term7", "term8")
_EVERYDAY = (
    "noun3", "noun4", "noun5", "noun6", "noun7", "noun8", "verb2", "verb4", "adj3", "adv2",
)  # fmt: skip
Ranks = Sequence[int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A written text (文本): what a record says."""

    title: str
    text: str
    application: str
    keywords: tuple[str, ...]
    slots: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Field:
    """What the writer draws from for one domain in one language."""

    drawn: tuple[tuple[str, Sequence[str], int], ...]
    measured: Sequence[Sequence[str]]
    efficacies: Sequence[str]
    tail: tuple[tuple[str, Sequence[str]], ...]
    name: str


class Writer:
    """Writes texts of one language (文本生成) from a domain, random numbers and ranks."""

    def __init__(self, language: Language, grammar: str) -> None:
        self.language = language
        self._grammar = read_words("phrases")[grammar]
        self._base = read_words("phrases")[language]
        self._fields = tuple(_field(domain, language) for domain in domains())
        self._stages: Sequence[str] = self._base["stages"]
        self._everyday = [d for d in self._fields[0].drawn if d[0] in _EVERYDAY]

    def slots(
        self, domain: int, r: random.Random, ranks: Ranks, trl: int | None = None
    ) -> dict[str, str]:
        """Return a word for every named place of the grammar."""
        field, draw = self._fields[domain], r.random
        # A power: within each list the first words are frequent and the last are rare.
        slots = {key: words[int(n * draw() ** 1.7)] for key, words, n in field.drawn}
        for (key, words), rank in zip(field.tail, ranks, strict=True):
            slots[key] = words[rank]
        at, measured = int(draw() * len(field.measured)), field.measured
        for key, step in (("q1", 0), ("q2", 3), ("q3", 5)):
            choices = measured[(at + step) % len(measured)]
            slots[key] = choices[int(draw() * len(choices))]
        first = int(draw() * len(field.efficacies))
        slots["eff1"] = field.efficacies[first]
        slots["eff2"] = field.efficacies[(first + 4) % len(field.efficacies)]
        slots["field"] = field.name
        slots["stage"] = self._stages[(trl or 5) - 1]
        slots["num1"], slots["num2"] = str(2 + int(draw() * 40)), str(7 + int(draw() * 360))
        slots["num3"], slots["num4"] = str(50 * int(1 + draw() * 90)), str(5 + int(draw() * 60))
        slots["num5"], slots["num6"] = str(1 + int(draw() * 12)), str(1 + int(draw() * 20))
        return slots

    def write(self, slots: Mapping[str, str], r: random.Random, order: Sequence[str] = ()) -> Piece:
        """Return a text whose named places are filled."""
        grammar, draw, drawn = self._grammar, r.random, self._everyday
        sentences = []
        fresh, spare = dict(slots), [slots[key] for key in _SPARE]
        for step in order or grammar["order"]:
            name, _, times = step.partition("*")
            choices = grammar[name]
            n = len(choices)
            at = int(draw() * n)
            for turn in range(int(draw() * int(times) * 1.7) + 1 if times else 1):
                for key, words, size in drawn:
                    fresh[key] = words[int(size * draw() ** 1.7)]
                if spare and times:
                    fresh["term3"], fresh["term4"] = spare.pop(), fresh["term3"]
                sentences.append(choices[(at + turn * 3) % n] % fresh)
        titles, uses = grammar["titles"], self._base["application"]
        joint = "" if self.language == "zh" else " "
        return Piece(
            title=_first_upper(titles[int(draw() * len(titles))] % slots),
            text=joint.join(map(_first_upper, sentences)),
            application=uses[int(draw() * len(uses))] % slots,
            keywords=(slots["mat"], slots["prod"], slots["meth"], slots["term1"]),
            slots=slots,
        )


@cache
def writer(language: Language, grammar: str = "") -> Writer:
    """Return the writer of a language; `grammar` names another set of sentences."""
    return Writer(language, grammar or language)


def spell(term: Term, language: Language) -> str:
    """Return how a term stands in a text of a language, its abbreviation in brackets."""
    name = term.zh if language == "zh" else term.en
    if not term.short:
        return name
    return f"{name}（{term.short}）" if language == "zh" else f"{name} ({term.short})"


def _first_upper(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:] if sentence[:1].islower() else sentence


def _field(domain: Domain, language: Language) -> _Field:
    def names(terms: Sequence[Term]) -> Sequence[str]:
        plain = [t.zh if language == "zh" else t.en for t in terms]
        # The bracketed spelling stands in the list twice as rarely as the plain one.
        return [*plain, *plain, *(spell(t, language) for t in terms)]

    general = read_words("general")
    ending = "" if language == "zh" else "_en"
    verbs, nouns = general["verbs" + ending].split(), general["nouns" + ending].split()
    adjectives = general["adjectives" + ending].split()
    adverbs = general["adverbs"].split()
    problems = general["problems"].split() if not ending else general["problems_en"].split("|")
    drawn: list[tuple[str, Sequence[str]]] = [
        ("mat", names(domain.materials)), ("meth", names(domain.methods)),
        ("prod", names(domain.products)), ("app", names(domain.applications)),
        ("app2", names(domain.applications)), ("prob1", problems), ("prob2", problems[::-1]),
        *((f"verb{i}", verbs[i * 11 :] + verbs[: i * 11]) for i in range(1, 7)),
        *((f"noun{i}", nouns[i * 17 :] + nouns[: i * 17]) for i in range(1, 10)),
        *((f"adj{i}", adjectives[i * 9 :] + adjectives[: i * 9]) for i in range(1, 5)),
        *((f"adv{i}", adverbs) for i in range(1, 3)),
    ]  # fmt: skip
    units = read_words("units")
    return _Field(
        drawn=tuple((key, words, len(words)) for key, words in drawn),
        measured=[phrases(p, language, units) for p in domain.properties],
        efficacies=[t.zh if language == "zh" else t.en for t in domain.efficacies],
        tail=_tail(domain.name, language),
        name=domain.zh if language == "zh" else domain.en,
    )


def _tail(domain: str, language: Language) -> tuple[tuple[str, Sequence[str]], ...]:
    known = vocabulary()
    if language == "zh":
        terms, trade = known.terms[domain], known.trade_names
        places = [county.zh + place for county, place in zip(cycle(counties()), known.places)]
    else:
        terms, trade = known.terms_en[domain], known.trade_names_en
        places = [county.en for county, _ in zip(cycle(counties()), known.places)]
    lists = {"term": terms, "code": known.codes, "trade": trade, "place": places}
    lists["person"] = known.persons
    return tuple((key, lists[key[:-1]]) for key in TAIL)
