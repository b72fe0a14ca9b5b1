"""Views: the home page, and what is shown when something is not there or breaks."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what to do next, by role."""
    return render(request, "shared/home.html")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Show that there is no such page."""
    del exception
    return render(request, "shared/not_found.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Show that something broke here; what was typed can be sent again."""
    return render(request, "shared/broken.html", status=500)
