"""What every template may use."""

from django.http import HttpRequest

import duijie
from duijie.app.shared.actors import NOBODY, Actor
from duijie.app.shared.navigation import Link, address, links
from duijie.app.shared.themes import theme_of
from duijie.app.shared.words import lang_now


def surroundings(request: HttpRequest) -> dict[str, object]:
    """Return the actor, the language, the theme and the navigation of a request."""
    actor: Actor = getattr(request, "actor", NOBODY)
    path = request.path

    def main_links() -> list[Link]:
        return links(actor, path)

    def account_links() -> list[Link]:
        return links(actor, path, "account")

    return {
        "actor": actor,
        "lang": lang_now(),
        "theme": theme_of(request),
        "main_links": main_links,
        "account_links": account_links,
        "search_url": lambda: address("library", kind="achievement"),
        "version": duijie.__version__,
    }
