"""Records ↔ table rows: which columns a kind has and how values are stored in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import blake2b

import orjson

from duijie.app.records.models import RECORD_MODELS, StoredRecord
from duijie.kernel.kinds import FieldSpec, FieldType, Record, RecordKind, Value, kind_named

Cell = str | int | None

# Columns of every table that come before those of its kind, in the order of `Table.insert`.
KEPT = ("record_id", "created_at", "first_run_id", "owner_id")
CHANGED = ("content_hash", "state", "revision", "import_run_id", "updated_at")


@dataclass(frozen=True, slots=True)
class Table:
    """The table of a record kind (记录表) with the statements that write it."""

    kind: RecordKind
    model: type[StoredRecord]
    fields: tuple[str, ...]
    insert: str
    update: str


# Plain statements: bulk_create(update_conflicts=True) took 66 s of processor time for 800,000 rows,
# executemany with hashes looked up per chunk 18 s.
@cache
def table_of(kind_name: str) -> Table:
    """Return the table of a record kind."""
    kind = kind_named(kind_name)
    model = RECORD_MODELS[kind.name]
    fields = tuple(spec.name for spec in kind.fields)
    name = model._meta.db_table  # noqa: SLF001  (Django's documented Model._meta API)
    columns = (*KEPT, *CHANGED, *fields)
    places = ", ".join(["%s"] * len(columns))
    changes = ", ".join(f'"{column}" = %s' for column in (*CHANGED, *fields))
    quoted = ", ".join(f'"{column}"' for column in columns)
    return Table(
        kind=kind,
        model=model,
        fields=fields,
        # Names of tables and columns come from the models, values are bound.
        insert=f'INSERT INTO "{name}" ({quoted}) VALUES ({places})',  # noqa: S608
        update=f'UPDATE "{name}" SET {changes} WHERE "id" = %s',  # noqa: S608
    )


def content_hash(values: Sequence[Value]) -> str:
    """Return a fingerprint of the values of a record, in the order of its fields."""
    written = orjson.dumps([None if value in ("", ()) else value for value in values])
    return blake2b(written, digest_size=16).hexdigest()


def values_in_order(table: Table, record: Record) -> list[Value]:
    """Return the values of a record in the order of the fields of its kind."""
    get = record.values.get
    return [get(name) for name in table.fields]


def to_cells(table: Table, values: Sequence[Value]) -> list[Cell]:
    """Return the values as they are stored: words as JSON, dates in ISO form, no text as ""."""
    return [
        value
        if type(value) is str or type(value) is int
        else (_cell(value) if value is not None else empty)
        for value, empty in zip(values, _empty_cells(table.kind.name), strict=True)
    ]


def to_record(table: Table, record_id: str, cells: Sequence[Value]) -> Record:
    """Return a stored row as a record; what is empty is not among its values."""
    values = {
        name: cell
        for name, cell in zip(table.fields, cells, strict=True)
        if cell is not None and cell not in ("", ())
    }
    return Record(kind=table.kind.name, record_id=record_id, values=values)


def _cell(value: Value) -> Cell:
    if isinstance(value, tuple | list):
        return orjson.dumps(value).decode()
    if isinstance(value, date):
        return value.isoformat()
    return value


@cache
def _empty_cells(kind_name: str) -> tuple[Cell, ...]:
    model = RECORD_MODELS[kind_name]
    empties: list[Cell] = []
    for spec in kind_named(kind_name).fields:
        field = model._meta.get_field(spec.name)  # noqa: SLF001
        default = None if field.null else field.get_default()  # type: ignore[union-attr]
        empties.append("[]" if default == () else default)
    return tuple(empties)


def plain_value(value: Value) -> str | int | list[str] | None:
    """Return a value as JSON holds it; what is empty is None."""
    if value in (None, "", ()):
        return None
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value


def value_of(spec: FieldSpec, plain: object) -> Value:
    """Return the value of a field from how JSON holds it."""
    if plain is None:
        return None
    if isinstance(plain, list):
        return tuple(str(word) for word in plain)
    if spec.type is FieldType.DATE:
        return date.fromisoformat(str(plain))
    return plain if isinstance(plain, int) else str(plain)


def differing(table: Table, before: Sequence[Value], after: Sequence[Value]) -> dict[str, object]:
    """Return the fields whose value changes, with what they said before, as JSON holds it."""
    told: dict[str, object] = {}
    for name, old, new in zip(table.fields, before, after, strict=True):
        if old == new:
            continue
        said = plain_value(old)
        if said != plain_value(new):
            told[name] = said
    return told
