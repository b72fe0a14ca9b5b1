"""Opening the database of an installation: Django set up, tables up to date."""

import fcntl
import os

from duijie.kernel.errors import CallError
from duijie.kernel.home import Home
from duijie.kernel.words import N_


def open_records(home: Home) -> None:
    """Set up Django on the database of `home` and bring its tables up to date.

    May be called again, also with another home: the connection moves there.
    """
    home.prepare()
    _make_private(home)
    os.environ["DUIJIE_HOME"] = str(home.path)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duijie.app.django_settings")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
    from django.db import connection

    is_file = connection.vendor == "sqlite"
    if is_file and str(connection.settings_dict["NAME"]) != str(home.database):
        connection.close()
        connection.settings_dict["NAME"] = home.database
    bring_up_to_date(home)


def _make_private(home: Home) -> None:
    """Create the database so that only its owner can read it; its log files follow it."""
    for file in (home.database, home.path / "migrate.lock"):
        if not file.exists():
            file.touch(mode=0o600)


def bring_up_to_date(home: Home) -> None:
    """Bring the tables up to date; of two processes that open a home at once, one waits.

    Even the first look is under the lock: where two connections turn a new database to WAL at
    once, SQLite tells one of them that it is locked, whatever the time-out.
    """
    from django.core.management import call_command

    with (home.path / "migrate.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _is_outdated(home):
            call_command("migrate", interactive=False, verbosity=0)


def _is_outdated(home: Home) -> bool:
    """Tell whether migrations are still to be run on the database.

    Raises:
        CallError: the database was written by a newer version of duijie.
    """
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    unknown = set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations)
    if unknown:
        raise CallError(
            why=N_("the database was written by a newer version of duijie"),
            remedy=f"{home.database}: {', '.join(sorted(name for _, name in unknown))}",
        )
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
