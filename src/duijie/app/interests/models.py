"""The table of expressions of interest."""

from uuid import uuid4

from django.conf import settings
from django.db import models

from duijie.kernel.words import N_


class ExpressionOfInterest(models.Model):
    """One organisation would like to work with the owner of a record (合作意向).

    Once it is accepted, the partners' part of the record is open to the sender, and that of
    `own_record_id`, if the sender named one, to the owner. `terms` is the text that the sender
    agreed to when sending; it comes from the settings of the installation.
    """

    class State(models.TextChoices):
        """How far it is (意向状态)."""

        SENT = "sent", N_("Waiting for an answer")
        ACCEPTED = "accepted", N_("Accepted")
        DECLINED = "declined", N_("Declined")
        WITHDRAWN = "withdrawn", N_("Taken back")
        EXPIRED = "expired", N_("Not answered in time")
        ENDED = "ended", N_("Ended")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    record_id = models.CharField(max_length=520)
    own_record_id = models.CharField(max_length=520, blank=True, default="")
    sender = models.ForeignKey(
        "accounts.RegisteredOrganization", on_delete=models.PROTECT, related_name="+"
    )
    # None: the record has no owner here, and the district office answers.
    receiver = models.ForeignKey(
        "accounts.RegisteredOrganization", on_delete=models.PROTECT, null=True, related_name="+"
    )
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    message = models.TextField(max_length=4000)
    terms = models.TextField(max_length=20_000, blank=True, default="")
    state = models.CharField(max_length=10, choices=State.choices, default=State.SENT)
    reason = models.CharField(max_length=2000, blank=True, default="")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["receiver", "-sent_at"], name="interest_receiver"),
            models.Index(fields=["sender", "-sent_at"], name="interest_sender"),
            models.Index(fields=["state", "expires_at"], name="interest_expiry"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["record_id", "sender"],
                condition=models.Q(state__in=["sent", "accepted"]),
                name="interest_open_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.sender_id} → {self.record_id} {self.state}"

    @property
    def basis(self) -> str:
        """Return under which name records note what it opened."""
        return f"interest:{self.pk}"
