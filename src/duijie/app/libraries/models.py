"""The tables of changes to many records: what was asked, and what became of each record."""

from uuid import uuid4

from django.conf import settings
from django.db import models


class BulkChange(models.Model):
    """One change asked for many records at once (批量修改)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=40)
    what = models.CharField(max_length=30)
    values = models.JSONField(default=dict)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    undo_asked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.what} {self.kind} {self.id}"


class BulkStep(models.Model):
    """What became of one record of a change (单条处理).

    `revision` is that of the record after it: an undo goes only so far back.
    """

    class State(models.TextChoices):
        """How far the change of one record is (处理状态)."""

        WAITING = "waiting", "Waiting"
        DONE = "done", "Done"
        SAME = "same", "Same"
        REFUSED = "refused", "Refused"
        UNDONE = "undone", "Undone"
        KEPT = "kept", "Kept"  # could not be undone

    change = models.ForeignKey(BulkChange, models.CASCADE, related_name="steps")
    record_id = models.CharField(max_length=520)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    revision = models.BigIntegerField(null=True, blank=True)
    problem = models.JSONField(default=dict)  # the message by language

    class Meta:
        indexes = (models.Index(fields=["change", "state"], name="bulk_step_state"),)

    def __str__(self) -> str:
        return f"{self.record_id} {self.state}"
