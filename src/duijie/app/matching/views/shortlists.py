"""Views: shortlists, their notes and order, and with whom they are shared."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from duijie.app.accounts.middleware import AskedRequest
from duijie.app.matching import marking, queries, sharing
from duijie.app.matching.forms import NoteForm, ShareForm
from duijie.app.matching.shortlist import shortlist_page, shortlists_of
from duijie.app.shared.permissions import require
from duijie.app.shared.words import lang_now
from duijie.app.wiring import system_clock


@require_safe
def shortlists(request: AskedRequest) -> HttpResponse:
    """Show for which requests something is kept."""
    require(request.actor, "matching.match")
    return render(request, "matching/shortlists.html", {"requests": shortlists_of(request.actor)})


@require_safe
def shortlist(request: AskedRequest, request_id: UUID) -> HttpResponse:
    """Show what is kept for a request."""
    page = shortlist_page(request.actor, request_id, lang_now(), system_clock())
    return render(request, "matching/shortlist.html", {"page": page})


@require_POST
def note(request: AskedRequest, request_id: UUID, entry: int) -> HttpResponse:
    """Write the note of something kept."""
    stored = queries.stored_request(request.actor, request_id)
    form = NoteForm(request.POST)
    if form.is_valid():
        marking.write_note(request.actor, stored, entry, form.cleaned_data["note"])
    return redirect("match_shortlist", request_id)


@require_POST
def up(request: AskedRequest, request_id: UUID, entry: int) -> HttpResponse:
    """Move something kept one place up."""
    stored = queries.stored_request(request.actor, request_id)
    marking.move_up(request.actor, stored, entry)
    return redirect("match_shortlist", request_id)


@require_POST
def drop(request: AskedRequest, request_id: UUID, entry: int) -> HttpResponse:
    """Take something off the shortlist."""
    stored = queries.stored_request(request.actor, request_id)
    marking.drop(request.actor, stored, entry, now=system_clock())
    return redirect("match_shortlist", request_id)


@require_POST
def share(request: AskedRequest, request_id: UUID) -> HttpResponse:
    """Share what was asked with a colleague or the technology manager."""
    stored = queries.stored_request(request.actor, request_id)
    form = ShareForm(request.POST)
    if form.is_valid():
        said, now = form.cleaned_data, system_clock()
        sharing.share(request.actor, stored, said["person"], said["note"], now=now)
    return redirect("match_shortlist", request_id)


@require_POST
def unshare(request: AskedRequest, request_id: UUID) -> HttpResponse:
    """Take back that something is shared with somebody."""
    stored = queries.stored_request(request.actor, request_id)
    form = ShareForm(request.POST)
    if form.is_valid():
        person = form.cleaned_data["person"]
        sharing.unshare(request.actor, stored, person, now=system_clock())
    return redirect("match_shortlist", request_id)
