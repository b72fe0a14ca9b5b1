"""The site under test: personas who are signed in, on a real database."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.test import Client

from duijie.app.accounts.models import Assignment, Membership, RegisteredOrganization, User
from duijie.app.accounts.queries import actor_of
from duijie.app.shared.actors import Actor

Kind = RegisteredOrganization.Kind
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
PASSWORD = "correct-horse-battery"  # noqa: S105


@dataclass(frozen=True)
class Persona:
    """Somebody who uses the site."""

    user: User
    organization: RegisteredOrganization | None

    @property
    def actor(self) -> Actor:
        return actor_of(self.user, NOW)

    def browser(self, **headers: str) -> Client:
        """Return a browser in which they are signed in; pages are in English unless asked."""
        client = Client(headers={"accept-language": "en"} | headers)
        client.force_login(self.user)
        return client


def persona(
    name: str, kind: str = "", *, state: str = "verified", role: str = "administrator"
) -> Persona:
    """Return a person, with an organisation of their own when a kind of organisation is given."""
    user = User.objects.create_user(f"{name}@example.org", PASSWORD, name=name.title())
    if not kind:
        return Persona(user, None)
    organization = RegisteredOrganization.objects.create(
        name=f"{name.title()} organisation", kind=kind, state=state, registered_at=NOW
    )
    Membership.objects.create(user=user, organization=organization, role=role, since=NOW)
    return Persona(user, organization)


@dataclass(frozen=True)
class People:
    """The personas: Wei owns a company, Li researches, Wang is the technology manager of Wei's
    company, Zhao works in the district office, Olga runs the platform, Ning has only signed up,
    and Mallory owns another company.
    """

    wei: Persona
    li: Persona
    wang: Persona
    zhao: Persona
    olga: Persona
    ning: Persona
    mallory: Persona

    @property
    def all(self) -> dict[str, Persona]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def make_people() -> People:
    people = People(
        wei=persona("wei", Kind.ENTERPRISE),
        li=persona("li", Kind.UNIVERSITY),
        wang=persona("wang", Kind.SERVICE_AGENCY),
        zhao=persona("zhao", Kind.GOVERNMENT),
        olga=persona("olga", Kind.OPERATOR),
        ning=persona("ning"),
        mallory=persona("mallory", Kind.ENTERPRISE),
    )
    assert people.wei.organization is not None
    Assignment.objects.create(
        technology_manager=people.wang.user, organization=people.wei.organization, since=NOW
    )
    return people


def visitor() -> Client:
    """Return a browser in which nobody is signed in; pages are in English."""
    return Client(headers={"accept-language": "en"})
