"""What can go wrong in an action is said on the page where it was asked for."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest

from duijie.app.shared.words import lang_now
from duijie.kernel.errors import CallError


@contextmanager
def attempt(form: Form) -> Iterator[None]:
    """Put an error that the reader can mend on top of the form, which keeps what was typed."""
    try:
        yield
    except CallError as error:
        form.add_error(None, error.message(lang_now()))


@contextmanager
def attempt_button(request: HttpRequest) -> Iterator[None]:
    """Say an error that the reader can mend on the next page."""
    try:
        yield
    except CallError as error:
        messages.error(request, error.message(lang_now()))
