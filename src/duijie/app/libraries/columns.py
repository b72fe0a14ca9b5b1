"""Columns (列): what a list is narrowed and ordered by, of many records, as arrays in memory."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from duijie.app.libraries.facets import YEAR, facets_of
from duijie.app.records.rows import table_of
from duijie.kernel.kinds import kind_named

Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]
NO_OWNER = -1
_ORDINAL_BITS = 40  # a key for the order by date: the day above, the primary key below


class Coder(dict[Any, int]):
    """Gives every distinct value a number (编码), the next one to a value that is new."""

    def __missing__(self, value: Any) -> int:
        """Return the number of a new value."""
        self[value] = code = len(self)
        return code


@dataclass(frozen=True, slots=True)
class Columns:
    """Records of one kind (记录列), ascending by primary key.

    `codes` holds for each facet the number of the value of each record, `vocabularies` which
    number which value has. `newest` orders: the greater, the newer.
    """

    kind: str
    keys: Rows
    owners: Rows
    newest: Rows
    codes: Mapping[str, NDArray[np.uint32]]
    vocabularies: Mapping[str, Coder]

    def __len__(self) -> int:
        return len(self.keys)

    def rows_of(self, keys: Rows) -> Rows:
        """Return the rows of primary keys that are there, in the order asked."""
        if not len(self.keys):
            return np.empty(0, np.int64)
        places = np.searchsorted(self.keys, keys).clip(max=len(self.keys) - 1)
        rows: Rows = places[self.keys[places] == keys]
        return rows

    def some(self, rows: Rows | Mask) -> "Columns":
        """Return only some rows."""
        return Columns(
            self.kind,
            self.keys[rows],
            self.owners[rows],
            self.newest[rows],
            {name: codes[rows] for name, codes in self.codes.items()},
            self.vocabularies,
        )

    def and_more(self, other: "Columns") -> "Columns":
        """Return these rows and others, which were numbered by the same vocabularies."""
        keys = np.concatenate((self.keys, other.keys))
        order = np.argsort(keys, kind="stable")
        together = Columns(
            self.kind,
            keys,
            np.concatenate((self.owners, other.owners)),
            np.concatenate((self.newest, other.newest)),
            {n: np.concatenate((codes, other.codes[n])) for n, codes in self.codes.items()},
            self.vocabularies,
        )
        return together.some(order)


def column_names(kind: str) -> tuple[str, ...]:
    """Return the columns of the table that `read_columns` wants, in this order."""
    dated = dated_column(kind)
    facets = tuple(facet.column for facet in facets_of(kind))
    return ("id", "owner_id", *((dated,) if dated else ()), *facets)


def dated_column(kind: str) -> str:
    """Return the field that dates a record; "" where the kind has none."""
    return next((spec.name for spec in kind_named(kind).fields if spec.facet == "dated_on"), "")


def vocabularies_of(kind: str) -> dict[str, Coder]:
    """Return empty vocabularies for the facets of a kind."""
    return {facet.name: Coder() for facet in facets_of(kind)}


def read_columns(
    kind: str, chunks: Iterator[Sequence[Sequence[Any]]], vocabularies: Mapping[str, Coder]
) -> Columns:
    """Return the columns of rows that come in chunks, each as wide as `column_names`."""
    facets, dated = facets_of(kind), bool(dated_column(kind))
    days = _Days()
    keys: list[Rows] = []
    owners: list[Rows] = []
    ordinals: list[Rows] = []
    codes: dict[str, list[NDArray[np.uint32]]] = {facet.name: [] for facet in facets}
    for chunk in chunks:
        columns = list(zip(*chunk, strict=True))
        count = len(chunk)
        keys.append(np.array(columns[0], np.int64))
        owners.append(np.array([NO_OWNER if o is None else o for o in columns[1]], np.int64))
        written = columns[2] if dated else (None,) * count
        ordinals.append(np.fromiter(map(days.__getitem__, written), np.int64, count))
        for facet, column in zip(facets, columns[2 + dated :], strict=True):
            values = map(_year, column) if facet.name == YEAR else column
            code = vocabularies[facet.name].__getitem__
            codes[facet.name].append(np.fromiter(map(code, values), np.uint32, count))
    all_keys = _joined(keys, np.int64)
    return Columns(
        kind,
        all_keys,
        _joined(owners, np.int64),
        (_joined(ordinals, np.int64) << _ORDINAL_BITS) + all_keys,
        {name: _joined(parts, np.uint32) for name, parts in codes.items()},
        vocabularies,
    )


def table_name(kind: str) -> str:
    """Return the table of a kind."""
    return table_of(kind).model._meta.db_table  # noqa: SLF001  (Django's documented Model._meta API)


class _Days(dict[Any, int]):
    """Dates, as the database writes them, as numbers; nothing is the oldest."""

    def __missing__(self, written: Any) -> int:
        day = date.fromisoformat(written) if isinstance(written, str) and written else written
        self[written] = number = day.toordinal() if isinstance(day, date) else 0
        return number


def _year(written: Any) -> str:
    return "" if not written else str(written)[:4]


def _joined(parts: list[Any], kind: type[np.generic]) -> Any:
    return np.concatenate(parts) if parts else np.empty(0, kind)
