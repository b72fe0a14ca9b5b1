"""Notices (提示): what just happened, told on the next page, with its undo where there is one."""

from django.contrib import messages
from django.http import HttpRequest

_UNDO = "undo:"
_GOOD, _BAD = "good", "bad"


def tell(request: HttpRequest, sentence: str, *, undo: str = "") -> None:
    """Tell what was done; `undo` is the address of our own that takes it back by a POST."""
    messages.success(request, sentence, extra_tags=f"{_GOOD} {_UNDO}{undo}" if undo else _GOOD)


def warn(request: HttpRequest, sentence: str) -> None:
    """Tell what was not done, and what to do."""
    messages.error(request, sentence, extra_tags=_BAD)


def undo_of(tags: str) -> str:
    """Return the address that takes back what a message tells; empty where there is none.

    >>> undo_of("good undo:/records/17/undo/ success"), undo_of("good success")
    ('/records/17/undo/', '')
    """
    return next((tag.removeprefix(_UNDO) for tag in tags.split() if tag.startswith(_UNDO)), "")
