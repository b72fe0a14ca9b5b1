"""The worker process: the queue of django-tasks, our recovery and the schedule, in one."""

import logging
import sys
from types import FrameType

from django_tasks_db.management.commands.db_worker import Worker

from duijie.app.jobs.life import Life, Pulse
from duijie.app.jobs.running import recover
from duijie.app.jobs.schedule import Schedule
from duijie.kernel.ports import Clock

log = logging.getLogger("duijie.jobs")

POLL_S = 0.5
GRACE_S = 10.0


def work_until_stopped(clock: Clock, *, until_idle: bool = False) -> None:
    """Work off the queue and keep the schedule until a signal comes.

    With `until_idle` it ends when nothing waits any more, and keeps no schedule.
    """
    life = Life().begin()
    pulse, schedule = Pulse(life, clock), Schedule(life, clock)
    worker = _Worker(life, until_idle=until_idle)
    try:
        recover(clock())
        pulse.start()
        if not until_idle:
            schedule.start()
        worker.configure_signals()
        worker.run()
    finally:
        life.stopping.set()
        if schedule.is_alive():
            schedule.stop(GRACE_S)
        if pulse.is_alive():
            pulse.stop()
        life.end()


class _Worker(Worker):
    """Works off the queue; told to stop, its job goes back into the queue (队列工作者)."""

    def __init__(self, life: Life, *, until_idle: bool) -> None:
        super().__init__(
            queue_names=["*"],
            interval=POLL_S,
            batch=until_idle,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=life.name,
            excluded_queue_names=[],
        )
        self._life = life

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Stop at the next sign of progress; a second signal stops at once."""
        del signum, frame
        is_second, self.running = not self.running, False
        self._life.stopping.set()
        if is_second or not self.running_task:
            self.reset_signals()
            sys.exit(0)
