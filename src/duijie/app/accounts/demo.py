"""The four accounts of the demo: one person each who works with the platform."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from duijie.app.accounts.models import Assignment, Membership, RegisteredOrganization, User
from duijie.kernel.words import N_

Kind = RegisteredOrganization.Kind
# A demo is open to whoever can reach it; `duijie serve` warns when it is reachable from outside.
PASSWORD = "duijie-demo"  # noqa: S105


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One ready account (演示账户)."""

    email: str
    name: str
    organization: str
    kind: str
    what: str


DEMO_ACCOUNTS = (
    DemoAccount(
        "manager@demo.example", "王经理", "对接技术转移中心", Kind.SERVICE_AGENCY,
        N_("Technology manager: matches needs and follows them up"),
    ),
    DemoAccount(
        "company@demo.example", "陈总", "示范氟材料有限公司", Kind.ENTERPRISE,
        N_("Company: writes needs and sees what fits"),
    ),
    DemoAccount(
        "researcher@demo.example", "李教授", "示范大学", Kind.UNIVERSITY,
        N_("Researcher: offers achievements and sees who needs them"),
    ),
    DemoAccount(
        "officer@demo.example", "赵科长", "示范区科技局", Kind.GOVERNMENT,
        N_("District officer: verifies, reviews and looks after the region"),
    ),
)  # fmt: skip


@transaction.atomic
def make_demo_accounts(
    now: datetime, names: Mapping[str, str] | None = None
) -> tuple[DemoAccount, ...]:
    """Make the four accounts, unless they are there; the manager looks after the company.

    `names` calls an organisation of a kind as one of the region is called, whose records it owns.
    """
    from allauth.account.models import EmailAddress

    made: dict[str, tuple[User, RegisteredOrganization]] = {}
    for account in DEMO_ACCOUNTS:
        user = User.objects.filter(email=account.email).first()
        if user is None:
            user = User.objects.create_user(account.email, PASSWORD, name=account.name)
            EmailAddress.objects.create(user=user, email=account.email, verified=True, primary=True)
        organization, _ = RegisteredOrganization.objects.get_or_create(
            name=(names or {}).get(account.kind, account.organization),
            defaults={
                "kind": account.kind,
                "state": RegisteredOrganization.State.VERIFIED,
                "registered_at": now,
                "verified_at": now,
            },
        )
        Membership.objects.get_or_create(
            user=user,
            organization=organization,
            defaults={"role": Membership.Role.ADMINISTRATOR, "since": now},
        )
        made[account.kind] = (user, organization)
    Assignment.objects.get_or_create(
        technology_manager=made[Kind.SERVICE_AGENCY][0],
        organization=made[Kind.ENTERPRISE][1],
        defaults={"since": now},
    )
    return DEMO_ACCOUNTS


def has_demo_accounts() -> bool:
    """Tell whether somebody can sign in with an account of the demo."""
    emails = [account.email for account in DEMO_ACCOUNTS]
    return User.objects.filter(email__in=emails, is_active=True).exists()
