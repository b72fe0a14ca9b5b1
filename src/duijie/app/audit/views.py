"""Views: the log, for officers and operators."""

from typing import cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from duijie.app.audit import actions, queries
from duijie.app.audit.forms import LogForm
from duijie.app.shared.actors import Actor
from duijie.kernel.clock import system_clock


def _actor(request: HttpRequest) -> Actor:
    return cast("Actor", request.actor)  # type: ignore[attr-defined]


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Show the newest entries, or those that are asked for."""
    form, start = LogForm(request.GET), request.GET.get("before", "")
    before = int(start) if start.isdecimal() and len(start) < 18 else None
    found = queries.log_page(_actor(request), form.where, before=before)
    page, more = found[: queries.PAGE], found[queries.PAGE :]
    asked = request.GET.copy()
    asked.pop("before", None)
    shown = {"form": form, "entries": page, "asked": asked.urlencode()}
    return render(request, "audit/log.html", {**shown, "next": more and page[-1].pk})


@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """Send the entries that are asked for as JSON Lines."""
    where = LogForm(request.GET).where
    actions.note_export(_actor(request), str(request.GET.urlencode())[:300], now=system_clock())
    answer = StreamingHttpResponse(queries.lines_of(where), content_type="application/x-ndjson")
    answer["Content-Disposition"] = 'attachment; filename="audit.jsonl"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
