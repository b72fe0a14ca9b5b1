"""The Django app of `coach`."""

from django.apps import AppConfig


class CoachConfig(AppConfig):
    """The coach in the browser (需求教练)."""

    name = "duijie.app.coach"
    label = "coach"
    default_auto_field = "django.db.models.BigAutoField"
