"""Writes: a job is asked for, cancelled, tried again; each with its entry in the queue."""

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from duijie.app.audit.actions import note
from duijie.app.jobs.models import Job
from duijie.app.jobs.phrases import to_json
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import require
from duijie.kernel.words import Phrase

State = Job.State


@transaction.atomic
def start_job(
    actor: Actor,
    name: str,
    title: Phrase,
    parameters: Mapping[str, object],
    *,
    now: datetime,
    link: str = "",
) -> Job:
    """Ask for work in the background and return its job; it is in the queue with the commit.

    The caller has checked that the actor may have this done. The parameters are plain JSON values;
    `link` is the page that tells what came of it.
    """
    job = Job(
        id=uuid4(),
        name=name,
        title=to_json(title),
        link=link,
        parameters=dict(parameters),
        owner_id=actor.user_id,
        asked_at=now,
    )
    job.task_id = enqueue(job)
    job.save(force_insert=True)
    return job


@transaction.atomic
def cancel_job(actor: Actor, job: Job, now: datetime) -> Job:
    """Stop a job: at once while it waits, at the next sign of progress while it runs."""
    require(actor, "jobs.cancel", job)
    locked = Job.objects.select_for_update().get(pk=job.pk)
    if locked.is_ended or locked.cancel_asked:
        return locked
    locked.cancel_asked = True
    if locked.state == State.QUEUED:
        locked.state, locked.ended_at = State.CANCELLED, now
    locked.save(update_fields=["cancel_asked", "state", "ended_at"])
    note("jobs.cancel", f"job:{locked.pk}", by=actor, now=now, values={"work": locked.name})
    return locked


@transaction.atomic
def retry_job(actor: Actor, job: Job, now: datetime) -> Job:
    """Put a job that failed or was cancelled into the queue again."""
    require(actor, "jobs.cancel", job)
    locked = Job.objects.select_for_update().get(pk=job.pk)
    if locked.state not in {State.FAILED, State.CANCELLED}:
        return locked
    locked.state, locked.cancel_asked, locked.tries = State.QUEUED, False, 0
    locked.problem, locked.outcome, locked.ended_at = {}, {}, None
    locked.worker, locked.asked_at = "", now
    locked.task_id = enqueue(locked)
    locked.save()
    note("jobs.retry", f"job:{locked.pk}", by=actor, now=now, values={"work": locked.name})
    return locked


def enqueue(job: Job) -> str:
    """Put a job into the queue and return the id of the entry; within the caller's transaction."""
    from duijie.app.jobs.tasks import run_job

    return str(run_job.enqueue(str(job.pk)).id)
