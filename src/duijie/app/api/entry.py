"""The door of the API: what every call passes before and after its operation."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, HttpResponseNotAllowed
from django.utils import translation
from django.utils.cache import patch_vary_headers

from duijie.app.api.answering import JSON, NDJSON
from duijie.app.api.auth import ApiRequest
from duijie.app.api.problems import explained, problem
from duijie.kernel.errors import MediaTypeError, MethodError, TooLargeError

BODY_LIMIT = 1_048_576
BULK_LIMIT = 268_435_456
WITH_BODY = frozenset({"POST", "PATCH", "PUT"})

View = Callable[..., HttpResponseBase]


def guarded(view: View, *, media_type: str = JSON) -> View:
    """Return a view of the API: bodies bounded, errors in one shape, never a page."""
    limit = BULK_LIMIT if media_type == NDJSON else BODY_LIMIT

    def answered(request: HttpRequest, *args: Any, **values: Any) -> HttpResponseBase:
        _speak(request)
        is_head = request.method == "HEAD"
        if is_head:
            request.method = "GET"  # as one that is read, without its body
        try:
            response = _refusal(request, media_type, limit) or view(request, *args, **values)
        except Exception as error:  # noqa: BLE001  (the last net: the caller gets a problem)
            response = explained(request, error)
        if is_head:
            request.method = "HEAD"
        if isinstance(response, HttpResponseNotAllowed):
            response = _not_allowed(request, response)
        return _finished(request, response)

    answered.csrf_exempt = True  # type: ignore[attr-defined]  # checked where a session signs in
    return cast("View", login_not_required(answered))


def _speak(request: HttpRequest) -> None:
    """Answer in the language that the call asks for; else in that of the browser or of the site."""
    if "Accept-Language" in request.headers:
        translation.activate(translation.get_language_from_request(request))


def _refusal(request: HttpRequest, media_type: str, limit: int) -> HttpResponse | None:
    """Return why a body is not read; None: it may be."""
    if request.method not in WITH_BODY:
        return None
    said = request.headers.get("Content-Length", "0") or "0"
    is_chunked = "chunked" in request.headers.get("Transfer-Encoding", "").lower()
    if is_chunked or not said.isdigit() or int(said) > limit:
        return problem(request, TooLargeError(limit=limit))
    has_body = int(said) > 0
    if has_body and (request.content_type or "").lower() != media_type:
        return problem(request, MediaTypeError(known=media_type))
    return None


def _not_allowed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    known = response["Allow"]
    return problem(
        request, MethodError(method=request.method, known=known), headers={"Allow": known}
    )


def _finished(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    allowance = getattr(cast("ApiRequest", request), "allowance", None)
    if allowance is not None:
        for name, value in allowance.headers().items():
            response[name] = value
    response.setdefault("Cache-Control", "private, no-cache")
    response["X-Content-Type-Options"] = "nosniff"
    patch_vary_headers(response, ("Authorization", "Cookie", "Accept-Language"))
    return response


def _raise_gone(request: HttpRequest, path: str = "") -> HttpResponseBase:
    del request, path
    raise Http404


# Whatever stands at no address below the API: a problem, and no page.
nowhere = guarded(_raise_gone)
