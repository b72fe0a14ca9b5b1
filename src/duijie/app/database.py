"""The database of an installation: SQLite in the data folder, or PostgreSQL by one setting."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from duijie.kernel.errors import SettingError
from duijie.kernel.home import Home
from duijie.kernel.settings import Settings, load_settings
from duijie.kernel.words import N_

SQLITE_OPTIONS: dict[str, Any] = {
    # A writer takes its lock at the start and waits for others, instead of failing half-way.
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    "init_command": (
        "PRAGMA journal_mode=WAL;"
        # FULL: what is acknowledged survives a power cut too; one fsync per chunk costs < 1 %.
        "PRAGMA synchronous=FULL;"
        "PRAGMA temp_store=MEMORY;"
        "PRAGMA cache_size=-65536;"
        "PRAGMA mmap_size=268435456;"
        "PRAGMA journal_size_limit=67108864;"
    ),
}


def database_of(home: Home) -> dict[str, Any]:
    """Return Django's description of the database of an installation.

    Raises:
        SettingError: a setting is wrong.
    """
    return described(home, load_settings(home.settings_file))


def described(home: Home, settings: Settings) -> dict[str, Any]:
    """Return Django's description of the database that the settings name.

    Raises:
        SettingError: the address is not one of PostgreSQL.
    """
    url = settings.text("database.url")
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": home.database,
            "OPTIONS": SQLITE_OPTIONS,
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise SettingError(
            name="database.url",
            value=parts.scheme,
            why=N_("an address like postgresql://user:password@host:5432/name is expected"),
            source=home.settings_file,
        )
    # A folder of a socket may be given as ?host=/path: then there is no host in the address.
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
