"""The table of the audit log: rows are added and chained by hash, never changed."""

from django.conf import settings
from django.db import models


class AuditEntry(models.Model):
    """Somebody did or saw something (审计记录).

    `digest` is the SHA-256 of the entry and of the digest before it: whoever changes or removes a
    row breaks the chain from there on.
    """

    at = models.DateTimeField(db_index=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor = models.CharField(max_length=200)
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=600)
    values = models.JSONField(default=dict)
    request_id = models.CharField(max_length=64, blank=True, default="")
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = (
            models.Index(fields=["subject", "at"], name="audit_subject"),
            models.Index(fields=["verb", "-id"], name="audit_verb"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.verb} {self.subject}"


class AuditHead(models.Model):
    """The digest of the newest entry (链头): one row, locked while an entry is added."""

    digest = models.CharField(max_length=64, blank=True, default="")
    entries = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return self.digest
