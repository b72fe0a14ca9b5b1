"""The Django app of `audit`."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who did and who saw what (审计): rows are added and chained, never changed."""

    name = "duijie.app.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
