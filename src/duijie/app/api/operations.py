"""How an operation is declared: its scope, its body and its answers, all in the document."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Router

from duijie.app.api.answering import JSON, NDJSON
from duijie.app.api.auth import Scoped
from duijie.app.api.repeats import HEADER, repeatable
from duijie.app.api.shapes import Shape
from duijie.app.shared.scopes import Scope
from duijie.kernel.kinds import KINDS

KindName = Enum("KindName", {name: name for name in KINDS}, type=str)  # type: ignore[misc]

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Told:
    """What the document says of an operation (接口说明).

    `answers` are the successful ones by status; None has no body. `body` is what is sent.
    `revision` says that the answer has an ETag that `If-Match` compares.
    """

    summary: str
    tag: str
    answers: Mapping[int, Shape | None]
    body: Shape | None = None
    has_tag: bool = False
    takes_revision: bool = False
    media_type: str = JSON
    body_type: str = JSON
    refused: tuple[int, ...] = field(default=())


def operation(
    router: Router, method: str, path: str, scope: Scope | None, told: Told
) -> Callable[[View], View]:
    """Register a view as an operation; without a scope whoever is signed in may call it."""

    def register(view: View) -> View:
        is_kept = method in {"POST", "PATCH"} and told.body_type != NDJSON
        registered = repeatable(cast("Callable[..., HttpResponse]", view)) if is_kept else view
        router.add_api_operation(
            path,
            [method],
            registered,
            auth=Scoped(scope),
            operation_id=view.__name__,
            summary=told.summary,
            description=view.__doc__,
            tags=[told.tag],
            openapi_extra=_extra(told, scope, is_kept=is_kept),
        )
        return view

    return register


def _extra(told: Told, scope: Scope | None, *, is_kept: bool) -> dict[str, Any]:
    extra: dict[str, Any] = {
        "responses": {str(s): _answer(told, s, shape) for s, shape in told.answers.items()},
        "x-scope": scope.value if scope else None,
        "x-refused": _refused(told, is_kept=is_kept),
        "parameters": [],
    }
    if told.body is not None:
        content = {told.body_type: {"schema": told.body}}
        extra["requestBody"] = {"content": content, "required": True}
    if is_kept:
        extra["parameters"].append(_header(HEADER, "Repeats of a call are done once.", 200))
    if told.takes_revision:
        extra["parameters"].append(_header("If-Match", "The ETag of what was read.", 200))
    if told.has_tag:
        extra["parameters"].append(_header("If-None-Match", "The ETag of what is known.", 200))
        extra["responses"]["304"] = {"description": "Not Modified"}
    return extra


def _answer(told: Told, status: int, shape: Shape | None) -> Shape:
    description = {200: "OK", 201: "Created", 202: "Accepted", 204: "No Content"}[status]
    if shape is None:
        return {"description": description}
    return {"description": description, "content": {told.media_type: {"schema": shape}}}


def _refused(told: Told, *, is_kept: bool) -> list[int]:
    statuses = {401, 403, 404, 429, 422, 500, *told.refused}
    if told.body is not None:
        statuses |= {400, 413, 415}
    if is_kept:
        statuses |= {400, 409, 413, 415}
    if told.takes_revision:
        statuses.add(412)
    return sorted(statuses)


def _header(name: str, description: str, longest: int) -> Shape:
    # Any printable text of ASCII: a header can hold no more.
    schema = {"type": "string", "maxLength": longest, "pattern": "^[!-~]+$"}
    return {
        "in": "header",
        "name": name,
        "required": False,
        "description": description,
        "schema": schema,
    }


def asked(request: HttpRequest, name: str, usual: str = "") -> str:
    """Return a parameter of the address."""
    return str(request.GET.get(name, usual))
