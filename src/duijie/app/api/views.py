"""Views: the document of the API, the page that shows it, and the exchange format."""

import orjson
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from duijie.app.api.answering import tagged
from duijie.app.api.document import document
from duijie.app.api.reading import chapters
from duijie.app.shared.words import lang_now
from duijie.kernel.exchange import document_named


@login_not_required
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """Return the OpenAPI document."""
    return tagged(request, HttpResponse(orjson.dumps(document()), content_type="application/json"))


@login_not_required
@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Show the API to people: every operation with what it takes and answers."""
    shown = {"chapters": chapters(document()), "lang": lang_now()}
    return render(request, "api/reference.html", shown)


@login_not_required
@require_safe
def exchange_document(request: HttpRequest, name: str) -> HttpResponse:
    """Return a schema or context of the exchange format, for whoever reads such files."""
    found = document_named(name)
    if found is None:
        raise Http404
    kind = "application/ld+json" if name.endswith(".jsonld") else "application/schema+json"
    response = tagged(request, HttpResponse(found, content_type=kind))
    response["Access-Control-Allow-Origin"] = "*"  # read by browsers of other sites; no secrets
    return response
