"""The schedule: what comes round by itself, kept by one worker however many there are."""

import logging
import threading
from datetime import datetime, timedelta

from django.db import connection, transaction

from duijie.app.jobs.life import Life, forget_dead_locks, is_dead, quietly
from duijie.app.jobs.models import Periodic, ScheduleLease
from duijie.app.jobs.registry import Recurring, every, recurring
from duijie.app.jobs.running import recover
from duijie.kernel.errors import DuijieError
from duijie.kernel.ports import Clock

log = logging.getLogger("duijie.jobs")
TICK_S = 1.0
ONLY = 1
WRITTEN_FROM = timedelta(minutes=1)


class Schedule(threading.Thread):
    """Looks every second what is due (调度), beside the job that its worker runs."""

    def __init__(self, life: Life, clock: Clock) -> None:
        super().__init__(name="schedule", daemon=True)
        self._life, self._clock = life, clock
        self._over = threading.Event()
        self._due: dict[str, datetime] = {}

    def run(self) -> None:
        """Run what is due until told to stop."""
        while not self._over.is_set():
            quietly(self._turn)
            self._over.wait(TICK_S)
        quietly(lambda: give_back(self._life))
        connection.close()

    def stop(self, seconds: float) -> None:
        """Stop after what is running now; leave it after some seconds: all of it bears that."""
        self._over.set()
        self.join(seconds)

    def _turn(self) -> None:
        if keeps_schedule(self._life, self._clock()):
            run_due(self._clock, self._over, self._due)


@transaction.atomic
def keeps_schedule(life: Life, now: datetime) -> bool:
    """Tell whether this worker keeps the schedule; it takes it over from a dead one."""
    lease, _ = ScheduleLease.objects.select_for_update().get_or_create(
        pk=ONLY, defaults={"worker": life.name, "seen_at": now}
    )
    if lease.worker != life.name:
        if lease.worker and not is_dead(lease.worker, lease.seen_at, now):
            return False
        lease.worker, lease.seen_at = life.name, now
        lease.save()
    return True


def give_back(life: Life) -> None:
    """Let another worker keep the schedule at once."""
    ScheduleLease.objects.filter(worker=life.name).update(worker="")


def run_due(clock: Clock, over: threading.Event, due: dict[str, datetime]) -> list[str]:
    """Run what is due, one after the other; return what was run.

    When short rounds are due is kept in `due`, not in the database, which would be written every
    few seconds for nothing.
    """
    rows = {row.name: row for row in Periodic.objects.all()}
    ran = []
    for turn in recurring():
        now = clock()
        row = rows.get(turn.name) or Periodic(name=turn.name, due_at=now)
        at = due.get(turn.name, now) if turn.period < WRITTEN_FROM else row.due_at
        if over.is_set() or at > now:
            continue
        _run(turn, row, now)
        due[turn.name] = clock() + turn.period
        ran.append(turn.name)
    return ran


@every("5s", name="jobs.recover")
def recover_jobs(now: datetime) -> None:
    """Take up what dead workers left."""
    recover(now)


@every("1d", name="jobs.forget_dead_locks")
def forget_locks(now: datetime) -> None:
    """Remove the locks of workers that are no more."""
    del now
    forget_dead_locks()


def _run(turn: Recurring, row: Periodic, now: datetime) -> None:
    """Run one work and note how it went; one that is broken must not stop the others."""
    before, row.problem = row.problem, ""
    try:
        turn.run(now)
    except DuijieError as error:
        row.problem = error.message("en")[:1000]
    except Exception as error:
        row.problem = type(error).__name__
        log.exception("scheduled work failed", extra={"work": turn.name})
    if row.problem != before or turn.period >= WRITTEN_FROM:
        row.ran_at, row.due_at = now, now + turn.period
        row.save()
