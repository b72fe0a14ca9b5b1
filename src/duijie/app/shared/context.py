"""What every template may use."""

from django.http import HttpRequest

from duijie.app.shared.words import lang_now


def surroundings(request: HttpRequest) -> dict[str, object]:
    """Return the actor and the language of a request."""
    return {"actor": getattr(request, "actor", None), "lang": lang_now()}
