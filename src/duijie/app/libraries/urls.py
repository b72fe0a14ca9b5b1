"""Addresses of the libraries."""

from django.urls import path, re_path

from duijie.app.libraries import views
from duijie.kernel.kinds import KINDS

KIND = f"(?P<kind>{'|'.join(KINDS)})"

urlpatterns = [
    path("", views.libraries, name="libraries"),
    path("changes/<uuid:change_id>/", views.changed, name="library_changed"),
    path("changes/<uuid:change_id>/undo/", views.undo, name="library_undo"),
    path("exports/<uuid:job_id>.<str:form>", views.exported, name="library_exported"),
    re_path(rf"^{KIND}/$", views.library, name="library"),
    re_path(rf"^{KIND}/export/$", views.export, name="library_export"),
    re_path(rf"^{KIND}/change/$", views.change, name="library_change"),
]
