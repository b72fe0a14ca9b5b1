"""Idempotency keys: a call that is repeated is answered again, and done once.

The key, the change and the answer are one transaction: after a crash all three are there, or none.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from duijie.app.api.auth import person_of
from duijie.app.api.models import KeptAnswer
from duijie.app.api.problems import RefusedError, explained
from duijie.kernel.clock import system_clock
from duijie.kernel.errors import FieldsError, KeyBusyError, KeyReusedError
from duijie.kernel.words import N_

HEADER = "Idempotency-Key"
LONGEST = 200
KEPT = timedelta(days=1)
_SENT_AGAIN = ("Content-Type", "ETag", "Location")

View = Callable[..., HttpResponse]


def repeatable(view: View) -> View:
    """Return a view that does a call with one idempotency key once, however often it comes."""

    @wraps(view)
    def answered(request: HttpRequest, **values: Any) -> HttpResponse:
        key = request.headers.get(HEADER, "")
        if not key:
            return view(request, **values)
        if len(key) > LONGEST or not key.isprintable():
            raise RefusedError(
                FieldsError(), [{"field": HEADER, "message": N_("is not written as it must be")}]
            )
        return _once(request, key, lambda: view(request, **values))

    return answered


def _once(request: HttpRequest, key: str, work: Callable[[], HttpResponse]) -> HttpResponse:
    user_id, now = person_of(request), system_clock()
    call = _digest(request)
    KeptAnswer.objects.filter(kept_at__lt=now - KEPT).delete()
    with transaction.atomic():
        kept = _claim(user_id, key, call, now)
        if kept is None:
            return _again(user_id, key, call)
        try:
            with transaction.atomic():
                response = work()
        except Exception as error:  # noqa: BLE001  (told to the caller; its changes are gone)
            response = explained(request, error)
        if response.status_code < 400:
            kept.status, kept.body = response.status_code, response.content
            kept.headers = {n: response[n] for n in _SENT_AGAIN if n in response}
            kept.save()
        else:
            # What failed did nothing: it may be sent again with the same key, put right.
            kept.delete()
    return response


def _claim(user_id: int, key: str, call: str, now: datetime) -> KeptAnswer | None:
    """Take a key; a second call with it waits here until the first has been answered."""
    try:
        with transaction.atomic():
            return KeptAnswer.objects.create(user_id=user_id, key=key, call=call, kept_at=now)
    except IntegrityError:
        return None


def _again(user_id: int, key: str, call: str) -> HttpResponse:
    kept = KeptAnswer.objects.filter(user_id=user_id, key=key).first()
    if kept is None or not kept.status:
        raise RefusedError(KeyBusyError(), headers={"Retry-After": "1"})
    if kept.call != call:
        raise RefusedError(KeyReusedError())
    response = HttpResponse(bytes(kept.body), status=kept.status)
    for name, value in kept.headers.items():
        response[name] = value
    response["Idempotent-Replayed"] = "true"
    return response


def _digest(request: HttpRequest) -> str:
    said = [request.method or "", request.get_full_path(), request.headers.get("If-Match", "")]
    return hashlib.sha256("\n".join(said).encode() + b"\n" + request.body).hexdigest()
