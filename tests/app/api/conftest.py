"""Programs that call: a client with a token of a persona, and what it gets back."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.test import Client

from duijie.app.accounts.actions import create_token
from duijie.app.api.limits import LIMITER
from duijie.app.engine import ROOM
from duijie.app.records.opening import open_records
from duijie.app.shared.scopes import Scope
from duijie.kernel.clock import system_clock
from duijie.kernel.home import Home
from tests.app.stores import copied_home
from tests.app.web import People, Persona, make_people

API = "/api/v1"


class Program:
    """A program that calls with a token."""

    def __init__(self, text: str = "", lang: str = "en") -> None:
        headers = {"accept-language": lang}
        if text:
            headers["authorization"] = f"Bearer {text}"
        self.client = Client(headers=headers, raise_request_exception=False)

    def get(self, path: str, query: dict[str, Any] | None = None, **headers: str) -> Any:
        return self.client.get(API + path, query or {}, headers=_named(headers))

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("POST", path, body, **headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("PATCH", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Any:
        return self.client.delete(API + path, headers=_named(headers))

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        named = _named(headers)
        kind = named.pop("content-type", "application/json")
        raw = body if isinstance(body, bytes) else b"" if body is None else orjson.dumps(body)
        return self.client.generic(method, API + path, raw, kind, headers=named)

    def lines(self, path: str, rows: Iterable[Any]) -> list[Any]:
        raw = b"\n".join(r if isinstance(r, bytes) else orjson.dumps(r) for r in rows)
        response = self.send("POST", path, raw, content_type="application/x-ndjson")
        assert response.status_code == 200, response.content
        return [orjson.loads(line) for line in b"".join(response).splitlines()]


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def program(persona: Persona, *scopes: Scope, lang: str = "en") -> Program:
    """Return a program of a persona, with all scopes unless some are named."""
    now = system_clock()
    _, text = create_token(
        persona.actor, "test", scopes or tuple(Scope), expires_at=now + timedelta(days=1), now=now
    )
    return Program(text, lang)


@pytest.fixture
def api_of() -> Callable[..., Program]:
    """Return what makes a program of a persona."""
    return program


@pytest.fixture
def region(library: Path, home: Home, django_db_blocker: Any) -> Iterator[People]:
    """Return the personas beside a small library that is imported and indexed."""
    from django.db import connection

    copied_home(library, home.path)
    with django_db_blocker.unblock():
        open_records(home)
        yield make_people()
        ROOM.close()
        connection.close()


@pytest.fixture(autouse=True)
def nobody_called_yet() -> None:
    """Forget the calls of the tests before: their database is gone."""
    LIMITER.forget()
