"""The middleware that says who asks, and in which language they read."""

from collections.abc import Callable
from typing import cast
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from duijie.app.accounts.actions import keep_language
from duijie.app.accounts.queries import actor_of
from duijie.app.shared.actors import NOBODY, Actor
from duijie.app.shared.beginnings import keep_need
from duijie.app.shared.navigation import address
from duijie.kernel.clock import system_clock


class AskedRequest(HttpRequest):
    """A request with its actor: what every view gets."""

    actor: Actor
    request_id: str
    htmx: object


def actor(get_response: Callable[[HttpRequest], HttpResponse]) -> object:
    """Return the middleware that gives a request its actor, looked up when first asked for."""

    def look(request: HttpRequest) -> Actor:
        if not request.user.is_authenticated:
            return NOBODY
        return actor_of(request.user, system_clock())

    def middleware(request: HttpRequest) -> HttpResponse:
        cast("AskedRequest", request).actor = cast("Actor", SimpleLazyObject(lambda: look(request)))
        return _in_their_language(request, get_response(request))

    return middleware


def sign_in_again(get_response: Callable[[HttpRequest], HttpResponse]) -> object:
    """Return the middleware that leads a whole page, not a part of it, to the sign-in.

    Else htmx puts the sign-in page into the page of whose session has ended. A need that they
    were matching is kept until they are back.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        sign_in = reverse(settings.LOGIN_URL)
        is_part = request.headers.get("HX-Request") and response.status_code == 302
        if not is_part or not response.get("Location", "").startswith(sign_in):
            return response
        if request.path == address("match"):
            keep_need(request, request.POST.get("text", ""))
        page = urlsplit(request.headers.get("HX-Current-URL", "")).path or "/"
        return HttpResponse(
            status=204, headers={"HX-Redirect": f"{sign_in}?{urlencode({'next': page})}"}
        )

    return middleware


def set_language_cookie(response: HttpResponse, language: str) -> HttpResponse:
    """Return the response, from which on pages are in a language."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite="Lax",
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )
    return response


def _in_their_language(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Keep a language that was chosen, and bring it back when somebody signs in elsewhere."""
    if getattr(request, "has_signed_in", False) and request.user.is_authenticated:
        language = request.user.language
        return set_language_cookie(response, language) if language else response
    chosen = response.cookies.get(settings.LANGUAGE_COOKIE_NAME)
    if chosen is None or not request.user.is_authenticated:
        return response
    if chosen.value != request.user.language:
        keep_language(request.user, chosen.value)
    return response
