"""The Django app of the notices."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """What people are told, on the site and by mail (通知)."""

    name = "duijie.app.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to what people are to be told."""
        from duijie.app.notices import receivers

        del receivers
