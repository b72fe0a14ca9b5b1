"""The Django app of `matching`."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """Matching in the browser (匹配页面)."""

    name = "duijie.app.matching"
    label = "matching"
    default_auto_field = "django.db.models.BigAutoField"
