"""The tables of matching: what was asked, what was shown, and what people made of it."""

from uuid import uuid4

from django.conf import settings
from django.db import models

from duijie.kernel.words import N_
from duijie.learn.feedback import EventReason

LONGEST_TEXT = 20_000  # characters; a longer need is refused with a word, never cut in silence
LONGEST_NOTE = 2000

REASON_WORDS: dict[str, str] = {
    EventReason.NOT_RELEVANT: N_("It is about something else"),
    EventReason.ONLY_PARTLY_FITS: N_("It fits only in part"),
    EventReason.TOO_EXPENSIVE: N_("Too expensive"),
    EventReason.CONFIDENTIAL: N_("Too little may be known of it"),
    EventReason.TIMING: N_("The timing does not suit"),
    EventReason.NOT_MATURE: N_("Not mature enough"),
    EventReason.HOLDER_SILENT: N_("The holder does not answer"),
    EventReason.ALREADY_KNOWN: N_("We know it already"),
    EventReason.OTHER: N_("Another reason"),
}


class StoredRequest(models.Model):
    """What somebody asked to be matched (匹配请求): a need in words, or a stored record.

    `name` is how the log of feedback calls it: the record, or a mark of its words, never the words.
    The words may be confidential: `permissions.py` says who reads them.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=520)
    title = models.CharField(max_length=500, blank=True, default="")
    text = models.TextField(max_length=LONGEST_TEXT, blank=True, default="")
    source_id = models.CharField(max_length=520, blank=True, default="")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    organization = models.ForeignKey(
        "accounts.RegisteredOrganization", models.CASCADE, related_name="+"
    )
    asked_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["organization", "name"], name="request_once"),
        )

    def __str__(self) -> str:
        return self.name


class ShownList(models.Model):
    """A match list that was shown (已展示清单): it has an address and can be gone back to.

    `shown` holds the places in the order in which they stood, `ranked` the order of the ranking
    itself, which is what is printed and shared; of each place the record, its level, chance and
    reasons. What a card says is read from the records anew: what was withdrawn is gone.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    request = models.ForeignKey(StoredRequest, models.CASCADE, related_name="lists")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    filters = models.JSONField(default=dict)  # as the form has them
    where = models.TextField(blank=True, default="")  # in the language of filters
    release = models.CharField(max_length=200, blank=True, default="")
    spent_ms = models.FloatField(default=0.0)
    shown = models.JSONField(default=list)
    ranked = models.JSONField(default=list)
    nearest = models.JSONField(default=list)  # for comparison, when nothing is credible
    missing = models.JSONField(default=list)
    next_steps = models.JSONField(default=list)

    class Meta:
        indexes = (
            models.Index(fields=["asked_by", "-asked_at"], name="list_asked_by"),
            models.Index(fields=["request", "-asked_at"], name="list_request"),
        )

    def __str__(self) -> str:
        return f"{self.request_id} {self.asked_at:%Y-%m-%d %H:%M}"


class ShortlistEntry(models.Model):
    """A record that is kept for a request (收藏), with a note, in an order of one's own."""

    request = models.ForeignKey(StoredRequest, models.CASCADE, related_name="shortlist")
    record_id = models.CharField(max_length=520)
    shown_list = models.ForeignKey(ShownList, models.SET_NULL, null=True, related_name="+")
    place = models.PositiveIntegerField()
    note = models.CharField(max_length=LONGEST_NOTE, blank=True, default="")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["request", "record_id"], name="shortlisted_once"),
        )
        ordering = ("place", "pk")

    def __str__(self) -> str:
        return f"{self.request_id} {self.place} {self.record_id}"


class SetAside(models.Model):
    """A record that somebody found not suitable for a request (不合适), and why."""

    request = models.ForeignKey(StoredRequest, models.CASCADE, related_name="set_aside")
    record_id = models.CharField(max_length=520)
    shown_list = models.ForeignKey(ShownList, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=40, choices=list(REASON_WORDS.items()))
    note = models.CharField(max_length=LONGEST_NOTE, blank=True, default="")
    set_aside_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    set_aside_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["request", "record_id"], name="set_aside_once"),
        )

    def __str__(self) -> str:
        return f"{self.request_id} {self.record_id} {self.reason}"


class Share(models.Model):
    """Somebody with whom a request, its lists and its shortlist are shared (共享)."""

    request = models.ForeignKey(StoredRequest, models.CASCADE, related_name="shares")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    note = models.CharField(max_length=LONGEST_NOTE, blank=True, default="")
    shared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    shared_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["request", "person"], name="shared_once"),)
        indexes = (models.Index(fields=["person", "-shared_at"], name="share_person"),)

    def __str__(self) -> str:
        return f"{self.request_id} → {self.person_id}"
