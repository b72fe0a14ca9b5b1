"""Invented organisations and persons, with valid codes."""

import random
from dataclasses import dataclass
from functools import cache

from stdnum.cn import uscc

from duijie.ingest.generate.lexicon import counties, domains, read_words


@dataclass(frozen=True, slots=True)
class Party:
    """An invented organisation (虚构单位)."""

    name: str
    uscc: str
    kind_zh: str
    region_code: str
    region_zh: str
    domain: int


def make_uscc(prefix: str, region_code: str, serial: int) -> str:
    """Return a valid unified social credit code (统一社会信用代码).

    The organisation code inside has its own check character (GB 11714), the whole another.
    """
    body = f"{serial:08d}"
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    rest = 11 - sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11
    code = prefix + region_code + body + {10: "X", 11: "0"}.get(rest, str(rest))
    return code + str(uscc.calc_check_digit(code))


@cache
def make_parties(count: int, seed: int) -> tuple[Party, ...]:
    """Return invented organisations: some universities and institutes, mostly enterprises."""
    r = random.Random(f"parties {seed}")  # noqa: S311
    parts, places, fields = read_words("organizations"), counties(), domains()
    names: dict[str, str] = {}
    for university in parts["universities"]:
        names[university] = "高校"
    for place in parts["institute_places"]:
        for institute in parts["institutes"]:
            names[place + institute] = "科研院所"
    academic = dict(list(names.items())[: max(4, min(len(names), count // 5))])
    names = academic
    while len(names) < count:
        brand = r.choice(parts["brand_first"]) + r.choice(parts["brand_second"])
        brand += r.choice(("", "", r.choice(parts["brand_second"])))
        place, draw = r.choice(places).zh.rstrip("区县市"), r.random()
        if draw < 0.92:
            names[place + brand + r.choice(parts["enterprise_endings"])] = "企业"
        elif draw < 0.97:
            names[place + brand + r.choice(parts["agencies"])] = "服务机构"
        else:
            names[place + brand + r.choice(parts["parks"])] = "园区"
    found = []
    for serial, (name, kind) in enumerate(list(names.items())[:count]):
        county = next((c for c in places if name.startswith(c.zh.rstrip("区县市"))), None)
        county = county or r.choice(places)
        prefix = "12" if kind in ("高校", "科研院所") else "91"
        code = make_uscc(prefix, county.code, 30_000_000 + serial * 37 + seed % 37)
        found.append(Party(name, code, kind, county.code, county.zh, r.randrange(len(fields))))
    return tuple(found)


def patent_application_number(year: int, kind: int, serial: int) -> str:
    """Return an application number (申请号) with its check digit.

    >>> patent_application_number(2021, 1, 123456)
    '202110123456.7'
    """
    body = f"{year}{kind}{serial % 10_000_000:07d}"
    rest = sum(int(d) * w for d, w in zip(body, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5), strict=True))
    return f"{body}.{'X' if rest % 11 == 10 else rest % 11}"
