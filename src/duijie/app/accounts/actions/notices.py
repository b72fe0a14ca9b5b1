"""Writes: what somebody is told on their next page, and by mail."""

from datetime import datetime
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F

from duijie.app.accounts.models import Notice, User
from duijie.app.audit.actions import Plain
from duijie.app.shared.words import lang_of
from duijie.kernel.words import N_, say


def tell(user: User, message: str, *, now: datetime, **values: Plain) -> Notice:
    """Tell somebody a sentence of the catalogue: on their next page, and by mail."""
    told = Notice.objects.create(user=user, message=message, values=values, at=now)
    User.objects.filter(pk=user.pk).update(notices_waiting=F("notices_waiting") + 1)
    if user.email:
        write_to(user.email, user.language, N_("News for you"), message, **values)
    return told


def write_to(email: str, language: str, subject: str, message: str, **values: Plain) -> None:
    """Write somebody a mail once what it tells of is stored; a mail that fails undoes nothing."""
    lang = lang_of(language or settings.LANGUAGE_CODE)
    title, text = say(lang, subject), say(lang, message, **values)
    body = f"{text}\n\n{site_address('/')}"

    def send() -> None:
        send_mail(title, body, settings.DEFAULT_FROM_EMAIL, [email], fail_silently=False)

    transaction.on_commit(send, robust=True)


def site_address(path: str) -> str:
    """Return the whole address of a page, as it stands in a mail."""
    known = settings.PUBLIC_URL or f"http://localhost:{settings.CHECKED.integer('web.port')}"
    return urljoin(f"{known.rstrip('/')}/", path.lstrip("/"))


@transaction.atomic
def take_notices(user: User, now: datetime) -> list[Notice]:
    """Return what waits to be told, which waits no longer."""
    waiting = list(Notice.objects.filter(user=user, shown_at=None).order_by("pk")[:20])
    Notice.objects.filter(pk__in=[one.pk for one in waiting]).update(shown_at=now)
    left = Notice.objects.filter(user=user, shown_at=None).count()
    User.objects.filter(pk=user.pk).update(notices_waiting=left)
    return waiting
