"""The Django app of `searches`."""

from django.apps import AppConfig


class SearchesConfig(AppConfig):
    """Saved searches (订阅)."""

    name = "duijie.app.searches"
    label = "searches"
    default_auto_field = "django.db.models.BigAutoField"
