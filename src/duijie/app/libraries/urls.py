"""Addresses of the libraries."""

from django.urls import path, re_path

from duijie.app.libraries import views
from duijie.kernel.kinds import KINDS

KIND = f"(?P<kind>{'|'.join(KINDS)})"

urlpatterns = [
    path("", views.libraries, name="libraries"),
    re_path(rf"^{KIND}/$", views.library, name="library"),
]
