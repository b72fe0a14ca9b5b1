"""Background jobs: how far they are, and stopping them."""

from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from duijie.app.api.answering import answer
from duijie.app.api.auth import actor_of_call
from duijie.app.api.operations import Told, operation
from duijie.app.api.paging import USUAL, Cursor, Limit, Listing, page_of
from duijie.app.api.shapes import page, plain
from duijie.app.jobs.actions import cancel_job
from duijie.app.jobs.models import Job
from duijie.app.jobs.queries import JobShown, job_of, jobs_of, shown
from duijie.app.shared.scopes import Scope
from duijie.app.shared.words import lang_now
from duijie.kernel.clock import system_clock

router = Router()
TAG: Final = "jobs"
JOB: Final = plain(
    id={"type": "string", "format": "uuid"}, name="string", title="string",
    state={"enum": list(Job.State.values)}, stage="string", percent="integer?",
    problem="string", cancel_asked="boolean", asked_at="string", started_at="string?",
    ended_at="string?",
)  # fmt: skip


@operation(router, "GET", "/jobs", Scope.IMPORTS_READ, Told("List jobs", TAG, {200: page(JOB)}))
def list_jobs(
    request: HttpRequest,
    limit: Limit = USUAL,
    cursor: Cursor = "",
) -> HttpResponse:
    """Return the jobs that you asked for, newest first; officers see all."""
    listing = Listing("jobs")
    after = listing.after(cursor)
    before = datetime.fromisoformat(str(after)) if after else None
    found = jobs_of(actor_of_call(request), lang_now(), before=before, limit=limit + 1)
    keys = [one.asked_at.isoformat() for one in found]
    return answer(page_of(listing, [_told(one) for one in found], keys, limit))


@operation(
    router, "GET", "/jobs/{uuid:job_id}", Scope.IMPORTS_READ, Told("Get a job", TAG, {200: JOB})
)
def get_job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Return how far a job is."""
    return answer(_told(shown(job_of(actor_of_call(request), job_id), lang_now())))


@operation(
    router, "POST", "/jobs/{uuid:job_id}/cancel", Scope.IMPORTS_WRITE,
    Told("Stop a job", TAG, {200: JOB}),
)  # fmt: skip
def stop_job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Ask a job to stop: it ends at its next step, and what it stored until then stays."""
    actor = actor_of_call(request)
    cancel_job(actor, job_of(actor, job_id), system_clock())
    return answer(_told(shown(job_of(actor, job_id), lang_now())))


def _told(job: JobShown) -> dict[str, Any]:
    return {
        "id": str(job.id),
        "name": job.name,
        "title": job.title,
        "state": job.state,
        "stage": job.stage,
        "percent": job.percent,
        "problem": job.problem,
        "cancel_asked": job.cancel_asked,
        "asked_at": _moment(job.asked_at),
        "started_at": _moment(job.started_at),
        "ended_at": _moment(job.ended_at),
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None
