"""Addresses of the saved searches."""

from django.urls import path

from duijie.app.searches import views

urlpatterns = [
    path("", views.searches, name="searches"),
    path("new/", views.new, name="search_new"),
    path("stop/<str:token>/", views.stop_link, name="search_stop_link"),
    path("<uuid:search_id>/", views.search, name="search"),
    path("<uuid:search_id>/pause/", views.pause, name="search_pause"),
    path("<uuid:search_id>/resume/", views.resume, name="search_resume"),
    path("<uuid:search_id>/stop/", views.stop, name="search_stop"),
]
