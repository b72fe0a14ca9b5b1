"""Views: matches side by side, on paper, in a spreadsheet; a need as an open challenge."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from duijie.app.accounts.middleware import AskedRequest
from duijie.app.matching import actions, papers
from duijie.app.shared.words import lang_now
from duijie.app.wiring import system_clock

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def compare(request: AskedRequest, list_id: UUID) -> HttpResponse:
    """Show up to four matches side by side."""
    names = request.GET.getlist("record")
    page = papers.side_by_side(request.actor, list_id, names, lang_now())
    return render(request, "matching/compare.html", {"page": page, "shown_list": page.shown_list})


@require_safe
def dossier(request: AskedRequest, list_id: UUID) -> HttpResponse:
    """Give the dossier of what is chosen, else kept, else shown; that it was made is noted."""
    names = request.GET.getlist("record")
    made = papers.dossier_of(request.actor, list_id, names, lang_now(), system_clock())
    return attached(made, f"dossier-{list_id}.pdf", PDF)


@require_safe
def sheet(request: AskedRequest, list_id: UUID) -> HttpResponse:
    """Give the list as a spreadsheet."""
    made = papers.sheet_of(request.actor, list_id, lang_now(), system_clock())
    return attached(made, f"matches-{list_id}.xlsx", XLSX)


@require_POST
def challenge(request: AskedRequest, list_id: UUID) -> HttpResponse:
    """Make a draft of the need, to be published as an open challenge."""
    record_id = actions.draft_challenge(request.actor, list_id, now=system_clock())
    return redirect("record_edit", record_id)


def attached(made: bytes, name: str, content_type: str) -> HttpResponse:
    """Return a file to be saved, whose type no browser guesses."""
    response = HttpResponse(made, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
