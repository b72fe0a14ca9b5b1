"""What a visitor typed before signing in (登录前的输入): kept in their session, taken once."""

from typing import Final

from django.http import HttpRequest

_KEY: Final = "need_typed"
LONGEST: Final = 20_000


def keep_need(request: HttpRequest, text: str) -> None:
    """Keep a need until its writer has signed in; not in an address, which others would log."""
    request.session[_KEY] = text.strip()[:LONGEST]


def taken_need(request: HttpRequest) -> str:
    """Return the need that was kept, once; empty when there is none."""
    return str(request.session.pop(_KEY, ""))
