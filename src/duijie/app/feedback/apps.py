"""The Django app of the feedback."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    """What was shown and what became of it (反馈)."""

    name = "duijie.app.feedback"
    label = "feedback"
    default_auto_field = "django.db.models.BigAutoField"
