"""Addresses of the coach."""

from django.urls import path

from duijie.app.coach import views

urlpatterns = [
    path("", views.coach, name="coach"),
    path("<uuid:list_id>/", views.sharpen, name="coach_list"),
]
