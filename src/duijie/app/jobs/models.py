"""The table of background jobs: what runs, how far it is, how it ended."""

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
    title = models.CharField(max_length=300)
    parameters = models.JSONField(default=dict)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    stage = models.CharField(max_length=60, blank=True, default="")
    finished_units = models.BigIntegerField(default=0)
    total_units = models.BigIntegerField(null=True, blank=True)
    cancel_asked = models.BooleanField(default=False)
    tries = models.PositiveSmallIntegerField(default=0)
    outcome = models.JSONField(default=dict)
    problem = models.JSONField(default=dict)  # code and message of the error, by language
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
