"""The tables of saved searches: what is looked for, what was told of it, and by which letter."""

from uuid import uuid4

from django.conf import settings
from django.db import models

from duijie.kernel.words import N_

LONGEST_NAME = 120


class SavedSearch(models.Model):
    """What somebody wants to be told of (订阅): a match request, or a list of a library.

    New is what changed after the change number `since`, or after `since_at`. `seen_revision` is
    how far it was looked through: where nothing has changed since, there is nothing to do.
    """

    class Rhythm(models.TextChoices):
        """How often its owner is told (频率)."""

        AT_ONCE = "at_once", N_("At once")
        DAILY = "daily", N_("Once a day")
        WEEKLY = "weekly", N_("Once a week")

    class State(models.TextChoices):
        """Whether it is looked through (订阅状态)."""

        ACTIVE = "active", N_("Watched")
        PAUSED = "paused", N_("Paused")
        STOPPED = "stopped", N_("Stopped")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=LONGEST_NAME)
    request = models.ForeignKey(
        "matching.StoredRequest", models.CASCADE, null=True, blank=True, related_name="+"
    )
    filters = models.JSONField(default=dict)  # of a match request, as its form has them
    kind = models.CharField(max_length=40, blank=True, default="")  # of a library
    address = models.TextField(blank=True, default="")  # what narrows the library, as an address
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices, default=Rhythm.DAILY)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACTIVE)
    since = models.BigIntegerField()
    since_at = models.DateTimeField()
    seen_revision = models.BigIntegerField()
    due_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True, blank=True)
    problem = models.JSONField(default=dict, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["state", "due_at"], name="search_due"),
            models.Index(fields=["owner", "-saved_at"], name="search_owner"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_of_library(self) -> bool:
        """Tell whether it watches a list of a library."""
        return self.request_id is None


class Telling(models.Model):
    """One time that something new was told (通知批次), and what became of its letter.

    A letter is claimed before it is sent: cut off in between, it is never sent a second time.
    """

    class Mail(models.TextChoices):
        """What became of the letter (邮件状态)."""

        NONE = "none", N_("No letter: there is no address")
        WAITING = "waiting", N_("The letter is on its way")
        CLAIMED = "claimed", N_("It is not known whether the letter was sent")
        SENT = "sent", N_("The letter was sent")
        FAILED = "failed", N_("The letter could not be sent")
        LEFT_OUT = "left_out", N_("No letter: there was nothing left to tell")

    search = models.ForeignKey(SavedSearch, models.CASCADE, related_name="tellings")
    told_at = models.DateTimeField()
    count = models.PositiveIntegerField()
    mail = models.CharField(max_length=10, choices=Mail.choices)
    tries = models.PositiveSmallIntegerField(default=0)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["mail", "told_at"], name="telling_mail"),)

    def __str__(self) -> str:
        return f"{self.search_id} {self.told_at:%Y-%m-%d %H:%M}"


class ToldRecord(models.Model):
    """A record that was told in a search (已告知记录): never twice."""

    search = models.ForeignKey(SavedSearch, models.CASCADE, related_name="told")
    telling = models.ForeignKey(Telling, models.CASCADE, related_name="records")
    record_id = models.CharField(max_length=520)
    place = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["search", "record_id"], name="told_once"),)

    def __str__(self) -> str:
        return f"{self.search_id} {self.record_id}"
