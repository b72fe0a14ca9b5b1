"""Work in the background: the mail of a notice."""

from django.core.mail import send_mail
from django_tasks import task

from duijie.app.installation import home_in_use
from duijie.app.jobs.phrases import from_json
from duijie.app.notices.models import Notice
from duijie.app.shared.words import lang_of
from duijie.kernel.clock import system_clock
from duijie.kernel.settings import load_settings
from duijie.kernel.words import N_, say


@task()
def send_mail_of(notice_id: int) -> None:
    """Send a notice to the address of whom it is for, once; without an address nothing is sent."""
    notice = Notice.objects.select_related("user").filter(pk=notice_id).first()
    if notice is None or notice.mailed_at is not None or not notice.user.email:
        return
    lang = lang_of(notice.user.language or "zh-hans")
    words = from_json(notice.phrase).worded(lang)
    site = load_settings(home_in_use().settings_file).text("web.public_url").rstrip("/")
    sender = say(lang, N_("You can turn to the page here: %(link)s"), link=f"{site}{notice.link}")
    subject = " ".join(words.split())[:150]  # any line break in a name would stop the mail
    send_mail(subject, f"{words}\n\n{sender}\n", None, [notice.user.email])
    notice.mailed_at = system_clock()
    notice.save(update_fields=["mailed_at"])
