"""Addresses of imports."""

from django.urls import path, re_path

from duijie.app.imports import views
from duijie.kernel.kinds import KINDS

KIND = f"(?P<kind>{'|'.join(KINDS)})"
ONE = "<uuid:import_id>/"

urlpatterns = [
    path("", views.imports, name="imports"),
    path("new/", views.new, name="import_new"),
    re_path(rf"^template/{KIND}\.xlsx$", views.template, name="import_template"),
    path(ONE, views.one, name="import"),
    path(f"{ONE}columns/", views.columns, name="import_columns"),
    path(f"{ONE}sheet/", views.sheet, name="import_sheet"),
    path(f"{ONE}preview/", views.preview, name="import_preview"),
    path(f"{ONE}run/", views.run, name="import_run"),
    path(f"{ONE}undo/", views.undo, name="import_undo"),
    path(f"{ONE}discard/", views.discard, name="import_discard"),
    path(f"{ONE}submit/", views.submit, name="import_submit"),
    path(f"{ONE}publish/", views.publish, name="import_publish"),
    path(f"{ONE}errors.xlsx", views.errors, {"ending": "xlsx"}, name="import_errors_xlsx"),
    path(f"{ONE}errors.csv", views.errors, {"ending": "csv"}, name="import_errors_csv"),
]
