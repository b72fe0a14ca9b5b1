"""The tables of feedback: rows are added and never changed.

Names, lengths and meanings are those of `duijie.learn.feedback`; who acted is a pseudonym.
"""

from django.db import models

LONGEST_NAME = 200
LONGEST_ACTOR = 40


class Impression(models.Model):
    """One record that stood in one shown list (曝光)."""

    list_id = models.CharField(max_length=LONGEST_NAME)
    request_id = models.CharField(max_length=LONGEST_NAME)
    record_id = models.CharField(max_length=LONGEST_NAME)
    rank = models.PositiveIntegerField()
    shown_at = models.DateTimeField()
    propensity = models.FloatField(default=1.0)
    places = models.JSONField(default=list)
    list_propensity = models.FloatField(default=0.0)
    release = models.CharField(max_length=LONGEST_NAME, blank=True, default="")
    page = models.CharField(max_length=LONGEST_NAME, blank=True, default="")
    actor = models.CharField(max_length=LONGEST_ACTOR, blank=True, default="")
    actor_kind = models.CharField(max_length=LONGEST_ACTOR, default="unknown")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["list_id", "record_id"], name="impression_once"),
        )
        indexes = (models.Index(fields=["request_id", "record_id"], name="impression_pair"),)

    def __str__(self) -> str:
        return f"{self.list_id} {self.rank} {self.record_id}"


class ShadowRank(models.Model):
    """Where a shadow ranker would have put a record of a shown list (影子名次)."""

    list_id = models.CharField(max_length=LONGEST_NAME)
    record_id = models.CharField(max_length=LONGEST_NAME)
    release = models.CharField(max_length=LONGEST_NAME)
    rank = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["list_id", "release", "record_id"], name="shadow_rank_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.list_id} {self.release} {self.rank} {self.record_id}"


class FeedbackEvent(models.Model):
    """Something that happened between a request and a record (反馈事件)."""

    event_id = models.CharField(max_length=LONGEST_NAME, unique=True)
    kind = models.CharField(max_length=40)
    request_id = models.CharField(max_length=LONGEST_NAME)
    record_id = models.CharField(max_length=LONGEST_NAME)
    occurred_at = models.DateTimeField()
    list_id = models.CharField(max_length=LONGEST_NAME, blank=True, default="")
    actor = models.CharField(max_length=LONGEST_ACTOR, blank=True, default="")
    actor_kind = models.CharField(max_length=40, default="unknown")
    seconds = models.FloatField(null=True, blank=True)
    reason = models.CharField(max_length=40, blank=True, default="")
    stage = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        indexes = (models.Index(fields=["request_id", "record_id"], name="event_pair"),)

    def __str__(self) -> str:
        return f"{self.event_id} {self.kind}"


class RetractedEvent(models.Model):
    """That somebody took an event back (撤回的反馈): it stays, and is not learned from."""

    event_id = models.CharField(max_length=LONGEST_NAME, unique=True)
    retracted_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.event_id


class StoredJudgement(models.Model):
    """A level that a person gave to a pair (相关性标注); the newest row of a judge counts."""

    judge = models.CharField(max_length=LONGEST_NAME)
    request_id = models.CharField(max_length=LONGEST_NAME)
    record_id = models.CharField(max_length=LONGEST_NAME)
    level = models.PositiveSmallIntegerField()
    weight = models.FloatField(default=1.0)
    stored_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["judge", "request_id", "record_id"], name="judgement_pair"),
        )

    def __str__(self) -> str:
        return f"{self.judge} {self.request_id} {self.record_id} {self.level}"
