"""Writes: mail to people who have no account yet."""

from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction

from duijie.app.shared.words import lang_of
from duijie.kernel.words import say


def write_to(email: str, subject: str, message: str, **values: object) -> None:
    """Write a mail once what it tells of is stored; a mail that fails undoes nothing."""
    lang = lang_of(settings.LANGUAGE_CODE)
    title, text = say(lang, subject), say(lang, message, **values)

    def send() -> None:
        send_mail(title, text, settings.DEFAULT_FROM_EMAIL, [email], fail_silently=False)

    transaction.on_commit(send, robust=True)


def site_address(path: str) -> str:
    """Return the whole address of a page, as it stands in a mail."""
    known = settings.PUBLIC_URL or f"http://localhost:{settings.CHECKED.integer('web.port')}"
    return urljoin(f"{known.rstrip('/')}/", path.lstrip("/"))
