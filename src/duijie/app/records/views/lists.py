"""Views: one's own records by state, what waits for a review, and the choice of a kind."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from duijie.app.accounts.middleware import AskedRequest
from duijie.app.records import pages
from duijie.app.records.models import State
from duijie.app.records.queries import own_records, read_after, waiting_for_review
from duijie.kernel.kinds import KINDS


@require_safe
def records(request: HttpRequest) -> HttpResponse:
    """Show the records of the reader's organisations in one state, and what to do next."""
    actor = cast("AskedRequest", request).actor
    asked = request.GET.get("state", "")
    state = asked if asked in State.values else State.DRAFT.value
    days = pages.settings_now().integer("records.valid_days")
    before = read_after(request.GET.get("before", ""))
    page = own_records(actor, state, valid_days=days, before=before)
    states = [(one.value, one.label, page.counts[one.value]) for one in State]
    shown = {"page": page, "states": states, "next_word": pages.NEXT[State(state)]}
    return render(request, "records/records.html", shown)


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """Show officers what waits for a review, the longest waiting first."""
    waiting = waiting_for_review(cast("AskedRequest", request).actor)
    return render(request, "records/reviews.html", {"waiting": waiting})


@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """Ask which kind of record is to be written."""
    kinds = [(kind.name, pages.label_of(kind)) for kind in KINDS.values()]
    return render(request, "records/kinds.html", {"kinds": kinds})
