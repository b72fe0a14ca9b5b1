"""Views: the home page, the look, and what is shown when something is not there or breaks."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from duijie.app.shared.actors import NOBODY
from duijie.app.shared.beginnings import keep_need
from duijie.app.shared.gallery import GROUNDS, Sample, contrasts
from duijie.app.shared.navigation import address
from duijie.app.shared.next_steps import parts_of, steps_of
from duijie.app.shared.themes import COOKIE, THEMES, YEAR_S
from duijie.app.shared.words import lang_now


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what to do next, by role."""
    actor = getattr(request, "actor", NOBODY)
    shown = {"steps": steps_of(actor), "parts": parts_of(actor)}
    return render(request, "shared/home.html", shown)


@login_not_required
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Keep the need that a visitor typed, and lead to matching: by way of signing in."""
    keep_need(request, request.POST.get("text", ""))
    return HttpResponseRedirect(address("match") or "/")


@login_not_required
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme in a cookie and go back to the page."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        # Not HttpOnly: theme.js writes it too. It says nothing but light or dark.
        response.set_cookie(COOKIE, chosen, YEAR_S, secure=request.is_secure(), samesite="Lax")
    return response


@login_not_required
@require_safe
def look(request: HttpRequest) -> HttpResponse:
    """Show every part of the look."""
    empty, wrong = Sample(), Sample({"title": "", "trl": "12", "visibility": "x"})
    shown = {"sample": empty, "wrong": wrong, "colours": contrasts(), "grounds": GROUNDS}
    return render(request, "shared/look.html", shown)


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say what was done for everybody to be able to use the site, and what is not."""
    return render(request, "shared/accessibility.html")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Show that there is no such page."""
    del exception
    return render(request, "shared/not_found.html", status=404)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Show that this reader may not open the page."""
    del exception
    return render(request, "shared/refused.html", status=403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Show that a form was too old to be trusted: nothing was changed."""
    del reason
    return render(request, "shared/stale_form.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Show that something broke here; what was typed can be sent again."""
    told = {"request_id": getattr(request, "request_id", ""), "lang": lang_now()}
    # Without the request: what every template may use asks the database who is there.
    return HttpResponse(render_to_string("shared/broken.html", told), status=500)
