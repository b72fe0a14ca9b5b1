"""The tables of who takes part: people, their organisations and what connects them."""

from typing import Any, ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from duijie.kernel.words import N_


def _handle() -> str:
    return uuid4().hex


class UserStore(BaseUserManager["User"]):
    """Makes users (用户)."""

    def create_user(
        self, email: str | None = None, password: str | None = None, **fields: object
    ) -> "User":
        """Return a new user; without a password only a code or a passkey signs them in."""
        user = self.model(email=self.normalize_email(email) if email else None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person with a sign-in (用户)."""

    handle = models.CharField(max_length=32, unique=True, default=_handle, editable=False)
    name = models.CharField(max_length=100, blank=True, default="")
    email = models.EmailField(unique=True, null=True, blank=True)
    phone = models.CharField(max_length=20, unique=True, null=True, blank=True)
    phone_verified = models.BooleanField(default=False)
    language = models.CharField(max_length=10, blank=True, default="")  # "" is not chosen yet
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "handle"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserStore] = UserStore()

    def __str__(self) -> str:
        return self.name or self.email or self.phone or self.handle

    def save(self, *args: Any, **options: Any) -> None:
        """Store the user; no address and no phone are nothing, so that many may have none."""
        self.email, self.phone = self.email or None, self.phone or None
        super().save(*args, **options)


class RegisteredOrganization(models.Model):
    """An organisation that takes part (入驻单位): its members act for it once it is verified."""

    class Kind(models.TextChoices):
        """What an organisation is to the platform (单位类别)."""

        ENTERPRISE = "enterprise", N_("Enterprise")
        UNIVERSITY = "university", N_("University")
        RESEARCH_INSTITUTE = "research_institute", N_("Research institute")
        SERVICE_AGENCY = "service_agency", N_("Service agency")
        GOVERNMENT = "government", N_("District office")
        OPERATOR = "operator", N_("Platform operator")

    class State(models.TextChoices):
        """How far the verification of an organisation is (核验状态)."""

        PENDING = "pending", N_("Waiting for verification")
        VERIFIED = "verified", N_("Verified")
        REJECTED = "rejected", N_("Rejected")
        SUSPENDED = "suspended", N_("Suspended")

    name = models.CharField(max_length=200)
    uscc = models.CharField(max_length=18, unique=True, null=True, blank=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    region_code = models.CharField(max_length=12, blank=True, default="")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    state_reason = models.CharField(max_length=1000, blank=True, default="")
    verified_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)
    registered_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person who acts for an organisation (成员)."""

    class Role(models.TextChoices):
        """What a member may do within the organisation (成员角色)."""

        MEMBER = "member", N_("Member")
        ADMINISTRATOR = "administrator", N_("Administrator")

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organization = models.ForeignKey(
        RegisteredOrganization, models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=15, choices=Role.choices, default=Role.MEMBER)
    since = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "organization"], name="membership_once"),
        )

    def __str__(self) -> str:
        return f"{self.user} @ {self.organization}"


class Assignment(models.Model):
    """A technology manager who looks after an organisation (技术经理人服务关系)."""

    technology_manager = models.ForeignKey(User, models.CASCADE, related_name="assignments")
    organization = models.ForeignKey(
        RegisteredOrganization, models.CASCADE, related_name="assignments"
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["technology_manager", "organization"], name="assignment_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.technology_manager} → {self.organization}"


class JoinRequest(models.Model):
    """A person who asks to act for an organisation that is there already (加入申请)."""

    class State(models.TextChoices):
        """What became of a request (申请状态)."""

        ASKED = "asked", N_("Waiting for an answer")
        ACCEPTED = "accepted", N_("Accepted")
        DECLINED = "declined", N_("Declined")

    user = models.ForeignKey(User, models.CASCADE, related_name="join_requests")
    organization = models.ForeignKey(
        RegisteredOrganization, models.CASCADE, related_name="join_requests"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["user", "organization"],
                condition=models.Q(state="asked"),
                name="join_request_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} → {self.organization}"


class Invitation(models.Model):
    """An invitation by e-mail to act for an organisation (邀请): used once, by its addressee."""

    organization = models.ForeignKey(
        RegisteredOrganization, models.CASCADE, related_name="invitations"
    )
    email = models.EmailField()
    role = models.CharField(
        max_length=15, choices=Membership.Role.choices, default=Membership.Role.MEMBER
    )
    invited_by = models.ForeignKey(User, models.CASCADE, related_name="+")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)  # accepted or taken back
    accepted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.email} → {self.organization}"


class ApiToken(models.Model):
    """What lets a program act as a person (访问令牌): only its digest is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
