"""The Django app of `accounts`."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who takes part (账户): people, their organisations and their roles."""

    name = "duijie.app.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to what changes about people."""
        from duijie.app.accounts import signals

        del signals
