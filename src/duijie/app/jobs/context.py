"""What work in the background gets: who asked, where to tell how far it is, when to stop."""

import time
from functools import cached_property

from django.db import OperationalError, connection

from duijie.app.accounts.queries import actor_of
from duijie.app.jobs.life import Life
from duijie.app.jobs.models import Job
from duijie.app.shared.actors import Actor, Role
from duijie.kernel.ports import Clock

# Who acts when nobody asked: the platform itself.
MACHINE = Actor(name="duijie", roles=frozenset({Role.OPERATOR}))
TELL_S = 0.4
LONGEST_NOTE = 300


class JobCancelled(Exception):  # noqa: N818  (somebody's wish, no error)
    """Whoever may wished the job to stop (任务已取消)."""


class JobTaken(Exception):  # noqa: N818
    """Another worker has taken the job: this one was taken for dead and may not go on."""


class WorkerStopping(Exception):  # noqa: N818
    """The worker was told to stop: its job goes back into the queue."""


class JobContext:
    """The surroundings of a running job (任务环境)."""

    def __init__(self, job: Job, life: Life, clock: Clock) -> None:
        self.job_id = job.pk
        self.tries = job.tries
        self.clock = clock
        self._job, self._life = job, life
        self._told, self._stage = 0.0, ""

    @cached_property
    def actor(self) -> Actor:
        """Return who asked, with the roles that they have now; the platform if nobody did."""
        if self._job.owner is None:
            return MACHINE
        return actor_of(self._job.owner, self.clock())

    def progress(self, stage: str, finished: int, total: int | None = None, note: str = "") -> None:
        """Take note of how far the work is; at most every 0.4 s something is written.

        Raises:
            JobCancelled: whoever may wished it to stop.
            JobTaken: another worker has it.
            WorkerStopping: this worker was told to stop.
        """
        if self._life.stopping.is_set():
            raise WorkerStopping
        now = time.monotonic()
        if stage == self._stage and now - self._told < TELL_S and finished != total:
            return
        self._told, self._stage = now, stage
        try:
            self._tell(stage, finished, total, note)
        except OperationalError:  # the database is busy: the next one tells it
            if connection.in_atomic_block:
                raise

    def hold(self) -> None:
        """Make sure, within a transaction, that the job is still this worker's until it ends.

        Raises:
            JobTaken: another worker has it.
        """
        mine = Job.objects.select_for_update().filter(pk=self.job_id, worker=self._life.name)
        if not mine.filter(state=Job.State.RUNNING).exists():
            raise JobTaken

    def _tell(self, stage: str, finished: int, total: int | None, note: str) -> None:
        mine = Job.objects.filter(pk=self.job_id, worker=self._life.name, state=Job.State.RUNNING)
        written = mine.update(
            stage=stage[:60],
            finished_units=finished,
            total_units=total,
            note=note[:LONGEST_NOTE],
            seen_at=self.clock(),
        )
        if not written:
            raise JobTaken
        if mine.filter(cancel_asked=True).exists():
            raise JobCancelled
