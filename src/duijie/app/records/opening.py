"""Opening the database of an installation: Django set up, tables up to date."""

import os

from duijie.kernel.home import Home


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

    if str(connection.settings_dict["NAME"]) != str(home.database):
        connection.close()
        connection.settings_dict["NAME"] = home.database
    _migrate()


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)
