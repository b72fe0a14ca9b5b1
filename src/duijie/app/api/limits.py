"""How many calls a caller may make in a minute, over all processes."""

from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from duijie.app.api.models import CallWindow

WINDOW_S = 60
# A process takes calls from the common count in blocks of one twentieth: one write for many calls.
BLOCKS = 20
KEPT_MINUTES = 10


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a caller may still do in this minute (剩余额度)."""

    limit: int
    left: int
    reset_s: int
    is_allowed: bool

    def headers(self) -> dict[str, str]:
        """Return what every answer says about it."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(self.left, 0)),
            "RateLimit-Reset": str(self.reset_s),
        }


class Limiter:
    """Counts calls (限流器).

    The count stands in the database: however many processes there are, no more calls pass than
    the limit. A process that holds a block which it does not use up lets others be refused a few
    calls early, never late.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._held: dict[tuple[str, int], int] = {}

    def take(self, caller: str, now: datetime, limit: int) -> Allowance:
        """Count one call, if it may pass."""
        minute, passed = divmod(int(now.timestamp()), WINDOW_S)
        reset_s = WINDOW_S - passed
        with self._lock:
            self._held = {k: v for k, v in self._held.items() if k[1] >= minute}
            held = self._held.get((caller, minute), 0) or self._block(caller, minute, limit)
            self._held[caller, minute] = max(held - 1, 0)
        left = self._free(caller, minute, limit) + held - 1
        return Allowance(limit, left, reset_s, is_allowed=held > 0)

    def forget(self) -> None:
        """Give up what is held, e.g. when another database is opened."""
        with self._lock:
            self._held = {}

    def _block(self, caller: str, minute: int, limit: int) -> int:
        """Take a block of calls from the common count; fewer at its end, 0 when none is left."""
        for size in dict.fromkeys((max(limit // BLOCKS, 1), 1)):
            if self._taken(caller, minute, size, limit):
                return size
        return 0

    def _taken(self, caller: str, minute: int, size: int, limit: int) -> bool:
        rows = CallWindow.objects.filter(caller=caller, minute=minute)
        if rows.filter(calls__lte=limit - size).update(calls=F("calls") + size):
            return True
        if rows.exists():
            return False
        CallWindow.objects.filter(minute__lt=minute - KEPT_MINUTES).delete()
        try:
            with transaction.atomic():
                CallWindow.objects.create(caller=caller, minute=minute, calls=size)
        except IntegrityError:  # another process made the row just now
            return bool(rows.filter(calls__lte=limit - size).update(calls=F("calls") + size))
        return True

    def _free(self, caller: str, minute: int, limit: int) -> int:
        rows = CallWindow.objects.filter(caller=caller, minute=minute)
        return max(limit - (rows.values_list("calls", flat=True).first() or 0), 0)


LIMITER = Limiter()


def per_minute() -> int:
    """Return how many calls a caller may make in a minute, as the settings say."""
    return int(settings.API_PER_MINUTE)
