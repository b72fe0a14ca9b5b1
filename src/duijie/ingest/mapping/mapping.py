"""A column mapping: which header fills which field, and whether that fits a source."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from duijie.ingest.sources import Source
from duijie.kernel.errors import MappingError
from duijie.kernel.kinds import FieldType, kind_named
from duijie.kernel.words import N_


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """What one column is used for (列的用途); an empty field name: for nothing.

    `unit_yuan` is what a plain number in a money column counts, e.g. 10,000 under 「预算(万元)」.
    `certainty` is 1.0 for a known header or a person's choice, less for a guess.
    """

    header: str
    field: str = ""
    unit_yuan: int = 1
    certainty: float = 1.0


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which column fills which field of a kind (列映射)."""

    kind: str
    columns: tuple[ColumnUse, ...]

    @property
    def used(self) -> tuple[ColumnUse, ...]:
        """Return the columns that fill a field."""
        return tuple(column for column in self.columns if column.field)

    @property
    def unused_headers(self) -> tuple[str, ...]:
        """Return the headers of the columns that fill nothing."""
        return tuple(column.header for column in self.columns if not column.field)

    @property
    def digest(self) -> str:
        """Return a hash of what the mapping does; how certain it is does not count."""
        lines = [f"{c.header}\x1f{c.field}\x1f{c.unit_yuan}" for c in self.used]
        return blake2b("\n".join([self.kind, *lines]).encode(), digest_size=16).hexdigest()


def fingerprint(kind: str, headers: Sequence[str]) -> str:
    """Return what recognises a table by its headers, whatever their order and spelling.

    >>> fingerprint("need", ["名称", "预算(元)"]) == fingerprint("need", ["预算（元）", "名称 "])
    True
    """
    folded = sorted(spelled_alike(header) for header in headers)
    return blake2b("\x1f".join([kind, *folded]).encode(), digest_size=8).hexdigest()


_BRACKETS = str.maketrans("（）：", "():")


def spelled_alike(header: str) -> str:
    """Return a header without blanks, with half-width brackets and small letters."""
    return "".join(header.split()).translate(_BRACKETS).lower()


def check_mapping(mapping: ColumnMapping, source: Source) -> None:
    """Return nothing when a mapping fits a source.

    Raises:
        MappingError: a field does not exist or is filled twice, a column is not there, or a
            required field is filled by none.
    """
    kind = kind_named(mapping.kind)
    fields = {spec.name: spec for spec in kind.fields}
    filled: dict[str, str] = {}
    for column in mapping.used:
        if column.field not in fields:
            raise MappingError(
                why=N_("a field of this name does not exist"),
                remedy=f"{column.field} → {', '.join(fields)}",
            )
        if column.header not in source.headers:
            raise MappingError(
                why=N_("a column that it names is not in the file"),
                remedy=f"{column.header} → {', '.join(source.headers)[:500]}",
            )
        if column.field in filled:
            raise MappingError(
                why=N_("two columns fill the same field"),
                remedy=f"{filled[column.field]}, {column.header} → {column.field}",
            )
        if fields[column.field].type is FieldType.MONEY and column.unit_yuan < 1:
            raise MappingError(
                why=N_("the unit of a money column must be at least 1 yuan"),
                remedy=f"{column.header}: unit_yuan = 1",
            )
        filled[column.field] = column.header
    missing = [spec for spec in kind.fields if spec.is_required and spec.name not in filled]
    if missing:
        raise MappingError(
            why=N_("no column fills a required field"),
            remedy="; ".join(
                f"{spec.name} ({spec.zh}, {spec.en}) ← {', '.join(source.headers)[:500]}"
                for spec in missing
            ),
        )
