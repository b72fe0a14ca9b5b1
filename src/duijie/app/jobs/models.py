"""The tables of background jobs: what runs, how far it is, how it ended, and what is due when."""

from uuid import uuid4

from django.conf import settings
from django.db import models

from duijie.kernel.words import N_


class Job(models.Model):
    """Long work in the background (后台任务): a row that pages and commands show."""

    class State(models.TextChoices):
        """How far a job is (任务状态)."""

        QUEUED = "queued", N_("Waiting")
        RUNNING = "running", N_("Running")
        DONE = "done", N_("Done")
        FAILED = "failed", N_("Failed")
        CANCELLED = "cancelled", N_("Cancelled")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=60)  # of the work, e.g. imports.run
    title = models.JSONField(default=dict)  # a phrase: message and values
    link = models.CharField(max_length=300, blank=True, default="")  # the page that it is about
    parameters = models.JSONField(default=dict)
    # Who asked for it; none: the platform itself.
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    stage = models.CharField(max_length=60, blank=True, default="")
    note = models.CharField(max_length=300, blank=True, default="")
    finished_units = models.BigIntegerField(default=0)
    total_units = models.BigIntegerField(null=True, blank=True)
    cancel_asked = models.BooleanField(default=False)
    tries = models.PositiveSmallIntegerField(default=0)
    task_id = models.UUIDField(null=True, editable=False)  # its entry in the queue
    # Which worker has it. Only who still stands here may write: who was taken for dead may not.
    worker = models.CharField(max_length=64, blank=True, default="")
    outcome = models.JSONField(default=dict)
    problem = models.JSONField(default=dict)  # code, phrases and values of the error
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)  # when the worker last said it lives
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["owner", "-asked_at"], name="job_owner"),
            models.Index(fields=["state", "asked_at"], name="job_state"),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.state}"

    @property
    def is_ended(self) -> bool:
        """Tell whether nothing more will happen."""
        return self.state not in {self.State.QUEUED, self.State.RUNNING}


class Periodic(models.Model):
    """Work that comes round (定时任务): when it is due next, and how it last went."""

    name = models.CharField(max_length=60, primary_key=True)
    due_at = models.DateTimeField()
    ran_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=1000, blank=True, default="")

    def __str__(self) -> str:
        return self.name


class ScheduleLease(models.Model):
    """Which worker keeps the schedule (调度权): one row; it lapses when it is not renewed."""

    worker = models.CharField(max_length=64, blank=True, default="")
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.worker
