"""The Django app of the records."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The records of the platform (记录)."""

    name = "duijie.app.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"
