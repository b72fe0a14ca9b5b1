"""A library of a few hundred records, each with an owner and a visibility of its own."""

import random
from collections.abc import Callable, Sequence
from datetime import date

from django.db import transaction

from duijie.app.accounts.models import RegisteredOrganization
from duijie.app.records.actions import next_revisions
from duijie.app.records.rows import content_hash, table_of
from duijie.kernel.kinds import FieldRole, FieldSpec, FieldType
from tests.app.web import NOW

REGIONS = ("330402", "330411", "330106", "310101", "110101", "")
INDUSTRIES = ("C2614", "C26", "I65", "C3974", "")
VISIBILITIES = ("", "public", "public", "restricted", "private")
WORDS = ("电池", "隔膜", "催化剂", "涂层")
STATES = ("published",) * 8 + ("draft", "withdrawn")


@transaction.atomic
def next_number() -> int:
    """Take a change number, as whoever writes past the actions does."""
    return next_revisions(1)


@transaction.atomic
def fill(
    kind: str, count: int, owners: Sequence[RegisteredOrganization | None], *, first: int = 0
) -> None:
    """Store records of a kind whose fields are drawn at random."""
    draw = random.Random(5)
    table = table_of(kind)
    revision = next_revisions(count)
    rows = []
    for number in range(first, first + count):
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
                revision=revision + number - first,
                owner=owner,
                created_at=NOW,
                updated_at=NOW,
                **{k: v for k, v in values.items() if v is not None},
            )
        )
    table.model.objects.bulk_create(rows)  # type: ignore[attr-defined]


def _drawn(spec: FieldSpec, number: int, draw: random.Random) -> object:
    if spec.role is FieldRole.IDENTIFIER:
        return f"{number:04d}"
    if spec.role is FieldRole.TITLE:
        name = draw.choice(("锂离子电池", "水性涂料", "粒子检测", "Catalyst"))
        return f"{name} {number:04d}"
    if spec.facet == "organization":
        return draw.choice(("甲公司", "乙大学", "丙研究院", ""))
    if spec.name == "visibility":
        return draw.choice(VISIBILITIES)
    codes = [one.code for one in spec.choices]
    drawn: dict[FieldType, Callable[[], object]] = {
        FieldType.CHOICE: lambda: draw.choice([*codes, ""]),
        FieldType.DATE: lambda: draw.choice(
            (None, date(draw.randrange(2019, 2026), draw.randrange(1, 13), 3))
        ),
        FieldType.TRL: lambda: draw.choice((None, *range(1, 10))),
        FieldType.MONEY: lambda: draw.choice((None, 2_000_000)),
        FieldType.KEYWORDS: lambda: tuple(draw.sample(WORDS, draw.randrange(3))),
        FieldType.REGION: lambda: draw.choice(REGIONS),
        FieldType.INDUSTRY: lambda: draw.choice(INDUSTRIES),
    }
    return drawn[spec.type]() if spec.type in drawn else None
