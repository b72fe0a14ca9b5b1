"""The import files of a demo region: every kind of source, as offices really send them."""

import csv
import gzip
import io
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import numpy as np

from duijie.ingest.generate.achievements import LAST_DAY
from duijie.ingest.generate.lexicon import domains, read_words
from duijie.ingest.generate.parties import Party, patent_application_number
from duijie.ingest.generate.planting import Need
from duijie.ingest.generate.vocabulary import RankDraw, vocabulary
from duijie.ingest.generate.writer import TAIL, Piece, writer


def rows_as_csv(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as comma-separated text with Windows line ends, as spreadsheets save them."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue()


def write_organizations(path: Path, parties: Sequence[Party], seed: int) -> None:
    """Write the organisations as a workbook (XLSX)."""
    from openpyxl import Workbook

    r = random.Random(f"organizations {seed}")  # noqa: S311
    book = Workbook(write_only=True)
    sheet = book.create_sheet("单位")
    sheet.append(
        ["统一社会信用代码", "单位名称", "单位类别", "经营范围", "主要产品", "资质", "所在地",
         "行业代码", "注册资本", "成立日期"]
    )  # fmt: skip
    qualifications = read_words("organizations")["qualifications"]
    for party in parties:
        field = domains()[party.domain]
        names = "、".join(product.zh for product in r.sample(field.products, 3))
        uses = r.sample(field.applications, 2)
        sheet.append(
            [
                party.uscc,
                party.name,
                party.kind_zh,
                f"从事{names}的研发、生产和销售，服务于{uses[0].zh}和{uses[1].zh}。",
                names,
                r.choice(qualifications) if party.kind_zh == "企业" and r.random() < 0.5 else "",
                party.region_code,
                r.choice(field.industries),
                f"{r.randrange(1, 200) * 50}万元",
                LAST_DAY - timedelta(days=r.randrange(400, 9000)),
            ]
        )
    book.save(path)


def write_needs(path: Path, needs: Iterable[Need]) -> None:
    """Write the needs as JSON Lines."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for need in needs:
            fields = {
                "需求编号": need.number,
                "需求名称": need.title,
                "需求内容": need.description,
                "关键词": "；".join(need.keywords),
                "需求类别": "技术难题",
                "要求的技术成熟度": need.trl,
                "预算": need.budget,
                "需求单位": need.party.name,
                "统一社会信用代码": need.party.uscc,
                "行政区划代码": need.party.region_code,
                "行业代码": need.industry_code,
                "发布日期": need.published_on.isoformat(),
                "截止日期": need.deadline.isoformat() if need.deadline else None,
                "公开范围": "公开",
            }
            file.write(json.dumps(fields, ensure_ascii=False) + "\n")


def write_experts(path: Path, count: int, parties: Sequence[Party], seed: int) -> None:
    """Write experts as comma-separated text in GB18030, as older office software saves it."""
    r = random.Random(f"experts {seed}")  # noqa: S311
    words, persons = read_words("organizations"), vocabulary().persons
    academic = [p for p in parties if p.kind_zh in ("高校", "科研院所")] or list(parties)
    rows = [
        ("专家编号", "姓名", "研究方向", "个人简介", "关键词", "职称", "所在单位",
         "统一社会信用代码", "地区", "行业代码", "学科代码"),
    ]  # fmt: skip
    for position in range(count):
        party, at = r.choice(academic), r.randrange(len(domains()))
        field = domains()[at]
        methods, materials = r.sample(field.methods, 2), r.sample(field.materials, 2)
        topics = f"{materials[0].zh}、{materials[1].zh}，{methods[0].zh}与{methods[1].zh}"
        use = r.choice(field.applications).zh
        life = f"长期从事{field.zh}领域研究，主持项目{r.randrange(1, 30)}项，成果用于{use}。"
        rows.append(
            (
                f"ZJZJ{position + 1:06d}",
                r.choice(persons),
                topics,
                life,
                f"{materials[0].zh}；{methods[0].zh}",
                r.choice(words["ranks"]),
                party.name,
                party.uscc,
                party.region_code,
                r.choice(field.industries),
                r.choice(field.disciplines),
            )
        )
    path.write_bytes(rows_as_csv(rows).encode("gb18030"))


def write_patents(path: Path, count: int, parties: Sequence[Party], seed: int) -> None:
    """Write patents as gzipped comma-separated text with English headers."""
    headers = (
        "publication_number", "application_number", "title", "abstract", "kind", "applicant",
        "applicant_uscc", "inventors", "ipc_codes", "filed_on", "published_on", "legal_status",
    )  # fmt: skip
    with path.open("wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as packed:
        packed.write(rows_as_csv([headers]).encode())
        packed.write(rows_as_csv(_patents(count, parties, seed)).encode())


def _patents(count: int, parties: Sequence[Party], seed: int) -> Iterator[Sequence[str]]:
    r = random.Random(f"patents {seed}")  # noqa: S311
    ranks = RankDraw()(np.random.default_rng([seed, 13]), count, len(TAIL))
    persons = vocabulary().persons
    for position in range(count):
        party = r.choice(parties)
        field = domains()[party.domain]
        made = writer("zh")
        piece: Piece = made.write(made.slots(party.domain, r, ranks[position]), r)
        filed = LAST_DAY - timedelta(days=r.randrange(300, 3000))
        is_model = r.random() < 0.4
        yield (
            f"CN{2 if is_model else 1}{10_000_000 + position * 7:08d}{'U' if is_model else 'B'}",
            "CN" + patent_application_number(filed.year, 2 if is_model else 1, position * 11 + 5),
            piece.title,
            piece.text,
            "utility model" if is_model else "invention",
            party.name,
            party.uscc,
            "；".join(r.choice(persons) for _ in range(r.randrange(1, 5))),
            r.choice(field.ipc),
            filed.isoformat(),
            (filed + timedelta(days=r.randrange(180, 700))).isoformat(),
            r.choice(("有效", "有效", "审中", "失效")),
        )
