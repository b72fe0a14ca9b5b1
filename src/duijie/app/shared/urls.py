"""Addresses that belong to no single app."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.i18n import set_language

from duijie.app.shared import pwa, views

urlpatterns = [
    path("", views.home, name="home"),
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
    path("begin/", views.begin, name="begin"),
    path("theme/", views.theme, name="theme"),
    path("look/", views.look, name="look"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("manifest.webmanifest", pwa.manifest, name="manifest"),
    path("sw.js", pwa.service_worker, name="service_worker"),
    path("offline/", pwa.offline, name="offline"),
]
