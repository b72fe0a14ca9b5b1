"""The table of notices."""

from django.conf import settings
from django.db import models


class Notice(models.Model):
    """One thing that one person is told (通知), worded when it is read."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    phrase = models.JSONField()
    link = models.CharField(max_length=700, blank=True, default="")
    told_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["user", "-id"], name="notice_user"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.link}"
