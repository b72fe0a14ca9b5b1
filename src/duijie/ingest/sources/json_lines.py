"""JSON Lines → rows: one object per line, nested values flattened."""

from collections.abc import Iterator, Sequence

import orjson

from duijie.ingest.sources.decoding import ByteReader, Lines, LineTooLong
from duijie.ingest.sources.source import Cells, Limits, RowFault

_DEEPEST = 4


def json_rows(
    reader: ByteReader, *, encoding: str, columns: Sequence[str], limits: Limits
) -> Iterator[Cells | RowFault]:
    """Yield the cells of each object in the order of the columns; a blank line is an empty row."""
    lines = Lines(reader, encoding=encoding, longest_bytes=limits.row_bytes)
    places = {name: place for place, name in enumerate(columns)}
    while True:
        lines.taken.clear()
        try:
            line = next(lines).strip()
        except StopIteration:
            return
        except LineTooLong:
            yield RowFault("P-CELL-LONG")
            continue
        if not line:
            yield []
            continue
        flat = flattened(line)
        if flat is None:
            yield RowFault("P-JSON-BROKEN", line[:200])
            continue
        cells = [""] * len(columns)
        unknown: list[str] = []
        for name, value in flat.items():
            place = places.get(name)
            if place is not None:
                cells[place] = value
            elif value:
                unknown.append(name)
        if unknown:
            yield RowFault("P-COLUMN-UNKNOWN", ", ".join(unknown)[:200], cells)
        else:
            yield cells


def flattened(line: str) -> dict[str, str] | None:
    """Return the values of a JSON object by dotted name, or None when it is no object.

    Lists of plain values are joined by semicolons; what is nested deeper than four levels, and
    lists of objects, are kept as JSON text.

    >>> flattened('{"a": {"b": 1}, "c": ["x", "y"], "d": null}')
    {'a.b': '1', 'c': 'x;y', 'd': ''}
    """
    try:
        value = orjson.loads(line)
    except (orjson.JSONDecodeError, UnicodeEncodeError):
        return None
    if not isinstance(value, dict):
        return None
    flat: dict[str, str] = {}
    _flatten(value, "", flat, 1)
    return flat


def _flatten(value: dict[str, object], prefix: str, flat: dict[str, str], depth: int) -> None:
    for key, inner in value.items():
        name = prefix + key
        if isinstance(inner, str):
            flat[name] = inner
        elif isinstance(inner, dict) and depth < _DEEPEST:
            _flatten(inner, name + ".", flat, depth + 1)
        else:
            flat[name] = _as_cell(inner)


def _as_cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list) and all(not isinstance(part, dict | list) for part in value):
        return ";".join(part if isinstance(part, str) else _as_cell(part) for part in value)
    return orjson.dumps(value).decode()
