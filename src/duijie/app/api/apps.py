"""The Django app of `api`."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The API (应用接口) under /api/v1, and the exchange with other installations."""

    name = "duijie.app.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"
