"""Django's settings: everything lives under the one data folder; nothing secret is in code."""

from typing import Any

from django.utils.functional import SimpleLazyObject

from duijie.app.secret import secret_key
from duijie.kernel.home import Home

HOME = Home.from_environment()

# Lazy: made when something is first signed, in the data folder that is there by then.
SECRET_KEY = SimpleLazyObject(lambda: secret_key(HOME))
DEBUG = False
ALLOWED_HOSTS: list[str] = []
USE_TZ = True
# Times are stored in UTC and shown in the zone of the system: a zone named here would be put
# into the environment and change what every local time of the process is.
TIME_ZONE = None
USE_I18N = False
INSTALLED_APPS = [
    "duijie.app.records.apps.RecordsConfig",
    "duijie.app.feedback.apps.FeedbackConfig",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME.database,
        "OPTIONS": SQLITE_OPTIONS,
    }
}
