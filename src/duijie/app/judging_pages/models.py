"""The tables of judging: who started a round, and who of the platform's people judge in it.

What is judged, and every answer, is in the files of the round, where the command line has it too.
"""

from django.conf import settings
from django.db import models

LONGEST_NAME = 60


class StartedRound(models.Model):
    """A judging round that was started in the browser (标注批次)."""

    name = models.CharField(max_length=LONGEST_NAME, unique=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    started_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True, blank=True)
    through_at = models.DateTimeField(null=True, blank=True)  # when the last judge was through
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """A judge of a round (标注席位): under which pseudonym, and how many answers are open."""

    round = models.ForeignKey(StartedRound, models.CASCADE, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    judge = models.CharField(max_length=LONGEST_NAME)
    left = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["round", "user"], name="one_seat"),)
        indexes = (models.Index(fields=["user", "left"], name="seat_user"),)

    def __str__(self) -> str:
        return f"{self.round_id} {self.judge}"
