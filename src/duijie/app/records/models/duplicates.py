"""The tables of what is probably the same thing."""

from django.db import models


class DuplicateGroup(models.Model):
    """Records that are probably the same thing (疑似重复)."""

    kind = models.CharField(max_length=40, db_index=True)
    method = models.CharField(max_length=20)
    similarity = models.FloatField()
    found_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} {self.method} {self.pk}"


class DuplicateMember(models.Model):
    """One record of a duplicate group (重复成员), in the order of the group."""

    group = models.ForeignKey(DuplicateGroup, on_delete=models.CASCADE, related_name="members")
    position = models.PositiveIntegerField()
    record_id = models.CharField(max_length=520, db_index=True)

    class Meta:
        ordering = ("group_id", "position")

    def __str__(self) -> str:
        return self.record_id
