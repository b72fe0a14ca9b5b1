"""Addresses of the API and of the exchange format."""

from django.urls import URLPattern, path, re_path

from duijie.app.api import views
from duijie.app.api.answering import JSON, NDJSON
from duijie.app.api.entry import guarded, nowhere
from duijie.app.api.routes import api


def _operations() -> list[URLPattern]:
    """Return the addresses of all operations, each behind the door of the API."""
    patterns = []
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name != "api-root":
            is_bulk = str(pattern.pattern).endswith("/bulk")
            pattern.callback = guarded(pattern.callback, media_type=NDJSON if is_bulk else JSON)
            patterns.append(pattern)
    return patterns


urlpatterns = [
    path("openapi.json", views.openapi, name="openapi"),
    path("", views.reference, name="reference"),
    *_operations(),
    re_path(r"^(?P<path>(?s:.*))\Z", nowhere, name="nowhere"),
]
