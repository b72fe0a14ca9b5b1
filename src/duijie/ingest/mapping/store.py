"""Mappings as TOML files: written for people to edit, found again by the headers."""

import os
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from duijie.ingest.mapping.mapping import ColumnMapping, ColumnUse, fingerprint, spelled_alike
from duijie.kernel.durable import private_folder
from duijie.kernel.errors import MappingError
from duijie.kernel.kinds import kind_named
from duijie.kernel.words import N_, Lang, Phrase


def mapping_toml(mapping: ColumnMapping, lang: Lang = "en") -> str:
    """Return a mapping as TOML text with a comment on every field it fills."""
    import tomlkit

    kind = kind_named(mapping.kind)
    document = tomlkit.document()
    document.add("kind", tomlkit.item(mapping.kind))
    columns = tomlkit.aot()
    for column in mapping.columns:
        table = tomlkit.table()
        table.add("header", tomlkit.item(column.header))
        field = tomlkit.item(column.field)
        if column.field:
            spec = kind.field(column.field)
            field.comment(spec.zh if lang == "zh" else spec.en)
        table.add("field", field)
        if column.unit_yuan != 1:
            table.add("unit_yuan", tomlkit.item(column.unit_yuan))
        if column.field and column.certainty < 1:
            table.add("certainty", tomlkit.item(column.certainty))
        columns.append(table)
    document.add("column", columns)
    return tomlkit.dumps(document)


def save_mapping(mapping: ColumnMapping, path: Path, lang: Lang = "en") -> None:
    """Write a mapping to a file; nobody ever sees a half-written one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".new")
    draft.write_text(mapping_toml(mapping, lang), "utf-8")
    os.replace(draft, path)  # noqa: PTH105  (says that it replaces)


def load_mapping(path: Path) -> ColumnMapping:
    """Return the mapping that a file holds.

    Raises:
        MappingError: the file cannot be read or says something a mapping cannot say.
    """
    try:
        written = tomllib.loads(path.read_text("utf-8-sig"))
        kind = kind_named(str(written["kind"]))
        columns = tuple(_column(entry) for entry in written["column"])
    except OSError as error:
        raise MappingError(
            why=N_("its file cannot be read"),
            remedy=Phrase("Check the path %(path)s: %(why)s.", path=path, why=error.strerror),
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise MappingError(
            why=N_("its file is not a mapping in TOML"), remedy=f"{path}: {error}"[:500]
        ) from error
    return ColumnMapping(kind.name, columns)


def _column(entry: dict[str, object]) -> ColumnUse:
    header, field, unit = entry["header"], entry.get("field", ""), entry.get("unit_yuan", 1)
    certainty = entry.get("certainty", 1.0 if entry.get("field") else 0.0)
    if not isinstance(header, str) or not isinstance(field, str):
        raise TypeError("header, field")
    if not isinstance(unit, int) or not isinstance(certainty, float | int):
        raise TypeError("unit_yuan, certainty")
    return ColumnUse(header, field, unit, float(certainty))


class MappingStore:
    """The mappings that were used before (已记住的列映射), by the headers they are for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, kind: str, headers: Sequence[str]) -> Path:
        """Return the file in which the mapping for these headers is or would be."""
        return self._folder / f"{kind}-{fingerprint(kind, headers)}.toml"

    def find(self, kind: str, headers: Sequence[str]) -> ColumnMapping | None:
        """Return the remembered mapping for a kind and these headers, in any order, or None."""
        path = self.path(kind, headers)
        if not path.exists():
            return None
        here = {spelled_alike(header): header for header in headers}
        mapping = load_mapping(path)
        return replace(
            mapping,
            columns=tuple(
                replace(column, header=here.get(spelled_alike(column.header), column.header))
                for column in mapping.columns
            ),
        )

    def remember(self, mapping: ColumnMapping, lang: Lang = "en") -> Path:
        """Save a mapping for the next table with the same headers; return the file."""
        path = self.path(mapping.kind, [column.header for column in mapping.columns])
        private_folder(path.parent)
        save_mapping(mapping, path, lang)
        return path
