"""Views: one record, its history, and who opened it."""

from typing import cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duijie.app.accounts.middleware import AskedRequest
from duijie.app.records import actions, pages, queries
from duijie.app.records.forms import ReasonForm
from duijie.app.wiring import system_clock
from duijie.kernel.errors import GoneError
from duijie.kernel.words import N_


@login_not_required
@require_safe
def record(request: HttpRequest, record_id: str) -> HttpResponse:
    """Show a record, as far as the reader may read it."""
    actor, now = cast("AskedRequest", request).actor, system_clock()
    try:
        shown = queries.record_for(actor, record_id, now)
    except GoneError:
        if queries.may_ask_for(actor, record_id, now):
            return redirect("record_official", record_id)
        raise
    actions.note_members_part(actor, shown, now=now)
    return render(request, "records/record.html", pages.detail(actor, shown))


@require_POST
def partners(request: HttpRequest, record_id: str) -> HttpResponse:
    """Show a record with its partners' part; the opening is logged."""
    actor = cast("AskedRequest", request).actor
    shown = actions.open_partners_part(actor, record_id, now=system_clock())
    return render(request, "records/record.html", pages.detail(actor, shown))


@require_http_methods(["GET", "HEAD", "POST"])
def official(request: HttpRequest, record_id: str) -> HttpResponse:
    """Let an officer open what is not open to them, for a reason that is logged."""
    actor, now = cast("AskedRequest", request).actor, system_clock()
    if not queries.may_ask_for(actor, record_id, now):
        raise GoneError(thing=N_("record"), name=record_id)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        actions.open_officially(actor, record_id, form.cleaned_data["reason"], now=now)
        return redirect("record", record_id)
    shown = {"form": form, "record_id": record_id}
    return render(request, "records/official.html", shown, status=422 if form.is_bound else 200)


@require_safe
def history(request: HttpRequest, record_id: str) -> HttpResponse:
    """Show who changed what of a record."""
    actor = cast("AskedRequest", request).actor
    shown = {"record": queries.record_for(actor, record_id)}
    return render(
        request, "records/history.html", shown | {"turns": pages.history(actor, record_id)}
    )


@require_safe
def openings(request: HttpRequest, record_id: str) -> HttpResponse:
    """Show the owner who opened which part of a record."""
    actor = cast("AskedRequest", request).actor
    shown = {"record": queries.record_for(actor, record_id)}
    found = queries.openings_of(actor, record_id)
    return render(request, "records/openings.html", shown | {"openings": found})
