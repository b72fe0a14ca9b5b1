"""The tables of the records: one explicit model per kind, on one abstract parent.

Lengths, types and labels are those of `duijie.kernel.kinds`; `tests/app/test_models.py` proves it.
"""

from django.conf import settings
from django.db import models

from duijie.app.records.fields import WordsField
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
        # Both count() of live rows and changes(since) are answered from this one small index.
        indexes = (models.Index(fields=["revision", "state"], name="%(class)s_revision"),)

    def __str__(self) -> str:
        return self.record_id

    @property
    def identifier(self) -> str:
        """Return what identifies the record in its own world."""
        return self.record_id.partition(":")[2]


class Achievement(StoredRecord):
    """An achievement (科技成果)."""

    registration_number = models.CharField(
        "Registration number", max_length=100, blank=True, default=""
    )
    title = models.CharField("Title", max_length=500)
    summary = models.TextField("Summary", max_length=50_000, blank=True, default="")
    application = models.TextField("Application", max_length=10_000, blank=True, default="")
    keywords = WordsField("Keywords", blank=True, default=tuple)
    achievement_kind = models.CharField("Achievement kind", max_length=500, blank=True, default="")
    trl = models.PositiveSmallIntegerField("TRL", null=True, blank=True)
    holder = models.CharField("Holder", max_length=500, blank=True, default="")
    holder_uscc = models.CharField("Holder's USCC", max_length=500, blank=True, default="")
    inventors = WordsField("Inventors", blank=True, default=tuple)
    region_code = models.CharField("Region code", max_length=500, blank=True, default="")
    industry_code = models.CharField("Industry code", max_length=500, blank=True, default="")
    ipc_codes = WordsField("IPC codes", blank=True, default=tuple)
    discipline_code = models.CharField("Discipline code", max_length=500, blank=True, default="")
    patent_numbers = WordsField("Patent numbers", blank=True, default=tuple)
    completed_on = models.DateField("Completed on", null=True, blank=True)
    valid_until = models.DateField("Valid until", null=True, blank=True)
    visibility = models.CharField("Visibility", max_length=500, blank=True, default="")


class Need(StoredRecord):
    """A technical need (技术需求)."""

    need_number = models.CharField("Need number", max_length=100, blank=True, default="")
    title = models.CharField("Title", max_length=500)
    description = models.TextField("Description", max_length=50_000, blank=True, default="")
    keywords = WordsField("Keywords", blank=True, default=tuple)
    need_kind = models.CharField("Need kind", max_length=500, blank=True, default="")
    trl = models.PositiveSmallIntegerField("Required TRL", null=True, blank=True)
    budget_yuan = models.BigIntegerField("Budget", null=True, blank=True)
    organization = models.CharField("Organization", max_length=500, blank=True, default="")
    organization_uscc = models.CharField(
        "Organization's USCC", max_length=500, blank=True, default=""
    )
    region_code = models.CharField("Region code", max_length=500, blank=True, default="")
    industry_code = models.CharField("Industry code", max_length=500, blank=True, default="")
    published_on = models.DateField("Published on", null=True, blank=True)
    deadline = models.DateField("Deadline", null=True, blank=True)
    visibility = models.CharField("Visibility", max_length=500, blank=True, default="")


class Organization(StoredRecord):
    """An organisation (单位)."""

    uscc = models.CharField("USCC", max_length=500, blank=True, default="")
    name = models.CharField("Name", max_length=500)
    organization_kind = models.CharField(
        "Organization kind", max_length=500, blank=True, default=""
    )
    business_scope = models.TextField("Business scope", max_length=20_000, blank=True, default="")
    main_products = WordsField("Main products", blank=True, default=tuple)
    qualifications = WordsField("Qualifications", blank=True, default=tuple)
    region_code = models.CharField("Region code", max_length=500, blank=True, default="")
    industry_code = models.CharField("Industry code", max_length=500, blank=True, default="")
    registered_capital_yuan = models.BigIntegerField("Registered capital", null=True, blank=True)
    founded_on = models.DateField("Founded on", null=True, blank=True)
    visibility = models.CharField("Visibility", max_length=500, blank=True, default="")


class Expert(StoredRecord):
    """An expert (专家)."""

    expert_number = models.CharField("Expert number", max_length=100, blank=True, default="")
    name = models.CharField("Name", max_length=500)
    research_fields = models.TextField("Research fields", max_length=10_000, blank=True, default="")
    biography = models.TextField("Biography", max_length=50_000, blank=True, default="")
    keywords = WordsField("Keywords", blank=True, default=tuple)
    academic_rank = models.CharField("Academic rank", max_length=100, blank=True, default="")
    organization = models.CharField("Organization", max_length=500, blank=True, default="")
    organization_uscc = models.CharField(
        "Organization's USCC", max_length=500, blank=True, default=""
    )
    region_code = models.CharField("Region code", max_length=500, blank=True, default="")
    industry_code = models.CharField("Industry code", max_length=500, blank=True, default="")
    discipline_code = models.CharField("Discipline code", max_length=500, blank=True, default="")
    visibility = models.CharField("Visibility", max_length=500, blank=True, default="")


class Patent(StoredRecord):
    """A patent (专利)."""

    publication_number = models.CharField(
        "Publication number", max_length=500, blank=True, default=""
    )
    application_number = models.CharField(
        "Application number", max_length=500, blank=True, default=""
    )
    title = models.CharField("Title", max_length=500)
    abstract = models.TextField("Abstract", max_length=50_000, blank=True, default="")
    keywords = WordsField("Keywords", blank=True, default=tuple)
    patent_kind = models.CharField("Patent kind", max_length=500, blank=True, default="")
    applicant = models.CharField("Applicant", max_length=500, blank=True, default="")
    applicant_uscc = models.CharField("Applicant's USCC", max_length=500, blank=True, default="")
    inventors = WordsField("Inventors", blank=True, default=tuple)
    ipc_codes = WordsField("IPC codes", blank=True, default=tuple)
    filed_on = models.DateField("Filed on", null=True, blank=True)
    published_on = models.DateField("Published on", null=True, blank=True)
    expires_on = models.DateField("Expires on", null=True, blank=True)
    legal_status = models.CharField("Legal status", max_length=100, blank=True, default="")
    region_code = models.CharField("Region code", max_length=500, blank=True, default="")
    industry_code = models.CharField("Industry code", max_length=500, blank=True, default="")
    visibility = models.CharField("Visibility", max_length=500, blank=True, default="")


class RecordVersion(models.Model):
    """What a record said before a change (记录版本): who changed it, when and in which way.

    `before` holds the fields that the change gave another value, with their values before; in JSON.
    An import keeps a version of each record that it changed, none of those it brought in.
    """

    record_id = models.CharField(max_length=520)
    revision = models.BigIntegerField()  # of the change, as the record has it afterwards
    state_before = models.CharField(max_length=12, choices=State.choices)
    before = models.JSONField(default=dict)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, null=True, related_name="versions")
    reason = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        indexes = (models.Index(fields=["record_id", "-revision"], name="version_record"),)

    def __str__(self) -> str:
        return f"{self.record_id} @ {self.revision}"


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


RECORD_MODELS: dict[str, type[StoredRecord]] = {
    "achievement": Achievement,
    "need": Need,
    "organization": Organization,
    "expert": Expert,
    "patent": Patent,
}
