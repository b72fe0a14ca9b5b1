"""Whether the site lives and whether it can work: for whoever watches over it."""

import logging
from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from duijie.app.records.opening import is_outdated
from duijie.app.wiring import home_in_use
from duijie.index import index_status
from duijie.kernel.errors import DuijieError, IndexMissingError

log = logging.getLogger("duijie.health")


@login_not_required
@never_cache
@require_safe
def alive(request: HttpRequest) -> JsonResponse:
    """Say that the process answers; nothing else is asked."""
    del request
    return JsonResponse({"status": "ok"})


@login_not_required
@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Say whether pages can be answered: the database is there and up to date, the index opens."""
    del request
    checks = {"database": _passes(_database), "index": _passes(_index)}
    is_ready = all(checks.values())
    told = {"status": "ok" if is_ready else "unavailable", "checks": checks}
    return JsonResponse(told, status=200 if is_ready else 503)


def _passes(check: Callable[[], None]) -> bool:
    """Tell whether a check passes; why it does not is for the log, not for whoever asks."""
    try:
        check()
    except Exception:
        log.exception("not ready")
        return False
    return True


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    if is_outdated():
        raise DuijieError(detail="migrations")


def _index() -> None:
    try:
        index_status(home_in_use().index)
    except IndexMissingError:
        return  # a new installation has none: pages work, and matching says what to do


urlpatterns = [path("healthz", alive, name="alive"), path("readyz", ready, name="ready")]
