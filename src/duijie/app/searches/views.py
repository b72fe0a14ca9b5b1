"""Views: one's own saved searches; and the page behind the link of a letter."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duijie.app.accounts.middleware import AskedRequest
from duijie.app.searches import actions, queries
from duijie.app.searches.asked import Watched, watched
from duijie.app.searches.forms import SearchForm
from duijie.app.searches.links import search_of
from duijie.app.searches.models import SavedSearch
from duijie.app.shared.notices import tell
from duijie.app.shared.words import lang_now, say_now
from duijie.app.wiring import system_clock
from duijie.kernel.errors import CallError

State = SavedSearch.State


@require_safe
def searches(request: AskedRequest) -> HttpResponse:
    """Show one's own searches."""
    return render(request, "searches/searches.html", {"found": queries.searches_of(request.actor)})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: AskedRequest) -> HttpResponse:
    """Save what a match list was shown for, or a list of a library."""
    what = watched(request.actor, request.GET)
    form = SearchForm(request.POST or None, initial={"name": what.name})
    if request.method == "POST" and form.is_valid():
        try:
            return _saved(request, what, form)
        except CallError as error:
            form.add_error(None, error.message(lang_now()))
    told = {"form": form, "what": what}
    return render(request, "searches/new.html", told, status=422 if form.is_bound else 200)


def _saved(request: AskedRequest, what: Watched, form: SearchForm) -> HttpResponse:
    made = what.save(request.actor, form.wanted(), now=system_clock())
    tell(request, say_now("Saved. You are told when something new fits."))
    return redirect("search", made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: AskedRequest, search_id: UUID) -> HttpResponse:
    """Show what is new in a search; change how often one is told."""
    shown = queries.search_for(request.actor, search_id)
    known = {"name": shown.search.name, "rhythm": shown.search.rhythm}
    form = SearchForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        actions.set_rhythm(request.actor, search_id, form.wanted(), now=system_clock())
        tell(request, say_now("Changed."))
        return redirect("search", search_id)
    told = queries.told_in(request.actor, shown.search)
    page = {"shown": shown, "told": told, "form": form}
    return render(request, "searches/search.html", page, status=422 if form.is_bound else 200)


@require_POST
def pause(request: AskedRequest, search_id: UUID) -> HttpResponse:
    """Pause a search."""
    actions.set_state(request.actor, search_id, State.PAUSED, now=system_clock())
    tell(request, say_now("Paused."), undo=reverse("search_resume", args=[search_id]))
    return redirect("searches")


@require_POST
def resume(request: AskedRequest, search_id: UUID) -> HttpResponse:
    """Take a search up again."""
    actions.set_state(request.actor, search_id, State.ACTIVE, now=system_clock())
    tell(request, say_now("Watched again. What came meanwhile is told, too."))
    return redirect("searches")


@require_POST
def stop(request: AskedRequest, search_id: UUID) -> HttpResponse:
    """Stop a search."""
    actions.set_state(request.actor, search_id, State.STOPPED, now=system_clock())
    tell(request, say_now("Stopped."), undo=reverse("search_resume", args=[search_id]))
    return redirect("searches")


@csrf_exempt  # a mail programme posts by itself (RFC 8058); the link can do nothing else
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_link(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to stop; by a POST, stop without asking. Whoever holds the link may."""
    search_id, is_stopped = search_of(token), request.method == "POST"
    if is_stopped:
        actions.stop_by_link(search_id, now=system_clock())
    return render(request, "searches/stop.html", {"is_stopped": is_stopped, "token": token})
