"""Reads: jobs as pages and commands show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError

from duijie.app.jobs.models import Job
from duijie.app.jobs.permissions import sees_all
from duijie.app.jobs.phrases import from_json, word_problem
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import allowed, require
from duijie.app.stages import stage_name
from duijie.kernel.errors import GoneError
from duijie.kernel.words import N_, Lang, say

PAGE = 50


@dataclass(frozen=True, slots=True)
class JobShown:
    """A job in words (任务)."""

    id: UUID
    name: str
    title: str
    state: str
    state_name: str
    is_ended: bool
    stage: str
    note: str
    finished: str
    total: str
    percent: int | None
    seconds_left: int | None
    cancel_asked: bool
    tries: int
    problem: str
    outcome: Mapping[str, object]
    link: str
    owner: str
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    seconds: float | None


def job_of(actor: Actor, job_id: UUID | str) -> Job:
    """Return a job that the actor may see.

    Raises:
        GoneError: there is none, or not for them.
    """
    try:
        job = Job.objects.select_related("owner").filter(pk=job_id).first()
    except ValidationError:  # not an id at all
        job = None
    if job is None or not allowed(actor, "jobs.see", job):
        raise GoneError(thing=N_("background job"), name=str(job_id))
    return job


def jobs_of(
    actor: Actor, lang: Lang, *, before: datetime | None = None, limit: int = PAGE
) -> list[JobShown]:
    """Return the newest jobs that the actor may see: their own, or all; two queries at most."""
    require(actor, "jobs.list")
    rows = Job.objects.select_related("owner").order_by("-asked_at")
    if not sees_all(actor):
        rows = rows.filter(owner_id=actor.user_id)
    if before is not None:
        rows = rows.filter(asked_at__lt=before)
    return [shown(job, lang) for job in rows[:limit]]


def shown(job: Job, lang: Lang) -> JobShown:
    """Return a job in words of a language."""
    return JobShown(
        id=job.pk,
        name=job.name,
        title=from_json(job.title).worded(lang),
        state=job.state,
        state_name=say(lang, Job.State(job.state).label),
        is_ended=job.is_ended,
        stage=stage_name(job.stage, lang),
        note=job.note,
        finished=f"{job.finished_units:,}" if job.finished_units else "",
        total=f"{job.total_units:,}" if job.total_units else "",
        percent=_percent(job),
        seconds_left=_seconds_left(job),
        cancel_asked=job.cancel_asked,
        tries=job.tries,
        problem=word_problem(job.problem, lang),
        outcome=job.outcome,
        link=job.link,
        owner=str(job.owner) if job.owner else "",
        asked_at=job.asked_at,
        started_at=job.started_at,
        ended_at=job.ended_at,
        seconds=(job.ended_at - job.started_at).total_seconds()
        if job.ended_at and job.started_at
        else None,
    )


def _percent(job: Job) -> int | None:
    if job.state == Job.State.DONE:
        return 100
    if not job.total_units:
        return None
    return min(100, 100 * job.finished_units // job.total_units)


def _seconds_left(job: Job) -> int | None:
    """Return about how long it lasts, from three seconds on and by what is done since the start."""
    if job.state != Job.State.RUNNING or not (job.total_units and job.finished_units):
        return None
    if job.started_at is None or job.seen_at is None:
        return None
    passed = (job.seen_at - job.started_at).total_seconds()
    left = passed * (job.total_units - job.finished_units) / job.finished_units
    return int(left) if passed >= 1 and left >= 3 else None
