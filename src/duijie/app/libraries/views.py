"""Views: the libraries, each a list that can be narrowed, searched, changed and taken away."""

from typing import cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from duijie.app.accounts.middleware import AskedRequest
from duijie.app.libraries.queries import library_page
from duijie.app.libraries.selection import read_selection
from duijie.app.libraries.shown import shown_page
from duijie.app.shared.permissions import require


@login_not_required
@require_safe
def libraries(request: HttpRequest) -> HttpResponse:
    """Go to the library that is asked for most."""
    del request
    return redirect("library", kind="achievement")


@login_not_required
@require_safe
@vary_on_headers("HX-Request")
def library(request: HttpRequest, kind: str) -> HttpResponse:
    """Show a page of a library; only its list where only that is asked for."""
    asked = cast("AskedRequest", request)
    require(asked.actor, "libraries.browse")
    page = library_page(asked.actor, read_selection(asked.actor, kind, request.GET))
    is_part = request.headers.get("HX-Request") and not request.headers.get("HX-Boosted")
    is_part = is_part and not request.headers.get("HX-History-Restore-Request")
    template = "libraries/_list.html" if is_part else "libraries/library.html"
    return render(request, template, shown_page(asked.actor, page))
