"""Addresses of the notices."""

from django.urls import path

from duijie.app.notices import views

urlpatterns = [
    path("", views.notices, name="notices"),
    path("read/", views.read_all, name="notices_read"),
    path("<int:notice_id>/read/", views.read, name="notice_read"),
]
