"""Addresses of matching."""

from django.urls import path

from duijie.app.matching import views

urlpatterns = [path("", views.match, name="match")]
