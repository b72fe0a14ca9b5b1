"""Addresses that belong to no single app."""

from django.urls import include, path

from duijie.app.shared import views

urlpatterns = [
    path("", views.home, name="home"),
    path("i18n/", include("django.conf.urls.i18n")),
]
