"""The tables of the API: calls counted, answers kept for repeats, and where records come from."""

from django.conf import settings
from django.db import models


class CallWindow(models.Model):
    """How many calls a caller made in a minute (调用计数), counted for all processes."""

    caller = models.CharField(max_length=80)
    minute = models.BigIntegerField()
    calls = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["caller", "minute"], name="call_window_once"),
        )

    def __str__(self) -> str:
        return f"{self.caller} {self.minute} {self.calls}"


class KeptAnswer(models.Model):
    """The answer to a call with an idempotency key (幂等应答), given again when it is repeated."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    call = models.CharField(max_length=64)  # digest of method, address and body
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=bytes)
    kept_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "key"], name="kept_answer_once"),)

    def __str__(self) -> str:
        return f"{self.key} {self.status}"


class ForeignLine(models.Model):
    """What came from another installation (外来记录): where from, and what it says.

    A record is stored with the other records and only named here; a match or a deal is kept here.
    """

    type = models.CharField(max_length=40)
    origin = models.CharField(max_length=300)
    origin_id = models.CharField(max_length=520)
    record_id = models.CharField(max_length=520, blank=True, default="", db_index=True)
    content = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    licence = models.CharField(max_length=200, blank=True, default="")
    visibility = models.CharField(max_length=20)
    changed_at = models.DateTimeField()
    received_at = models.DateTimeField()
    through = models.CharField(max_length=300, default="")  # the installation that sent it
    seen_in = models.CharField(max_length=32)  # the import that named it last
    is_withdrawn = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["type", "origin", "origin_id"], name="foreign_once"),
        )

    def __str__(self) -> str:
        return f"{self.origin} {self.origin_id}"
