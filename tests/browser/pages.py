"""Every page of the site: who looks at it, and with which arguments. An address that stands in
neither table makes a test fail, so that no page is forgotten.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

VISITOR = ""
A1 = "record=achievement:A1"


@dataclass(frozen=True)
class Visit:
    """One look at one page (查看)."""

    url_name: str
    persona: str
    arguments: tuple[tuple[str, Any], ...] = ()
    query: str = ""
    status: int = 200
    note: str = ""

    @property
    def label(self) -> str:
        return "-".join(filter(None, (self.url_name, self.persona or "visitor", self.note)))

    def path(self, known: dict[str, Any]) -> str:
        """Return its address; an argument that names what the site holds is looked up."""
        from django.urls import reverse

        given = {
            name: known[value[1:]] if isinstance(value, str) and value.startswith("$") else value
            for name, value in self.arguments
        }
        return reverse(self.url_name, kwargs=given or None) + self.query


def visit(name: str, persona: str = VISITOR, /, query: str = "", **arguments: Any) -> Visit:
    note = arguments.pop("note", "")
    status = arguments.pop("status", 200)
    return Visit(name, persona, tuple(arguments.items()), query, status, note)


VISITS = (
    visit("home"),
    *(visit("home", who) for who in ("ning", "wei", "li", "wang", "zhao", "olga")),
    visit("look"),
    visit("accessibility"),
    visit("offline"),
    visit("account_login"),
    visit("account_signup"),
    visit("account_reset_password"),
    visit("account_request_login_code"),
    visit("account_logout", "wei"),
    visit("account_email", "wei"),
    visit("account_change_password", "wei"),
    visit("account_change_phone", "wei"),
    visit("account_inactive"),
    visit("mfa_index", "wei"),
    visit("mfa_list_webauthn", "wei"),
    visit("socialaccount_connections", "wei"),
    visit("socialaccount_login_cancelled"),
    visit("usersessions_list", "wei"),
    visit("profile", "wei"),
    visit("tokens", "wei"),
    visit("organizations", "wei"),
    visit("register_organization", "ning"),
    visit("members", "wei", pk="$organization_of_wei"),
    visit("verification", "zhao"),
    visit("jobs", "wang"),
    visit("notices", "wei"),
    *(
        visit("library", "wang", kind=kind, note=kind)
        for kind in ("achievement", "need", "organization", "expert", "patent")
    ),
    visit("library", kind="achievement", note="visitor"),
    visit("library", "wang", "?q=不会有的字", kind="achievement", note="nothing"),
    visit("match", "wang"),
    visit("match_shortlists", "wang"),
    visit("match_list", "wang", list_id="$list_id"),
    visit("match_list", "wang", list_id="$hopeless_id", note="no-good-match"),
    visit("match_from", "wang", record_id="need:N1"),
    visit("match_compare", "wang", f"?{A1}&record=achievement:A2", list_id="$list_id"),
    visit("match_why_not", "wang", "?record=achievement:A3", list_id="$list_id"),
    visit("match_card", "wang", list_id="$list_id", record_id="achievement:A1"),
)  # fmt: skip

# What answers no page of its own, by the beginning of its name; with the reason.
NO_PAGES = {
    "set_language": "a POST that leads back",
    "theme": "a POST that leads back",
    "manifest": "JSON",
    "service_worker": "a script",
    "libraries": "leads to the first library",
    "api:": "JSON; its page of reference is looked at by the tests of the API",
    "exchange_document": "JSON",
}


def named_addresses() -> Iterator[str]:
    """Yield the name of every address of the site."""
    from django.urls import URLPattern, URLResolver, get_resolver

    def within(resolver: Any, space: str) -> Iterator[str]:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                deeper = f"{space}{pattern.namespace}:" if pattern.namespace else space
                yield from within(pattern, deeper)
            elif isinstance(pattern, URLPattern) and pattern.name:
                yield space + pattern.name

    yield from within(get_resolver(), "")


def unlisted() -> set[str]:
    """Return the addresses that stand in neither table."""
    looked_at = {one.url_name for one in VISITS}
    return {
        name
        for name in named_addresses()
        if name not in looked_at and not any(name.startswith(known) for known in NO_PAGES)
    }
