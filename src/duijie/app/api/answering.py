"""Answers: JSON with a tag of what it says, so that nothing is sent twice."""

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags

from duijie.kernel.errors import RevisionError

JSON = "application/json"
NDJSON = "application/x-ndjson"


def answer(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """Return a value as JSON."""
    response = HttpResponse(orjson.dumps(value), status=status, content_type=JSON)
    for name, said in (headers or {}).items():
        response[name] = said
    return response


def nothing() -> HttpResponse:
    """Return an answer without a body."""
    response = HttpResponse(status=204)
    del response["Content-Type"]
    return response


def tagged(
    request: HttpRequest, response: HttpResponse, revision: int | None = None
) -> HttpResponse:
    """Return a response with its ETag; 304 without a body when the caller has it already.

    The tag of a record begins with its revision: what `If-Match` compares. The rest is of the
    body: two readers who see different parts of a record never share a tag.
    """
    digest = hashlib.sha256(response.content).hexdigest()[:16]
    tag = f'"{digest}"' if revision is None else f'"{revision}-{digest}"'
    response["ETag"] = tag
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if request.method == "GET" and (
        "*" in known or tag in {one.removeprefix("W/") for one in known}
    ):
        unchanged = HttpResponse(status=304)
        unchanged["ETag"] = tag
        return unchanged
    return response


def check_revision(request: HttpRequest, revision: int) -> None:
    """Let a change pass that was made to the revision that is there.

    Raises:
        RevisionError: the record has changed since.
    """
    said = request.headers.get("If-Match")
    if said is None or said.strip() == "*":
        return
    tags = [one.strip('"').partition("-")[0] for one in parse_etags(said) if one[:1] == '"']
    if str(revision) not in tags:
        raise RevisionError
