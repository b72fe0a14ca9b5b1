"""Actor (操作人): who asks, in which roles and for whom; what every permission is decided on."""

from dataclasses import dataclass, field
from enum import StrEnum

from duijie.kernel.errors import DeniedError


class Role(StrEnum):
    """The roles in which people use the platform (角色)."""

    VISITOR = "visitor"  # not signed in
    NEWCOMER = "newcomer"  # signed in, of no verified organisation
    COMPANY = "company"
    RESEARCHER = "researcher"
    TECHNOLOGY_MANAGER = "technology_manager"
    OFFICER = "officer"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks (操作人).

    `organizations` are the verified organisations they act for, `administered` those of them where
    they are administrator, `assigned` those that they look after as technology manager; all by
    the primary key of `RegisteredOrganization`. `scopes` is what a token allows; None: all.
    """

    user_id: int | None = None
    name: str = ""
    roles: frozenset[Role] = field(default_factory=lambda: frozenset({Role.VISITOR}))
    organizations: frozenset[int] = frozenset()
    administered: frozenset[int] = frozenset()
    assigned: frozenset[int] = frozenset()
    scopes: frozenset[str] | None = None

    def has(self, *roles: Role) -> bool:
        """Tell whether the actor has one of the roles."""
        return not self.roles.isdisjoint(roles)

    @property
    def is_signed_in(self) -> bool:
        """Tell whether the actor is known."""
        return self.user_id is not None

    @property
    def person_id(self) -> int:
        """Return the key of who asks.

        Raises:
            DeniedError: nobody is signed in.
        """
        if self.user_id is None:
            raise DeniedError(permission="person")
        return self.user_id

    @property
    def is_member(self) -> bool:
        """Tell whether the actor belongs to a verified organisation: sees the members' part."""
        return bool(self.roles - {Role.VISITOR, Role.NEWCOMER})

    def acts_for(self, organization_id: int | None) -> bool:
        """Tell whether the actor may act for an organisation: as member or as its manager."""
        return organization_id is not None and organization_id in (
            self.organizations | self.assigned
        )


NOBODY = Actor()
