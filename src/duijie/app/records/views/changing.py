"""Views: a record comes into another state."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from duijie.app.accounts.middleware import AskedRequest
from duijie.app.records import actions, pages, queries
from duijie.app.records.forms import RenewForm, ReviewForm
from duijie.app.records.models import StoredRecord
from duijie.app.shared.notices import tell
from duijie.app.shared.permissions import require
from duijie.app.shared.words import say_now
from duijie.app.wiring import system_clock


@require_POST
def submit(request: HttpRequest, record_id: str) -> HttpResponse:
    """Hand a draft in."""
    actor = cast("AskedRequest", request).actor
    stored = actions.submit(actor, record_id, now=system_clock())
    return _told(request, stored, say_now("Submitted. An officer reads it and you are told."))


@require_POST
def withdraw(request: HttpRequest, record_id: str) -> HttpResponse:
    """Take a record back."""
    actor, reason = cast("AskedRequest", request).actor, request.POST.get("reason", "")
    stored = actions.withdraw(actor, record_id, now=system_clock(), reason=reason)
    sentence = say_now("Withdrawn. Nobody else sees it from this moment.")
    if actor.acts_for(stored.owner_id):
        return _told(request, stored, sentence)
    tell(request, sentence)
    return redirect("home")


@require_POST
def renew(request: HttpRequest, record_id: str) -> HttpResponse:
    """Say that a record still holds."""
    actor, form = cast("AskedRequest", request).actor, RenewForm(request.POST)
    last_day = form.cleaned_data["valid_until"] if form.is_valid() else None
    stored = actions.renew(actor, record_id, now=system_clock(), valid_until=last_day)
    return _told(request, stored, say_now("Renewed. Others find it again."))


@require_POST
def reopen(request: HttpRequest, record_id: str) -> HttpResponse:
    """Make a withdrawn record a draft."""
    actor = cast("AskedRequest", request).actor
    stored = actions.reopen(actor, record_id, now=system_clock())
    return _told(request, stored, say_now("It is a draft again."))


@require_POST
def undo(request: HttpRequest, record_id: str, revision: int) -> HttpResponse:
    """Undo the last change, if it is the reader's own."""
    actor = cast("AskedRequest", request).actor
    actions.undo(actor, record_id, revision=revision, now=system_clock())
    tell(request, say_now("Undone."))
    return redirect("record", record_id)


@require_POST
def publish(request: HttpRequest, record_id: str) -> HttpResponse:
    """Put what was handed in into force without scores."""
    actor = cast("AskedRequest", request).actor
    actions.publish(actor, record_id, now=system_clock())
    tell(request, say_now("Published."))
    return redirect("reviews")


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, record_id: str) -> HttpResponse:
    """Read what was handed in, score it on four axes and decide."""
    actor, now = cast("AskedRequest", request).actor, system_clock()
    shown = queries.record_for(actor, record_id, now)
    require(actor, "records.review", shown.subject)
    form = ReviewForm(request.POST or None, initial={"revision": shown.revision})
    if form.is_bound and form.is_valid():
        revision = form.cleaned_data["revision"]
        actions.review(actor, record_id, form.finding(), revision=revision, now=now)
        tell(request, say_now("The review is saved, and the owner is told."))
        return redirect("reviews")
    page = pages.detail(actor, shown) | {"form": form}
    status = 422 if form.is_bound else 200
    return render(request, "records/review.html", page, status=status)


def _told(request: HttpRequest, stored: StoredRecord, sentence: str) -> HttpResponse:
    """Tell what was done with its undo, and show the record."""
    undo = reverse("record_undo", args=(stored.record_id, stored.revision))
    tell(request, sentence, undo=undo)
    return redirect("record", stored.record_id)
