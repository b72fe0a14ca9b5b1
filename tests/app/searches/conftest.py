"""A site over a small library on which new records come in."""

from datetime import datetime, timedelta

import pytest
from django.core import mail

from duijie.app.engine import ROOM
from duijie.app.indexing import update
from duijie.app.matching.actions import ask
from duijie.app.matching.asked import Asked
from duijie.app.searches.actions import Wanted, save_matches
from duijie.app.searches.models import SavedSearch, Telling
from duijie.app.searches.tasks import look, send_letter
from duijie.app.wiring import home_in_use, system_clock
from duijie.kernel.ports import silent
from tests.app.matching.conftest import NEED, site
from tests.app.records.making import published
from tests.app.web import People, Persona

__all__ = ["site"]
SITE = "https://duijie.example.cn"


@pytest.fixture
def public(site: People) -> People:
    """Return the people of a site that has an address."""
    home_in_use().settings_file.write_text(f'[web]\npublic_url = "{SITE}"\n', "utf-8")
    mail.outbox.clear()
    return site


def indexed() -> None:
    """Bring into the index what changed, as the schedule does."""
    update(home_in_use(), silent)
    ROOM.close()


def new_battery(people: People, **more: object) -> str:
    """Return the id of a record that fits the need and has just been published."""
    words = {
        "title": "矿用防爆锂离子电池组",
        "summary": "防爆锂离子电池，可在-20℃至60℃使用，循环寿命2500次。",
        "holder": "矿用电源研究院",
    }
    return published(people, people.li, **{**words, **more})  # type: ignore[arg-type]


def watched(who: Persona, rhythm: str = "at_once", text: str = NEED) -> SavedSearch:
    """Return a search that somebody has saved from a list."""
    shown_list = ask(who.actor, Asked(text), now=system_clock())
    wanted = Wanted("电池", rhythm)
    return save_matches(who.actor, shown_list, wanted, now=system_clock())


def looked(after: timedelta = timedelta(minutes=1)) -> int:
    """Look through what is due some time from now; return how many searches told something."""
    indexed()
    return look(moment(after))


def moment(after: timedelta) -> datetime:
    return system_clock() + after


def letters() -> list[mail.EmailMessage]:
    """Send what is waiting, and return every letter that was sent so far."""
    for telling in Telling.objects.filter(mail=Telling.Mail.WAITING):
        send_letter.func(telling.pk)
    return list(mail.outbox)
