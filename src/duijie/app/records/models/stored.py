"""What every record has, the runs that bring records in, and the change number."""

from django.conf import settings
from django.db import models

from duijie.kernel.words import N_


class State(models.TextChoices):
    """How far a record is (记录状态); only what is published is indexed and shown to others."""

    DRAFT = "draft", N_("Draft")
    UNDER_REVIEW = "under_review", N_("Under review")
    PUBLISHED = "published", N_("Published")
    EXPIRED = "expired", N_("Expired")
    WITHDRAWN = "withdrawn", N_("Withdrawn")


class RevisionCounter(models.Model):
    """The newest change number (变更序号) given out: one row, raised by every write."""

    last = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.last)


class ImportRun(models.Model):
    """One import of one file (导入批次), and how far it came."""

    class Status(models.TextChoices):
        """Whether the run has come to its end (批次状态)."""

        RUNNING = "running", "Running"
        FINISHED = "finished", "Finished"

    kind = models.CharField(max_length=40)
    source_name = models.CharField(max_length=1000)
    source_hash = models.CharField(max_length=128)
    mapping_hash = models.CharField(max_length=128)
    withdraw_missing = models.BooleanField(default=False)
    # What new records start as; those that are there keep their state unless it is `published`.
    state_of_new = models.CharField(max_length=12, choices=State.choices, default=State.PUBLISHED)
    # Who imported and for whom; none on the command line.
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    owner = models.ForeignKey(
        "accounts.RegisteredOrganization", on_delete=models.PROTECT, null=True, related_name="+"
    )
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.RUNNING)
    rows_done = models.BigIntegerField(default=0)
    created = models.BigIntegerField(default=0)
    updated = models.BigIntegerField(default=0)
    unchanged = models.BigIntegerField(default=0)
    rejected = models.BigIntegerField(default=0)
    withdrawn = models.BigIntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["kind", "source_hash"], name="run_kind_source"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.source_name}"


class StoredRecord(models.Model):
    """What every record has, whatever its kind (记录)."""

    record_id = models.CharField(max_length=520, unique=True)
    content_hash = models.CharField(max_length=32)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PUBLISHED)
    revision = models.BigIntegerField()
    import_run = models.ForeignKey(
        ImportRun, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    # The run that brought the record in; a run is undone by it and by the versions before the run.
    first_run = models.ForeignKey(
        ImportRun, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    # Who may edit it and is asked for it; none: whoever runs the platform.
    owner = models.ForeignKey(
        "accounts.RegisteredOrganization", on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        abstract = True
        indexes = (
            # Both count() of live rows and changes(since) are answered from this one small index.
            models.Index(fields=["revision", "state"], name="%(class)s_revision"),
            # One's own list and its counts: 285 → 41 ms where 300,000 of 800,000 are one owner's.
            models.Index(
                fields=["owner", "state", "updated_at", "id"],
                name="%(class)s_own",
                condition=models.Q(owner__isnull=False),
            ),
            # What waits for a review, asked by every home page of an officer: 250 ms → none.
            models.Index(
                fields=["state", "updated_at"],
                name="%(class)s_waiting",
                condition=models.Q(state=State.UNDER_REVIEW.value),
            ),
            # What an import brought: counted by state, and taken back in the order it came.
            models.Index(fields=["first_run", "state", "id"], name="%(class)s_run_state"),
            models.Index(fields=["first_run", "id"], name="%(class)s_run"),
        )

    def __str__(self) -> str:
        return self.record_id

    @property
    def identifier(self) -> str:
        """Return what identifies the record in its own world."""
        return self.record_id.partition(":")[2]
