"""The middleware that says who asks."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from duijie.app.accounts.queries import actor_of
from duijie.app.shared.actors import NOBODY, Actor
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
        return get_response(request)

    return middleware
