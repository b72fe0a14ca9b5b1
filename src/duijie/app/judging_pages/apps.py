"""The Django app of `judging_pages`."""

from django.apps import AppConfig


class JudgingPagesConfig(AppConfig):
    """Judging in the browser (在线标注)."""

    name = "duijie.app.judging_pages"
    label = "judging_pages"
    default_auto_field = "django.db.models.BigAutoField"
