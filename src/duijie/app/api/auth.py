"""Who calls: a token, or the session of a browser; each operation names the scope it needs."""

from datetime import datetime
from typing import Any, cast

from django.http import HttpRequest
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from duijie.app.accounts.queries import actor_of_token
from duijie.app.api.limits import LIMITER, Allowance, per_minute
from duijie.app.api.problems import RefusedError
from duijie.app.shared.actors import Actor
from duijie.app.shared.scopes import Scope
from duijie.kernel.clock import system_clock
from duijie.kernel.errors import (
    ForgeryError,
    ScopeMissingError,
    SignInNeededError,
    TooManyCallsError,
)

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LONGEST_TOKEN = 200


class ApiRequest(HttpRequest):
    """A request of the API with who calls and what they may still do (接口请求)."""

    actor: Actor
    request_id: str
    allowance: Allowance


class Scoped(AuthBase):
    """Lets in whoever has a scope (授权检查); a person in a browser has them all.

    No scope: whoever is signed in.
    """

    openapi_type: str = "http"
    openapi_scheme: str = "bearer"

    def __init__(self, scope: Scope | None) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Actor:
        """Return who calls.

        Raises:
            RefusedError: nobody, without the scope, or too often.
        """
        now, asked = system_clock(), cast("ApiRequest", request)
        actor = _by_token(request, now) or _by_session(asked)
        if actor is None:
            raise RefusedError(SignInNeededError(), headers={"WWW-Authenticate": "Bearer"})
        asked.actor = actor
        _count(asked, now)
        if self.scope and actor.scopes is not None and self.scope not in actor.scopes:
            raise RefusedError(ScopeMissingError(scope=self.scope.value))
        return actor


def _by_token(request: HttpRequest, now: datetime) -> Actor | None:
    """Return who acts with the token of a request; None: it has none."""
    said = request.headers.get("Authorization")
    if said is None:
        return None
    kind, _, text = said.partition(" ")
    text = text.strip()
    is_token = kind.lower() == "bearer" and 0 < len(text) <= LONGEST_TOKEN
    actor = actor_of_token(text, now) if is_token else None
    if actor is None:
        # A wrong token is never replaced by the session that happens to be there.
        raise RefusedError(
            SignInNeededError(), headers={"WWW-Authenticate": 'Bearer error="invalid_token"'}
        )
    return actor


def _by_session(request: ApiRequest) -> Actor | None:
    if not request.user.is_authenticated or not request.actor.is_signed_in:
        return None
    if request.method not in SAFE and check_csrf(request):
        raise RefusedError(ForgeryError())
    return request.actor


def _count(request: ApiRequest, now: datetime) -> None:
    """Count a call of a token's or a session's person: all their tokens share what they may do."""
    caller = f"user:{request.actor.user_id}"
    request.allowance = LIMITER.take(caller, now, per_minute())
    if not request.allowance.is_allowed:
        raise RefusedError(
            TooManyCallsError(limit=request.allowance.limit),
            headers={"Retry-After": str(request.allowance.reset_s)},
        )


def actor_of_call(request: HttpRequest) -> Actor:
    """Return who calls, after it was checked."""
    return cast("ApiRequest", request).actor


def person_of(request: HttpRequest) -> int:
    """Return the key of the person who calls, or for whom a program calls."""
    user_id = actor_of_call(request).user_id
    assert user_id is not None  # noqa: S101  (nobody gets so far without one)
    return user_id


def scope_of(operation: Any) -> Scope | None:
    """Return the scope that an operation declares.

    Raises:
        LookupError: it declares none: it would be open to everybody.
    """
    for one in operation.auth_callbacks:
        if isinstance(one, Scoped):
            return one.scope
    raise LookupError(operation.path)
