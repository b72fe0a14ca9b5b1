"""The Django app of the expressions of interest."""

from django.apps import AppConfig


class InterestsConfig(AppConfig):
    """Expressions of interest (合作意向): sent, answered, and what they open."""

    name = "duijie.app.interests"
    label = "interests"
    default_auto_field = "django.db.models.BigAutoField"
