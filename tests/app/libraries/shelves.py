"""A library of a few hundred records, each with an owner and a visibility of its own."""

import random
from datetime import date

from duijie.app.accounts.models import RegisteredOrganization
from duijie.app.records.actions import next_revisions
from duijie.app.records.rows import content_hash, table_of
from tests.app.web import NOW

REGIONS = ("330402", "330411", "330106", "310101", "110101", "")
INDUSTRIES = ("C2614", "C26", "I65", "C3974", "")
VISIBILITIES = ("", "public", "public", "restricted", "private")
STATES = ("published",) * 8 + ("draft", "withdrawn")


def fill(kind: str, count: int, owners: list[RegisteredOrganization | None], seed: int = 5) -> None:
    """Store records of a kind whose fields are drawn at random."""
    draw = random.Random(seed)
    table = table_of(kind)
    first = next_revisions(count)
    rows = []
    for number in range(count):
        values: dict[str, object] = {
            spec.name: _drawn(spec, number, draw) for spec in table.kind.fields
        }
        cells = [values[name] for name in table.fields]
        owner = draw.choice(owners)
        rows.append(
            table.model(
                record_id=f"{kind}:{number:04d}",
                content_hash=content_hash(cells),  # type: ignore[arg-type]
                state=draw.choice(STATES),
                revision=first + number,
                owner=owner,
                created_at=NOW,
                updated_at=NOW,
                **{k: v for k, v in values.items() if v is not None},
            )
        )
    table.model.objects.bulk_create(rows)  # type: ignore[attr-defined]


def _drawn(spec, number: int, draw: random.Random) -> object:  # type: ignore[no-untyped-def]
    name, kind = spec.name, spec.type.value
    if kind == "choice":
        codes = VISIBILITIES if name == "visibility" else [c.code for c in spec.choices] + [""]
        return draw.choice(codes)
    if kind == "date":
        return draw.choice((None, date(draw.randrange(2019, 2026), draw.randrange(1, 13), 3)))
    if kind == "trl":
        return draw.choice((None, *range(1, 10)))
    if kind == "money":
        return draw.choice((None, 2_000_000))
    if kind in ("keywords", "ipc"):
        return tuple(draw.sample(("电池", "隔膜", "催化剂", "涂层"), draw.randrange(3)))
    if kind == "region":
        return draw.choice(REGIONS)
    if kind == "industry":
        return draw.choice(INDUSTRIES)
    if spec.role.value == "title":
        return draw.choice(("锂离子电池", "水性涂料", "粒子检测", "Catalyst")) + f" {number:04d}"
    if spec.role.value == "identifier":
        return f"{number:04d}"
    if spec.facet == "organization":
        return draw.choice(("甲公司", "乙大学", "丙研究院", ""))
    return ""


