"""Views: a list and its cards, read again at their address."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from duijie.app.accounts.middleware import AskedRequest
from duijie.app.matching import actions, queries, reasons_why
from duijie.app.matching.card_page import card_page
from duijie.app.matching.forms import AskForm
from duijie.app.matching.learning import log_event, log_shared
from duijie.app.matching.views.asking import CARD_WORDS, is_partial
from duijie.app.shared.words import lang_now
from duijie.app.wiring import system_clock
from duijie.kernel.errors import GoneError
from duijie.learn.feedback import EventKind


@require_safe
@vary_on_headers("HX-Request")
def match_list(request: AskedRequest, list_id: UUID) -> HttpResponse:
    """Show a list: its cards, or that there is no good match and what to do next."""
    page = queries.list_page(request.actor, list_id, lang_now())
    if not page.is_own:
        log_shared(page.shown_list, request.actor, system_clock())
    told: dict[str, object] = {"page": page, "shown_list": page.shown_list, **CARD_WORDS}
    if is_partial(request):
        return render(request, "matching/_answer.html", told)
    typed = {"text": page.request.text, "source": page.request.source_id}
    told["form"] = AskForm(initial=typed | page.filters.stored())
    return render(request, "matching/list.html", told)


@require_POST
def widen(request: AskedRequest, list_id: UUID, name: str) -> HttpResponse:
    """Match the same again without one of the filters."""
    shown_list = actions.ask_wider(request.actor, list_id, name, now=system_clock())
    return redirect("match_list", shown_list.pk)


@require_POST
def again(request: AskedRequest, list_id: UUID) -> HttpResponse:
    """Match the same again, on the records of now."""
    shown_list = actions.ask_again(request.actor, list_id, now=system_clock())
    return redirect("match_list", shown_list.pk)


@require_safe
@vary_on_headers("HX-Request")
def card(request: AskedRequest, list_id: UUID, record_id: str) -> HttpResponse:
    """Show one card whole, with its quotes in place in the record's text; that counts as a look."""
    page = card_page(request.actor, list_id, record_id, lang_now())
    look = EventKind.CLICK
    log_event(page.shown_list, record_id, look, by=request.actor, now=system_clock())
    told = {"page": page, "shown_list": page.shown_list}
    name = "matching/_in_place.html" if is_partial(request) else "matching/card.html"
    return render(request, name, told)


@require_safe
def why_not(request: AskedRequest, list_id: UUID) -> HttpResponse:
    """Show the card of a record that somebody names, and why it is not in the list."""
    named = request.GET.get("record", "").strip()[:520]
    told: dict[str, object] = {"named": named}
    told["shown_list"] = shown_list = queries.stored_list(request.actor, list_id)
    if named:
        try:
            told["why"] = reasons_why.why_not(request.actor, shown_list, named, lang_now())
        except GoneError as error:
            told["nothing"] = error.message(lang_now())
    if is_partial(request):
        return render(request, "matching/_why_not.html", told)
    return render(request, "matching/why_not.html", told, status=404 if "nothing" in told else 200)
