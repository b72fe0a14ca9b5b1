"""The database of an installation as files: a copy of SQLite's, or the tables of PostgreSQL."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import orjson

from duijie.kernel.durable import sync_file
from duijie.kernel.errors import BackupError
from duijie.kernel.words import N_

SQLITE, POSTGRESQL = "sqlite", "postgresql"
ORDER = "tables.json"


def dump_database(folder: Path) -> str:
    """Write the database as it is at one moment into a folder, while others write; say how.

    SQLite gives a copy of its file by its own online backup; PostgreSQL each table by COPY, all
    in one snapshot.
    """
    from django.db import connection

    if connection.vendor == SQLITE:
        _copy_sqlite(Path(str(connection.settings_dict["NAME"])), folder / "duijie.sqlite3")
        return SQLITE
    _dump_postgresql(folder)
    return POSTGRESQL


def load_tables(folder: Path, file: Path) -> None:
    """Put the tables of a dump into an empty PostgreSQL database that is up to date.

    Raises:
        BackupError: the dump has other tables or columns than this version of duijie.
    """
    from django.core.management.color import no_style
    from django.db import connection, transaction

    order = orjson.loads((folder / ORDER).read_bytes())
    known = dict(_tables())
    if any(known.get(name) != columns for name, columns in order):
        raise BackupError(
            file=file,
            why=N_("its tables are not those of this version of duijie"),
            remedy=N_("Restore it with the version that made it, then upgrade."),
        )
    with transaction.atomic(), connection.cursor() as cursor:
        # Rows come table by table: what they point at is there only in the end.
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(f"TRUNCATE {', '.join(_quoted(name) for name in known)}")
        for name, columns in order:
            statement = f"COPY {_quoted(name)} ({_named(columns)}) FROM STDIN"
            with cursor.copy(statement) as copy, (folder / f"{name}.copy").open("rb") as stream:
                while block := stream.read(1 << 20):
                    copy.write(block)
        cursor.execute("SET session_replication_role = DEFAULT")
        from django.apps import apps

        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(statement)


def _copy_sqlite(source: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy, pages=4096)
        copy.execute("PRAGMA journal_mode=DELETE")
    target.chmod(0o600)
    sync_file(target)


def _dump_postgresql(folder: Path) -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        order = _tables()
        for name, columns in order:
            statement = f"COPY {_quoted(name)} ({_named(columns)}) TO STDOUT"
            with (folder / f"{name}.copy").open("wb") as stream, cursor.copy(statement) as copy:
                for block in copy:
                    stream.write(block)
    (folder / ORDER).write_bytes(orjson.dumps(order))


def _tables() -> list[tuple[str, list[str]]]:
    """Return the tables of the installation with their columns; names come from the database."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = current_schema() AND is_generated = 'NEVER' "
            "ORDER BY table_name, ordinal_position"
        )
        rows: Sequence[tuple[str, str]] = cursor.fetchall()
    tables: dict[str, list[str]] = {}
    for table, column in rows:
        tables.setdefault(table, []).append(column)
    return [[name, columns] for name, columns in tables.items()]  # type: ignore[misc]


def _quoted(name: str) -> str:
    from django.db import connection

    return connection.ops.quote_name(name)


def _named(columns: Sequence[str]) -> str:
    return ", ".join(_quoted(column) for column in columns)
