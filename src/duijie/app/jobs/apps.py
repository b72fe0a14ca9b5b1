"""The Django app of `jobs`."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Long work in the background (后台任务), with progress that pages and commands show."""

    name = "duijie.app.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
