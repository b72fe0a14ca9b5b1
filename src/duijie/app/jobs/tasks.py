"""Work of the queue: running a job; and forgetting what ended long ago."""

from datetime import datetime, timedelta

from django_tasks import task

from duijie.app.jobs.models import Job
from duijie.app.jobs.registry import every
from duijie.kernel.clock import system_clock

QUEUE_KEPT = timedelta(days=7)
JOBS_KEPT = timedelta(days=180)


@task()
def run_job(job_id: str) -> None:
    """Run a job; how it goes stands in its own row."""
    from duijie.app.jobs.running import run

    run(job_id, system_clock)


@every("1d")
def forget_old_jobs(now: datetime) -> None:
    """Forget entries of the queue after a week and ended jobs after half a year."""
    from django_tasks_db.models import DBTaskResult

    DBTaskResult.objects.exclude(status="READY").filter(started_at__lt=now - QUEUE_KEPT).delete()
    Job.objects.filter(ended_at__lt=now - JOBS_KEPT).delete()
