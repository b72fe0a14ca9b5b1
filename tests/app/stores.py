"""The database of a home from outside: read it, change it, copy it with its home."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from duijie.kernel.home import Home
from tests.app import postgres

only_sqlite = pytest.mark.skipif(
    postgres.ON_POSTGRES, reason="tells of the file of SQLite; here the records are in PostgreSQL"
)


def rows_in(home: Path, statement: str) -> list[tuple[Any, ...]]:
    """Return the rows of a statement that reads; none when there is no database or table yet."""
    if postgres.ON_POSTGRES:
        return postgres.read(postgres.name_of(Home(home)), statement)
    file = home / "duijie.sqlite3"
    if not file.exists():
        return []
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        try:
            return [tuple(row) for row in database.execute(statement)]
        except sqlite3.OperationalError:
            return []


def write_in(home: Path, statement: str) -> None:
    """Run a statement that writes."""
    if postgres.ON_POSTGRES:
        postgres.run_sql(statement, database=postgres.name_of(Home(home)))
        return
    with closing(sqlite3.connect(home / "duijie.sqlite3")) as database, database:
        database.execute(statement)


def copied_home(source: Path, target: Path) -> Path:
    """Copy a home with its database; return the copy."""
    shutil.copytree(source, target)
    if postgres.ON_POSTGRES:
        postgres.copy(postgres.name_of(Home(source)), postgres.name_of(Home(target)))
    return target


def lose_database(home: Path) -> None:
    """Take the database of a home away."""
    if postgres.ON_POSTGRES:
        postgres.drop(postgres.name_of(Home(home)))
    else:
        (home / "duijie.sqlite3").unlink()
