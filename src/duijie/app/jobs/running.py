"""Running one job: taken by one worker, ended by the same, whatever happens in between."""

import logging
import os
import traceback
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from duijie.app.jobs.actions import enqueue
from duijie.app.jobs.context import JobCancelled, JobContext, JobTaken, WorkerStopping
from duijie.app.jobs.life import Life, is_dead, life_now
from duijie.app.jobs.models import Job
from duijie.app.jobs.phrases import Json, interrupted, problem_of, unexpected
from duijie.app.jobs.registry import work_named
from duijie.kernel.durable import private_folder
from duijie.kernel.errors import DuijieError
from duijie.kernel.home import Home
from duijie.kernel.ports import Clock

log = logging.getLogger("duijie.jobs")
State = Job.State
# A job that takes its worker with it (too little memory) must not do so for ever.
MOST_TRIES = 10
WAITED_S = 10


def run(job_id: UUID | str, clock: Clock) -> None:
    """Run a job if it waits; what another worker has is left alone."""
    life = life_now()
    job = _taken(job_id, life, clock())
    if job is None:
        return
    context = JobContext(job, life, clock)
    life.job = job.pk
    try:
        outcome = work_named(job.name)(context, **job.parameters)
        _end(job, life, State.DONE, clock(), outcome=outcome or {})
    except JobCancelled:
        _end(job, life, State.CANCELLED, clock())
    except JobTaken:
        log.warning("job was taken by another worker", extra={"job": str(job.pk)})
    except WorkerStopping:
        _put_back(job, life.name, clock(), counts=False)
    except DuijieError as error:
        _end(job, life, State.FAILED, clock(), problem=problem_of(error))
    except Exception as error:  # noqa: BLE001  (whatever it is: the job must not stay running)
        _end(job, life, State.FAILED, clock(), problem=unexpected(_report(job, error)))
    except BaseException:
        _put_back(job, life.name, clock(), counts=True)
        raise
    finally:
        life.job = None


def recover(now: datetime) -> int:
    """Take up what dead workers left, and what waits without an entry in the queue; count it."""
    taken_up = 0
    for job in Job.objects.filter(state=State.RUNNING):
        if is_dead(job.worker, job.seen_at, now):
            taken_up += _put_back(job, job.worker, now, counts=True)
    for job in Job.objects.filter(state=State.QUEUED):
        if (now - job.asked_at).total_seconds() > WAITED_S:
            taken_up += _queued_again(job)
    return taken_up


def _taken(job_id: UUID | str, life: Life, now: datetime) -> Job | None:
    """Return a waiting job, now this worker's; None when it does not wait (any more)."""
    waiting = Job.objects.filter(pk=job_id, state=State.QUEUED)
    if not waiting.update(
        state=State.RUNNING, worker=life.name, tries=F("tries") + 1, started_at=now, seen_at=now
    ):
        return None
    return Job.objects.select_related("owner").get(pk=job_id)


def _end(
    job: Job,
    life: Life,
    state: str,
    now: datetime,
    *,
    outcome: Mapping[str, object] | None = None,
    problem: Json | None = None,
) -> None:
    mine = Job.objects.filter(pk=job.pk, worker=life.name, state=State.RUNNING)
    mine.update(
        state=state, outcome=dict(outcome or {}), problem=problem or {}, ended_at=now, seen_at=now
    )


@transaction.atomic
def _put_back(job: Job, worker: str, now: datetime, *, counts: bool) -> int:
    """Put a running job back into the queue, or end it; tell whether it was still that worker's."""
    locked = (
        Job.objects.select_for_update()
        .filter(pk=job.pk, worker=worker, state=State.RUNNING)
        .first()
    )
    if locked is None:
        return 0
    locked.worker = ""
    if locked.cancel_asked:
        locked.state, locked.ended_at = State.CANCELLED, now
    elif counts and locked.tries >= MOST_TRIES:
        locked.state, locked.ended_at = State.FAILED, now
        locked.problem = interrupted(locked.tries)
    else:
        locked.state = State.QUEUED
        locked.tries -= 0 if counts else 1
        locked.task_id = enqueue(locked)
    locked.save()
    return 1


@transaction.atomic
def _queued_again(job: Job) -> int:
    """Put a waiting job into the queue when no entry there would start it; tell whether."""
    from django_tasks_db.models import DBTaskResult

    waiting = DBTaskResult.objects.filter(status="READY")
    if job.task_id is not None and waiting.filter(pk=job.task_id).exists():
        return 0
    locked = Job.objects.select_for_update().filter(pk=job.pk, state=State.QUEUED).first()
    if locked is None:
        return 0
    locked.task_id = enqueue(locked)
    locked.save(update_fields=["task_id"])
    return 1


def _report(job: Job, error: Exception) -> str:
    """Write down what nobody foresaw, for who runs the platform; return the name of the report."""
    log.error("job failed", exc_info=error, extra={"job": str(job.pk), "work": job.name})
    name = f"{job.pk}"
    folder = Home.from_environment().path / "logs"
    try:
        private_folder(folder)
        file = folder / f"job-{name}.log"
        with os.fdopen(os.open(file, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600), "a") as told:
            told.write("".join(traceback.format_exception(error)) + "\n")
    except OSError:
        log.exception("the report could not be written")
    return f"job-{name}"
