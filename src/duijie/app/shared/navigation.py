"""Navigation (导航): the one table of what stands in the header, and who sees it.

An app adds its line here. A line whose address is not there in this installation is left out.
"""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from duijie.app.shared.actors import Actor, Role
from duijie.kernel.words import N_

MEMBERS = frozenset(
    {Role.COMPANY, Role.RESEARCHER, Role.TECHNOLOGY_MANAGER, Role.OFFICER, Role.OPERATOR}
)
SIGNED_IN = MEMBERS | {Role.NEWCOMER}
EVERYBODY = frozenset(Role)
OFFICE = frozenset({Role.OFFICER, Role.OPERATOR})


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the navigation (导航项): its words, its address by name, who sees it."""

    label: str
    url_name: str
    roles: frozenset[Role]
    place: str = "main"  # or "account": what concerns the person, shown in the menu and on home


@dataclass(frozen=True, slots=True)
class Link:
    """A line as it is shown (导航链接)."""

    label: str
    url: str
    is_here: bool


ENTRIES = (
    Entry(N_("Match"), "match", MEMBERS),
    Entry(N_("Write a need"), "coach", MEMBERS, "account"),
    Entry(N_("Shortlists"), "match_shortlists", MEMBERS),
    Entry(N_("What you watch"), "searches", MEMBERS, "account"),
    Entry(N_("Libraries"), "libraries", EVERYBODY),
    Entry(N_("My records"), "records", MEMBERS),
    Entry(N_("Import"), "imports", MEMBERS),
    Entry(N_("Reviews"), "reviews", OFFICE),
    Entry(N_("Interests"), "interests", MEMBERS),
    Entry(N_("Judging"), "judging", OFFICE | {Role.TECHNOLOGY_MANAGER}, "account"),
    Entry(N_("Verification"), "verification", OFFICE),
    Entry(N_("Who did and saw what"), "audit_log", OFFICE, "account"),
    Entry(N_("Notices"), "notices", SIGNED_IN, "account"),
    Entry(N_("Background work"), "jobs", SIGNED_IN, "account"),
    Entry(N_("Organisation"), "organizations", SIGNED_IN, "account"),
    Entry(N_("Account"), "profile", SIGNED_IN, "account"),
)


def links(actor: Actor, path: str, place: str = "main") -> list[Link]:
    """Return what an actor finds in one place of the navigation, as seen from a path."""
    shown = [
        (entry.label, url)
        for entry in ENTRIES
        if entry.place == place
        and not actor.roles.isdisjoint(entry.roles)
        and (url := address(entry.url_name))
    ]
    here = max((url for _, url in shown if path.startswith(url)), key=len, default="")
    return [Link(label, url, url == here) for label, url in shown]


def address(url_name: str, **arguments: object) -> str:
    """Return the address of a page; empty where there is no such page."""
    try:
        return reverse(url_name, kwargs=arguments or None)
    except NoReverseMatch:
        return ""
