"""Achievements of a demo region: rows by block, each block from its own random numbers."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

import numpy as np

from duijie.ingest.generate.lexicon import domains
from duijie.ingest.generate.parties import Party, make_parties, patent_application_number
from duijie.ingest.generate.quantities import Language
from duijie.ingest.generate.vocabulary import RankDraw, vocabulary
from duijie.ingest.generate.writer import TAIL, Piece, writer

BLOCK = 1000
ENGLISH_SHARE = 0.2
NEAR_DUPLICATE_SHARE = 0.005
LAST_DAY = date(2026, 6, 30)

HEADERS = (
    "成果登记号", "成果名称", "成果简介", "应用领域", "关键词", "成果类别", "技术成熟度",
    "持有单位", "统一社会信用代码", "完成人", "行政区划代码", "行业代码", "IPC分类号", "学科代码",
    "专利号", "完成日期", "有效期至", "公开范围",
)  # fmt: skip


class Row(NamedTuple):
    """One achievement as its file holds it (成果行), in the order of `HEADERS`."""

    number: str
    title: str
    summary: str
    application: str
    keywords: str
    kind: str
    trl: str
    holder: str
    uscc: str
    inventors: str
    region_code: str
    industry_code: str
    ipc_codes: str
    discipline_code: str
    patent_numbers: str
    completed_on: str
    valid_until: str
    visibility: str


@dataclass(frozen=True, slots=True)
class Near:
    """A near-duplicate that was written on purpose (已知的近似重复)."""

    number: str
    original: str
    method: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run of rows is made from (生成计划)."""

    count: int
    organizations: int
    seed: int


def number_of(position: int) -> str:
    """Return the registration number (成果登记号) at a position of the file.

    >>> number_of(0)
    'ZJ0000000001'
    """
    return f"ZJ{position + 1:010d}"


def block_rows(plan: Plan, block: int) -> tuple[list[Row], list[Near]]:
    """Return the rows of one block, and which of them are near-duplicates."""
    r = random.Random(f"achievements {plan.seed} {block}")  # noqa: S311
    size = min(BLOCK, plan.count - block * BLOCK)
    ranks = _ranks()(np.random.default_rng([plan.seed, block]), size, len(TAIL))
    parties = make_parties(plan.organizations, plan.seed)
    rows: list[Row] = []
    near: list[Near] = []
    for place in range(size):
        number = number_of(block * BLOCK + place)
        if place > 5 and r.random() < NEAR_DUPLICATE_SHARE:
            original = rows[r.randrange(place)]
            rows.append(repeat(original, number, r))
            method = "identifier" if rows[-1].patent_numbers else "text"
            near.append(Near(number, original.number, method))
            continue
        holder = parties[int(len(parties) * r.random() ** 1.5)]
        rows.append(make_row(number, holder, ranks[place], r))
    return rows, near


def make_row(number: str, holder: Party, ranks: Sequence[int], r: random.Random) -> Row:
    """Return a new achievement of a holder."""
    language: Language = "en" if r.random() < ENGLISH_SHARE else "zh"
    # Universities work in every field, enterprises nearly always in their own.
    own = r.random() < (0.2 if holder.kind_zh == "高校" else 0.9)
    domain = holder.domain if own else int(r.random() * len(domains()))
    trl = 1 + int(9 * r.random() ** 0.8)
    made = writer(language)
    piece = made.write(made.slots(domain, r, ranks, trl), r)
    return row_of(piece, number, holder, domain, trl, r)


def row_of(
    piece: Piece, number: str, holder: Party, domain: int, trl: int, r: random.Random
) -> Row:
    """Return the row that holds a text: codes, people and dates around it."""
    field, draw = domains()[domain], r.random
    persons = vocabulary().persons
    completed = LAST_DAY - timedelta(days=int(draw() * 2900))
    ipc = field.ipc
    first = int(draw() * len(ipc))
    serial = int(number[2:])
    return Row(
        number=number,
        title=piece.title,
        summary=piece.text,
        application=piece.application,
        keywords="；".join(dict.fromkeys(piece.keywords)),
        kind="应用技术" if draw() < 0.93 else ("基础理论" if draw() < 0.7 else "软科学"),
        trl=str(trl) if draw() < 0.95 else "",
        holder=holder.name,
        uscc=holder.uscc,
        inventors="；".join(
            persons[int(len(persons) * draw())] for _ in range(1 + int(draw() * 4))
        ),
        region_code=holder.region_code,
        industry_code=field.industries[int(draw() * len(field.industries))],
        ipc_codes=ipc[first] if draw() < 0.6 else f"{ipc[first]}；{ipc[(first + 1) % len(ipc)]}",
        discipline_code=field.disciplines[int(draw() * len(field.disciplines))],
        patent_numbers=(
            "ZL" + patent_application_number(completed.year - 1, 1, serial) if draw() < 0.35 else ""
        ),
        completed_on=completed.isoformat(),
        valid_until=(completed + timedelta(days=7300)).isoformat() if draw() < 0.5 else "",
        visibility="公开" if draw() < 0.9 else ("限制公开" if draw() < 0.8 else "不公开"),
    )


def repeat(row: Row, number: str, r: random.Random) -> Row:
    """Return a row that says nearly the same under another number: a few words differ."""
    mark = "。" if "。" in row.summary else ". "
    sentences = row.summary.split(mark)
    extra = r.choice(("本成果已登记", "资料由持有单位提供")) if mark == "。" else "Registered twice"
    sentences.insert(len(sentences) - 1, extra)
    return row._replace(number=number, summary=mark.join(sentences))


def all_rows(plan: Plan) -> Iterator[Row]:
    """Yield every row, block by block."""
    for block in range((plan.count + BLOCK - 1) // BLOCK):
        yield from block_rows(plan, block)[0]


@cache
def _ranks() -> RankDraw:
    return RankDraw()
