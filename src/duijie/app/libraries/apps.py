"""The Django app of `libraries`."""

from django.apps import AppConfig


class LibrariesConfig(AppConfig):
    """Lists of records with facets, bulk edit and export (资源库)."""

    name = "duijie.app.libraries"
    label = "libraries"
    default_auto_field = "django.db.models.BigAutoField"
