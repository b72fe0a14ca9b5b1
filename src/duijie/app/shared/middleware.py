"""Middleware of all pages: an id for every request, and errors that people can read."""

import logging
import re
from collections.abc import Callable
from time import perf_counter
from uuid import uuid4

from django.conf import settings
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from duijie.app.logs import REQUEST_ID
from duijie.app.shared.words import lang_now
from duijie.kernel.errors import DeniedError, DuijieError, GoneError, TooManyError

log = logging.getLogger("duijie.web")

GetResponse = Callable[[HttpRequest], HttpResponse]
_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
STATUS: dict[type[DuijieError], int] = {
    DeniedError: 403,
    GoneError: 404,
    TooManyError: 429,
}


def request_id(get_response: GetResponse) -> GetResponse:
    """Return the middleware that names every request, for the logs and for whoever reports."""

    def middleware(request: HttpRequest) -> HttpResponse:
        asked = request.headers.get("X-Request-Id", "")
        name = asked if _ID.fullmatch(asked) else uuid4().hex
        request.request_id = name  # type: ignore[attr-defined]
        token, started = REQUEST_ID.set(name), perf_counter()
        try:
            response = get_response(request)
            _log_answer(request, response, started)
        finally:
            REQUEST_ID.reset(token)
        response["X-Request-Id"] = name
        return response

    return middleware


def private(get_response: GetResponse) -> GetResponse:
    """Return the middleware that lets nobody keep what was shown to somebody with a session.

    Else the back button of a shared computer, or a proxy in between, shows it after they left.
    A view that says itself who may keep its answer is believed.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware


def _log_answer(request: HttpRequest, response: HttpResponse, started: float) -> None:
    """Log one line for an answer; the route, not the address, which may hold a secret link."""
    match = request.resolver_match
    log.info(
        "answered",
        extra={
            "method": request.method,
            "route": match.route if match else "",
            "status": response.status_code,
            "spent_ms": round((perf_counter() - started) * 1000, 1),
        },
    )


def errors(get_response: GetResponse) -> GetResponse:
    """Return the middleware that shows our own errors as a page: what happened, what to do."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    # Django asks for the hook by this name; a view's exception does not come through the call.
    middleware.process_exception = _error_page  # type: ignore[attr-defined]
    return middleware


def _error_page(request: HttpRequest, error: Exception) -> HttpResponse | None:
    if isinstance(error, DataError):
        # What no column can hold, such as a NUL in an address: PostgreSQL says so only when asked.
        log.warning("not a value", exc_info=error)
        return render(request, "shared/not_found.html", status=404)
    if not isinstance(error, DuijieError):
        return None
    status = STATUS.get(type(error), 400)
    log.info("refused", extra={"code": error.code, "status": status})
    told = {"code": error.code, "message": error.message(lang_now()), "status": status}
    page = render(request, "shared/error.html", told, status=status)
    if getattr(request, "htmx", False):
        # Not into the part that was asked for: what is wrong takes the place of the page's content.
        page["HX-Retarget"], page["HX-Reswap"] = "#main", "innerHTML"
        page["HX-Reselect"], page["HX-Push-Url"] = "#main > *", "false"
    return page
