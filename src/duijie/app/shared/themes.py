"""Themes (明暗): light, dark, or what the device says; kept in a cookie, nothing else is."""

from typing import Final

from django.http import HttpRequest

COOKIE: Final = "theme"
THEMES: Final = ("auto", "light", "dark")
YEAR_S: Final = 60 * 60 * 24 * 365


def theme_of(request: HttpRequest) -> str:
    """Return the theme that a reader chose; `auto` follows the device."""
    chosen = request.COOKIES.get(COOKIE, "auto")
    return chosen if chosen in THEMES else "auto"
