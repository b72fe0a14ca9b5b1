"""Opening the database of an installation: Django set up, tables up to date."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from duijie.app.database import database_of
from duijie.kernel.errors import CallError
from duijie.kernel.home import Home
from duijie.kernel.words import N_

MIGRATING = 0x6475696A  # the key of the lock in PostgreSQL: any number that nobody else takes


def open_records(home: Home) -> None:
    """Set up Django on the database of `home` and bring its tables up to date.

    May be called again, also with another home: the connection moves there.
    """
    home.prepare()
    os.environ["DUIJIE_HOME"] = str(home.path)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duijie.app.django_settings")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
    from django.db import connection

    wanted = database_of(home)
    if {name: connection.settings_dict.get(name) for name in wanted} != wanted:
        connection.close()
        connection.settings_dict.update(wanted)
    bring_up_to_date(home)


def _make_private(home: Home) -> None:
    """Create the database so that only its owner can read it; its log files follow it."""
    from django.db import connection

    files = [home.path / "migrate.lock"]
    if connection.vendor == "sqlite":
        files.append(home.database)
    for file in files:
        if not file.exists():
            file.touch(mode=0o600)


@contextmanager
def _alone_in_database() -> Iterator[None]:
    """Keep other machines from migrating one PostgreSQL meanwhile; a file has the file's lock."""
    from django.db import connection

    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])


def bring_up_to_date(home: Home) -> None:
    """Bring the tables up to date; of two processes that open a home at once, one waits.

    Even the first look is under the lock: where two connections turn a new database to WAL at
    once, SQLite tells one of them that it is locked, whatever the time-out.
    """
    from django.core.management import call_command

    _make_private(home)
    with (home.path / "migrate.lock").open("w") as lock, _alone_in_database():
        fcntl.flock(lock, fcntl.LOCK_EX)
        if is_outdated():
            call_command("migrate", interactive=False, verbosity=0)


def is_outdated() -> bool:
    """Tell whether migrations are still to be run on the database.

    Raises:
        CallError: the database was written by a newer version of duijie.
    """
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    unknown = set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations)
    if unknown:
        names = ", ".join(sorted(name for _, name in unknown))
        raise CallError(
            why=N_("the database was written by a newer version of duijie"),
            remedy=f"{connection.settings_dict['NAME']}: {names}",
        )
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
