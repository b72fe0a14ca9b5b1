"""Views: the list of jobs, one job with its progress, cancel and try again."""

from datetime import UTC, datetime
from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from duijie.app.accounts.middleware import AskedRequest
from duijie.app.jobs.actions import cancel_job, retry_job
from duijie.app.jobs.queries import PAGE, job_of, jobs_of, shown
from duijie.app.shared.words import lang_now
from duijie.kernel.clock import system_clock

# What htmx takes as a wish to load the whole page anew: the page knows what follows.
ENDED_HEADER = "HX-Refresh"


@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """Show the newest jobs, and how to come to the older ones."""
    before = _moment(request.GET.get("before", ""))
    found = jobs_of(cast("AskedRequest", request).actor, lang_now(), before=before)
    older = found[-1].asked_at.isoformat() if len(found) == PAGE else ""
    return render(request, "jobs/jobs.html", {"jobs": found, "older": older})


@require_safe
@never_cache
def job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Show one job: how far it is, or how it ended."""
    found = job_of(cast("AskedRequest", request).actor, job_id)
    return render(request, "jobs/job.html", {"job": shown(found, lang_now())})


@require_safe
@never_cache
def progress(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Show only the progress of a job, for a page that asks every second."""
    found = job_of(cast("AskedRequest", request).actor, job_id)
    response = render(request, "jobs/_progress.html", {"job": shown(found, lang_now())})
    if found.is_ended:
        response[ENDED_HEADER] = "true"
    return response


@require_POST
def cancel(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Stop a job."""
    actor = cast("AskedRequest", request).actor
    cancel_job(actor, job_of(actor, job_id), system_clock())
    return redirect("job", job_id=job_id)


@require_POST
def retry(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Try a job again."""
    actor = cast("AskedRequest", request).actor
    retry_job(actor, job_of(actor, job_id), system_clock())
    return redirect("job", job_id=job_id)


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
        if moment is None or moment.tzinfo is None:
            return None
        return moment.astimezone(UTC)  # the first hour of year 1 has none
    except (ValueError, OverflowError):
        return None
