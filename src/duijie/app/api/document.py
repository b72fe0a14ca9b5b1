"""The OpenAPI 3.1 document of the API, and the page that people read."""

from functools import cache
from http import HTTPStatus
from typing import Any

from duijie import __version__
from duijie.app.api.problems import TYPE
from duijie.app.api.shapes import PROBLEM, record_schemas, ref

Document = dict[str, Any]
METHODS = ("get", "post", "patch", "put", "delete")
PREFIX = "/api/v1"


@cache
def document() -> Document:
    """Return the whole document."""
    from duijie.app.api.routes import api

    said: Document = dict(api.get_openapi_schema(path_prefix=f"{PREFIX}/"))
    said["info"] = {
        "title": "Duijie 对接",
        "version": __version__,
        "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        "description": "Needs and achievements of a region, matched and explained.",
    }
    said["servers"] = [{"url": "/"}]
    said["components"] = {
        "schemas": {
            **said["components"].get("schemas", {}), **record_schemas(), "problem": PROBLEM,
        },
        "securitySchemes": {
            "token": {"type": "http", "scheme": "bearer"},
            "session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
        },
    }  # fmt: skip
    for _, _, operation in operations(said):
        _complete(operation)
    return said


def operations(said: Document) -> list[tuple[str, str, Document]]:
    """Return every operation: its path, its method and what is said of it."""
    return [
        (path, method, methods[method])
        for path, methods in said["paths"].items()
        for method in METHODS
        if method in methods
    ]


def _complete(operation: Document) -> None:
    """Say how an operation is refused, and with which scope it is called."""
    refused, scope = operation.pop("x-refused"), operation["x-scope"]
    # What the library adds by itself has a number as its key, what we say a text.
    kept = {
        status: told for status, told in operation["responses"].items() if str(status) == status
    }
    for status in refused:
        description = HTTPStatus(status).phrase
        kept[str(status)] = {
            "description": description,
            "content": {TYPE: {"schema": ref("problem")}},
        }
    operation["responses"] = dict(sorted(kept.items()))
    scopes = [scope] if scope else []
    operation["security"] = [{"token": scopes}, {"session": []}]
