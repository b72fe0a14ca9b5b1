"""Judged pairs with a planted truth: a title of the need's own field is strong, of another none."""

import json
import random
from pathlib import Path

FIELDS = {
    "电池": "电解液 隔膜 正极 负极 锂离子 储能 极片 石墨",
    "铸造": "模具 砂型 铸件 熔炼 浇注 合金 锻造 压铸",
    "育种": "小麦 种子 杂交 栽培 病虫害 土壤 灌溉 施肥",
    "煤矿": "瓦斯 巷道 通风 掘进 支护 采煤 矿井 钻孔",
    "医药": "药物 制剂 血浆 抗体 试剂盒 肿瘤 诊断 疫苗",
}
FILLERS = ("研究", "方法", "装置", "应用")


def write_needs(folder: Path, count: int = 20, seed: int = 1) -> Path:
    """Write needs, each of one field in turn; every fifth has no text."""
    chance, names = random.Random(seed), list(FIELDS)
    lines = []
    for n in range(count):
        field = names[n % len(names)]
        words = chance.sample(FIELDS[field].split(), 3)
        text = "" if n % 5 == 4 else f"希望在{field}方面改进{words[0]}和{words[1]}。"
        lines.append({"id": f"n{n:03}", "title": f"{field}用{words[2]}的研发", "text": text})
    file = folder / "needs.jsonl"
    file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    return file


def pair_rows(needs: int = 20, each: int = 12, seed: int = 2) -> list[list[str]]:
    """Return rows of pairs: half of the titles are of the need's field, and told by their words."""
    chance, names = random.Random(seed), list(FIELDS)
    rows = []
    for n in range(needs):
        own = names[n % len(names)]
        for k in range(each):
            field = own if k % 2 else chance.choice([name for name in names if name != own])
            words = [*chance.sample(FIELDS[field].split(), 3), chance.choice(FILLERS)]
            level = "1" if field != own else "3" if FIELDS[own].split()[0] in words else "2"
            rows.append([f"g{n}-{k}-{seed}", f"a{n}-{k}", f"n{n:03}", level, " ".join(words)])
    return rows


def write_pairs(file: Path, rows: list[list[str]], *, with_levels: bool = True) -> Path:
    """Write rows of pairs as a file of the format."""
    header = ["guid", "aid", "rid", "level", "ach_title_tokens"]
    kept = range(5) if with_levels else (0, 1, 2, 4)
    lines = ["\t".join(row[n] for n in kept) for row in (header, *rows)]
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file
