"""The tables of the life of a record: versions, reviews, files, and who may and did look."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models

from duijie.app.records.models.stored import ImportRun, State
from duijie.kernel.kinds import Disclosure
from duijie.kernel.words import N_

HIGHEST_SCORE = 5


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


class Review(models.Model):
    """What an officer found of a record that was submitted (审核): four axes and a decision."""

    class Decision(models.TextChoices):
        """What became of the submission (审核结论)."""

        PUBLISH = "publish", N_("Publish")
        RETURN = "return", N_("Return for correction")

    AXES: ClassVar[tuple[str, ...]] = ("novelty", "maturity", "market", "evidence")

    record_id = models.CharField(max_length=520)
    revision = models.BigIntegerField()  # the one that was read
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decision = models.CharField(max_length=10, choices=Decision.choices)
    novelty = models.PositiveSmallIntegerField(validators=[MaxValueValidator(HIGHEST_SCORE)])
    novelty_reason = models.CharField(max_length=1000)
    maturity = models.PositiveSmallIntegerField(validators=[MaxValueValidator(HIGHEST_SCORE)])
    maturity_reason = models.CharField(max_length=1000)
    market = models.PositiveSmallIntegerField(validators=[MaxValueValidator(HIGHEST_SCORE)])
    market_reason = models.CharField(max_length=1000)
    evidence = models.PositiveSmallIntegerField(validators=[MaxValueValidator(HIGHEST_SCORE)])
    evidence_reason = models.CharField(max_length=1000)
    advice = models.CharField(max_length=2000, blank=True, default="")
    reviewed_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["record_id", "-id"], name="review_record"),)

    def __str__(self) -> str:
        return f"{self.record_id} {self.decision}"


class Grant(models.Model):
    """An organisation that may open the partners' part of a record (披露授权)."""

    record_id = models.CharField(max_length=520)
    organization = models.ForeignKey(
        "accounts.RegisteredOrganization", on_delete=models.CASCADE, related_name="+"
    )
    basis = models.CharField(max_length=100)  # what it rests on, e.g. interest:7
    granted_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["record_id", "organization", "basis"], name="grant_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.record_id} → {self.organization_id}"


class Opening(models.Model):
    """Somebody opened a part of a record that is not open to all (查阅记录).

    An officer who opens what is not theirs gives a reason, and may look until `until`.
    """

    class Part(models.TextChoices):
        """What was opened (查阅内容)."""

        MEMBERS = "members", N_("Members' part")
        PARTNERS = "partners", N_("Partners' part")
        ATTACHMENT = "attachment", N_("File")
        OFFICIAL = "official", N_("Opened by an officer, with a reason")

    record_id = models.CharField(max_length=520)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    organization = models.ForeignKey(
        "accounts.RegisteredOrganization", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    part = models.CharField(max_length=10, choices=Part.choices)
    detail = models.CharField(max_length=300, blank=True, default="")
    reason = models.CharField(max_length=1000, blank=True, default="")
    opened_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["record_id", "-opened_at"], name="opening_record"),)

    def __str__(self) -> str:
        return f"{self.record_id} {self.part}"


class Attachment(models.Model):
    """A file that belongs to a record (附件); its bytes lie under their SHA-256."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    record_id = models.CharField(max_length=520, db_index=True)
    name = models.CharField(max_length=200)  # as it was called: shown, never a path
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    disclosure = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in Disclosure]
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class TypedForm(models.Model):
    """What somebody has typed into a form and not sent yet (暂存内容): nothing typed is lost."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    form = models.CharField(max_length=540)  # new:need, or edit:achievement:17
    typed = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "form"], name="typed_form_once"),)

    def __str__(self) -> str:
        return self.form


class Reminder(models.Model):
    """That the owner of a record was told that it runs out (到期提醒): once for each day."""

    record_id = models.CharField(max_length=520)
    due_on = models.DateField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["record_id", "due_on"], name="reminder_once"),
        )

    def __str__(self) -> str:
        return f"{self.record_id} {self.due_on}"
