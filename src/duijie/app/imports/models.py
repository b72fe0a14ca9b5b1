"""The table of imports in the browser: one row for each file that was uploaded."""

from uuid import uuid4

from django.conf import settings
from django.db import models

from duijie.kernel.words import N_


class FileImport(models.Model):
    """One file that somebody imports (文件导入), from the upload to its undoing."""

    class Step(models.TextChoices):
        """How far an import is (导入步骤)."""

        UPLOADED = "uploaded", N_("Columns to be assigned")
        MAPPED = "mapped", N_("To be looked at")
        RUNNING = "running", N_("Importing")
        DONE = "done", N_("Imported")
        UNDOING = "undoing", N_("Being taken back")
        UNDONE = "undone", N_("Taken back")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=200)  # of the file: shown, never a path
    size = models.BigIntegerField()
    sheet = models.CharField(max_length=200, blank=True, default="")
    lang = models.CharField(max_length=2, default="zh")  # of the file of errors
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    # Whose the records will be; none: the platform's own.
    organization = models.ForeignKey(
        "accounts.RegisteredOrganization", on_delete=models.PROTECT, null=True, related_name="+"
    )
    step = models.CharField(max_length=10, choices=Step.choices, default=Step.UPLOADED)
    # [header, field, unit in yuan] of every column.
    columns = models.JSONField(default=list)
    visibility = models.CharField(max_length=20, blank=True, default="")
    publishes = models.BooleanField(default=False)
    checked = models.JSONField(default=dict)  # what the whole file will do
    report = models.JSONField(default=dict)  # what it did
    taken_back = models.JSONField(default=dict)  # how far the undoing is, and what it left
    job = models.ForeignKey("jobs.Job", on_delete=models.SET_NULL, null=True, related_name="+")
    run = models.ForeignKey(
        "records.ImportRun", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    uploaded_at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["asked_by", "-uploaded_at"], name="import_asked_by"),
            models.Index(fields=["organization", "-uploaded_at"], name="import_organization"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"
