"""Addresses of the log."""

from django.urls import path

from duijie.app.audit import views

urlpatterns = [
    path("", views.log, name="audit_log"),
    path("export/", views.export, name="audit_export"),
]
