"""Needs with planted matches: good ones, and near misses that fail in exactly one respect."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from duijie.ingest.generate.achievements import LAST_DAY, Row, row_of
from duijie.ingest.generate.lexicon import Domain, Property, Term, domains, read_words
from duijie.ingest.generate.parties import Party
from duijie.ingest.generate.quantities import Language, offered, value_between, wanted
from duijie.ingest.generate.vocabulary import RANKS, RankDraw, vocabulary
from duijie.ingest.generate.writer import TAIL, Piece, spell, writer

# Near misses by what is wrong with them, taken in turn.
WRONGS = (
    "number_below_bound",
    "wrong_material",
    "wrong_trl",
    "wrong_application",
    "expired",
)
PLANTED_SHARE = 0.8
_ORDER_ZH = ("opening", "approach", "detail", "detail", "outcome")
_ABOUT = {
    "zh": "所需成果：用于%(app)s的%(mat)s%(prod)s，能够%(eff1)s，优先考虑%(term1)s。",
    "en": "Wanted for %(app)s: %(prod)s from %(mat)s with %(eff1)s, preferably %(term1)s. ",
}


@dataclass(frozen=True, slots=True)
class Need:
    """A need as its file holds it (需求)."""

    number: str
    title: str
    description: str
    keywords: tuple[str, ...]
    trl: int | None
    budget: str
    party: Party
    industry_code: str
    published_on: date
    deadline: date | None


@dataclass(frozen=True, slots=True)
class Planted:
    """An achievement that was made for a need of a requester (植入的成果)."""

    need: str
    requester: Party
    kind: str
    wrong: str
    theme: "Theme"
    language: Language


@dataclass(frozen=True, slots=True)
class Theme:
    """What a need is about (主题): its elements, its bounds and its rare word."""

    domain: int
    material: Term
    method: Term
    product: Term
    efficacy: Term
    application: Term
    rare: tuple[str, str]
    bounds: tuple[tuple[Property, float], ...]
    trl: int | None


def need_number(position: int) -> str:
    """Return the number of a need at a position of the file.

    >>> need_number(0)
    'XQ000001'
    """
    return f"XQ{position + 1:06d}"


def plant(
    needs: int, parties: Sequence[Party], seed: int, *, room: int
) -> tuple[list[Need], list[Planted]]:
    """Return the needs and what is planted for them; `room` is how many may be planted at most.

    The first need is the worked example of the documentation. One need in five has nothing
    planted: the honest answer to it is usually *no good match*.
    """
    r = random.Random(f"needs {seed}")  # noqa: S311
    firms = [party for party in parties if party.kind_zh == "企业"] or list(parties)
    ranks = RankDraw()(np.random.default_rng([seed, 7]), needs, len(TAIL))
    made: list[Need] = []
    planted: list[Planted] = []
    for position in range(needs):
        number = need_number(position)
        theme = particle_theme() if position == 0 else _theme(r)
        language: Language = "en" if position and r.random() < 0.15 else "zh"
        requester = firms[r.randrange(len(firms))]
        made.append(_need(number, theme, language, requester, ranks[position], r))
        if position and r.random() > PLANTED_SHARE:
            continue
        for kind, wrong in _kinds(position, r, asks_trl=theme.trl is not None):
            if len(planted) < room:
                other: Language = "zh" if language == "en" else "en"
                crosses = position > 0 and r.random() < 0.2
                spoken = other if crosses else language
                planted.append(Planted(number, requester, kind, wrong, theme, spoken))
    return made, planted


def particle_theme() -> Theme:
    """Return the worked example: inspecting fluororesin pellets for 40 µm specks."""
    domain = domains()[1]
    measured = {p.zh: p for p in domain.properties}
    return Theme(
        domain=1,
        material=Term("含氟树脂粒子", "fluororesin pellets"),
        method=domain.methods[0],
        product=domain.products[0],
        efficacy=domain.efficacies[0],
        application=domain.applications[0],
        rare=("含氟薄膜用粒料", "fluoropolymer film feedstock"),
        bounds=((measured["最小可检缺陷"], 40), (measured["检出率"], 95)),
        trl=7,
    )


def planted_row(planted: Planted, number: str, party: Party, seed: int) -> Row:
    """Return the achievement that was planted, under a registration number."""
    r = random.Random(f"planted {seed} {number}")  # noqa: S311
    theme, language = _spoilt(planted, r), planted.language
    ranks = RankDraw()(np.random.default_rng([seed, 11, int(number[2:])]), 1, len(TAIL))[0]
    made = writer(language)
    trl = _planted_trl(planted, r)
    slots = made.slots(theme.domain, r, ranks, trl) | _slots(theme, language)
    figures = _figures(planted, theme, language, r)
    piece = made.write(slots, r, _ORDER_ZH)
    text = f"{piece.text}主要指标：{figures}。" if language == "zh" else f"{piece.text} {figures}."
    title = (
        f"{slots['mat']}{slots['prod']}（{slots['term1']}）"
        if language == "zh"
        else f"{slots['prod']} for {slots['mat']} ({slots['term1']})".capitalize()
    )
    piece = replace(piece, text=text, title=title, application=slots["app"])
    row = row_of(piece, number, party, theme.domain, trl, r)._replace(
        trl=str(trl), kind="应用技术", visibility="公开", valid_until=""
    )
    if planted.wrong == "expired":
        return row._replace(completed_on="2011-05-20", valid_until="2021-05-20")
    return row


def _kinds(position: int, r: random.Random, *, asks_trl: bool) -> list[tuple[str, str]]:
    good = [("good", "")] * (1 if r.random() < 0.6 else 2)
    wrongs = [wrong for wrong in WRONGS if asks_trl or wrong != "wrong_trl"]
    first = position % len(wrongs)
    return good + [("near_miss", wrongs[(first + step) % len(wrongs)]) for step in (0, 1, 3)]


def _theme(r: random.Random) -> Theme:
    at = r.randrange(len(domains()))
    domain, known = domains()[at], vocabulary()
    # From the rare half of the list: nothing else in the region is likely to name it.
    rank = r.randrange(RANKS // 2, RANKS)
    measured = r.sample(domain.properties, 2)
    short = [term for term in domain.materials if term.short]
    return Theme(
        domain=at,
        material=r.choice(short or domain.materials),
        method=r.choice(domain.methods),
        product=r.choice(domain.products),
        efficacy=r.choice(domain.efficacies),
        application=r.choice(domain.applications),
        rare=(known.terms[domain.name][rank], known.terms_en[domain.name][rank]),
        bounds=tuple((p, value_between(p, r.uniform(0.4, 0.7))) for p in measured),
        trl=r.choice((None, 6, 7)),
    )


def _slots(theme: Theme, language: Language) -> dict[str, str]:
    at = 0 if language == "zh" else 1
    return {
        "mat": spell(theme.material, language),
        "meth": spell(theme.method, language),
        "prod": spell(theme.product, language),
        "app": spell(theme.application, language),
        "eff1": spell(theme.efficacy, language),
        "term1": theme.rare[at],
    }


def _need(
    number: str,
    theme: Theme,
    language: Language,
    party: Party,
    ranks: Sequence[int],
    r: random.Random,
) -> Need:
    made = writer("zh", "need_zh") if language == "zh" else writer("en", "need_en")
    slots = made.slots(theme.domain, r, ranks) | _slots(theme, language)
    units = read_words("units")
    bounds = [
        wanted(measured, value, language, units, r.randrange(2)) for measured, value in theme.bounds
    ]
    piece = (
        _worked_example(slots) if number == need_number(0) else made.write(slots, r, _need_order(r))
    )
    joint = "；" if language == "zh" else "; "
    about = _ABOUT[language] % slots
    said = ("技术指标要求：%s。" if language == "zh" else "Required: %s.") % joint.join(bounds)
    if theme.trl:
        said += f"要求技术成熟度TRL≥{theme.trl}。" if language == "zh" else f" TRL ≥ {theme.trl}."
    wan = 10 * r.randrange(3, 80)
    published = LAST_DAY - timedelta(days=r.randrange(300))
    return Need(
        number=number,
        title=piece.title,
        description=f"{piece.text}\n{about}{said}",
        keywords=tuple(dict.fromkeys((slots["mat"], slots["prod"], slots["term1"]))),
        trl=theme.trl,
        budget=f"{wan}万元" if r.random() < 0.8 else str(wan * 10_000),
        party=party,
        industry_code=r.choice(domains()[theme.domain].industries),
        published_on=published,
        deadline=published + timedelta(days=540) if r.random() < 0.6 else None,
    )


def _need_order(r: random.Random) -> list[str]:
    """Return which sentences a need has: most are short, a few run on, as real needs do."""
    details = ["detail"] * min(18, int(r.lognormvariate(0.5, 1.1)))
    first = ["background", "wanted"] if r.random() < 0.75 else ["wanted"]
    return [*first, *details, *(["base"] if r.random() < 0.6 else [])]


def _worked_example(slots: Mapping[str, str]) -> Piece:
    text = (
        "我公司生产含氟树脂和含氟薄膜，粒料中混入的黑点和异色颗粒会在成膜后变成晶点，一卷薄膜报废"
        "损失可达上百万元。目前靠人工目检，速度慢、漏检多。希望有一台能装在出厂检验线上的颗粒检测机，"
        f"高速识别并剔除{slots['mat']}中的黑点杂质，适用于{slots['term1']}，并能保存每批的检测记录。"
    )
    return Piece("含氟树脂粒子黑点杂质高速检测设备", text, "", (), slots)


def _spoilt(planted: Planted, r: random.Random) -> Theme:
    theme = planted.theme
    domain: Domain = domains()[theme.domain]
    if planted.wrong == "wrong_material":
        others = [m for m in domain.materials if m.zh not in theme.material.zh]
        return replace(theme, material=r.choice(others), rare=("通用牌号", "general-purpose grade"))
    if planted.wrong == "wrong_application":
        others = [a for a in domain.applications if a != theme.application]
        return replace(theme, application=r.choice(others))
    return theme


def _figures(planted: Planted, theme: Theme, language: Language, r: random.Random) -> str:
    units: Mapping[str, Any] = read_words("units")
    said = []
    for place, (measured, bound) in enumerate(theme.bounds):
        fails = planted.wrong == "number_below_bound" and place == 0
        said.append(
            offered(measured, _beside(measured, bound, fails=fails), language, units, place)
        )
    r.shuffle(said)
    return ("；" if language == "zh" else "; ").join(said)


def _beside(measured: Property, bound: float, *, fails: bool) -> float:
    """Return a value that clearly passes a bound, or clearly fails it."""
    best, worst = value_between(measured, 1.0), value_between(measured, 0.0)
    value = bound + (worst - bound) * 0.6 if fails else bound + (best - bound) * 0.5
    return round(value, measured.decimals)


def _planted_trl(planted: Planted, r: random.Random) -> int:
    if planted.wrong == "wrong_trl":
        return r.choice((2, 3))
    return r.choice((8, 9)) if (planted.theme.trl or 0) >= 7 else r.choice((7, 8))
