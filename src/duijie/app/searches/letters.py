"""Letters (通知邮件): what is new in a search, with the link that stops it."""

import logging
from datetime import datetime

from django.core.mail import EmailMessage
from django.urls import reverse

from duijie.app.accounts.queries import actor_of
from duijie.app.matching.seen import SeenRecord, seen_records
from duijie.app.searches.links import token_of
from duijie.app.searches.models import SavedSearch, Telling
from duijie.app.shared.permissions import allowed
from duijie.app.shared.words import lang_of
from duijie.app.wiring import home_in_use
from duijie.kernel.settings import load_settings
from duijie.kernel.words import N_, Lang, say

log = logging.getLogger("duijie.searches")
MOST_LISTED = 20
Mail = Telling.Mail
OPEN = ("", "public")  # a letter passes through other hands: only these are named in it


def post(telling_id: int, now: datetime) -> None:
    """Send the letter of a telling, at most once, in the language of its reader.

    It is claimed first: of two workers one sends it, and after a crash nobody sends it again. Who
    has left meanwhile, and what was withdrawn meanwhile, is left out.
    """
    open_ones = Telling.objects.filter(pk=telling_id, mail__in=(Mail.WAITING, Mail.FAILED))
    if not open_ones.update(mail=Mail.CLAIMED):
        return
    telling = Telling.objects.select_related("search__owner").get(pk=telling_id)
    message = letter_of(telling, now)
    if message is None:
        Telling.objects.filter(pk=telling_id).update(mail=Mail.LEFT_OUT)
        return
    telling.tries += 1
    try:
        message.send()
    except OSError as error:  # what goes wrong between us and a mail server, SMTP's own included
        log.warning("letter not sent", extra={"why": type(error).__name__})
        telling.mail = Mail.FAILED
    else:
        telling.mail, telling.mailed_at = Mail.SENT, now
    telling.save(update_fields=["mail", "tries", "mailed_at"])


def letter_of(telling: Telling, now: datetime) -> EmailMessage | None:
    """Return the letter of a telling, None where there is nobody or nothing to tell any more."""
    search = telling.search
    owner, actor = search.owner, actor_of(search.owner, now)
    is_wanted = search.state == SavedSearch.State.ACTIVE and allowed(actor, "searches.see", search)
    if not is_wanted or not owner.email:
        return None
    ids = list(telling.records.order_by("place").values_list("record_id", flat=True))
    seen = seen_records(actor, ids)
    records = [seen[record_id] for record_id in ids if record_id in seen]
    if not records:
        return None
    lang = lang_of(owner.language or "zh-hans")
    site = load_settings(home_in_use().settings_file).text("web.public_url").rstrip("/")
    stop = f"{site}{reverse('search_stop_link', args=[token_of(search.pk)])}"
    # Links of one's own machine are of no use to a mail programme.
    headers = {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    } if site else {}  # fmt: skip
    body = _body(search, records, lang, site, stop)
    return EmailMessage(_subject(len(records), lang), body, None, [owner.email], headers=headers)


def _subject(count: int, lang: Lang) -> str:
    if count == 1:
        return say(lang, N_("One new record fits what you watch"))
    return say(lang, N_("%(count)d new records fit what you watch"), count=count)


def _body(search: SavedSearch, records: list[SeenRecord], lang: Lang, site: str, stop: str) -> str:
    named = [one.document for one in records if one.document.visibility in OPEN][:MOST_LISTED]
    lines = [_subject(len(records), lang), ""]
    for document in named:
        by = f" · {document.organization}" if document.organization else ""
        lines += [f"- {document.title}{by}", f"  {site}/records/{document.record_id}/"]
    rest = len(records) - len(named)
    if rest:
        lines.append(say(lang, N_("%(count)d more stand on the page of the search."), count=rest))
    page = f"{site}/searches/{search.pk}/"
    lines += ["", say(lang, N_("All that is new: %(link)s"), link=page)]
    lines.append(say(lang, N_("Stop these letters with one click: %(link)s"), link=stop))
    return "\n".join(lines) + "\n"
