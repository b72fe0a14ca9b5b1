"""The document of the API for people: chapters of operations, as the page shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from duijie.app.api.document import operations


@dataclass(frozen=True, slots=True)
class Shown:
    """One operation as it is shown (接口)."""

    name: str
    method: str
    path: str
    summary: str
    description: str
    scope: str
    parameters: tuple[Mapping[str, Any], ...]
    body: str
    answers: tuple[tuple[str, str], ...]


def chapters(said: Mapping[str, Any]) -> dict[str, list[Shown]]:
    """Return the operations of a document by their tag, in its order."""
    found: dict[str, list[Shown]] = {}
    for path, method, told in operations(dict(said)):
        found.setdefault(told["tags"][0], []).append(_shown(path, method, told))
    return found


def one_line(text: str) -> str:
    """Return a text on one line, as the catalogue holds it."""
    return " ".join(text.split())


def _shown(path: str, method: str, told: Mapping[str, Any]) -> Shown:
    body = told.get("requestBody", {}).get("content", {})
    written = [
        orjson.dumps(b["schema"], option=orjson.OPT_INDENT_2).decode() for b in body.values()
    ]
    return Shown(
        name=told["operationId"],
        method=method.upper(),
        path=path,
        summary=one_line(told["summary"]),
        description=one_line(told.get("description", "")),
        scope=told["x-scope"] or "",
        parameters=tuple(told["parameters"]),
        body="\n".join(written),
        answers=tuple((status, a["description"]) for status, a in told["responses"].items()),
    )
