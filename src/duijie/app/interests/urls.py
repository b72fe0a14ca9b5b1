"""Addresses of the expressions of interest."""

from django.urls import path

from duijie.app.interests import views

urlpatterns = [
    path("", views.interests, name="interests"),
    path("new/", views.new, name="interest_new"),
    path("<uuid:interest_id>/", views.interest, name="interest"),
    path("<uuid:interest_id>/accept/", views.accept, name="interest_accept"),
    path("<uuid:interest_id>/decline/", views.decline, name="interest_decline"),
    path("<uuid:interest_id>/withdraw/", views.withdraw, name="interest_withdraw"),
    path("<uuid:interest_id>/end/", views.end, name="interest_end"),
]
