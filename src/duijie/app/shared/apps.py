"""The Django app of `shared`."""

from django.apps import AppConfig


class SharedConfig(AppConfig):
    """What all pages share (公用): layout, words, permissions, errors, paging."""

    name = "duijie.app.shared"
    label = "shared"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load the rules of every app (what has no rule is denied) and what home pages say."""
        from django.utils.module_loading import autodiscover_modules

        autodiscover_modules("permissions", "next_steps")
