"""The Django app of `imports`."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Imports in the browser (导入向导): upload, mapping, preview, run, errors to fix, undo."""

    name = "duijie.app.imports"
    label = "imports"
    default_auto_field = "django.db.models.BigAutoField"
