"""A site over a small indexed library, with people who match."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from duijie.app.engine import ROOM
from duijie.app.matching.models import ShownList
from duijie.app.records.opening import open_records
from duijie.kernel.home import Home
from tests.app.stores import copied_home
from tests.app.web import People, make_people

NEED = "需要防爆锂离子电池，-20℃可用，循环寿命不低于2000次。"


@pytest.fixture
def site(home: Home, library: Path, django_db_blocker: pytest.FixtureRequest) -> Iterator[People]:
    """Return the people of a site whose library is indexed."""
    from django.db import connection

    copied_home(library, home.path)
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        open_records(home)
        yield make_people()
        ROOM.close()
        connection.close()


def asked(browser: Client, text: str = NEED, **filters: object) -> ShownList:
    """Ask as a browser without scripts does; return the list that it is led to."""
    answer = browser.post("/match/", {"text": text, **filters})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    found = re.fullmatch(r"/match/([0-9a-f-]{36})/", answer["Location"])
    assert found
    return ShownList.objects.select_related("request").get(pk=found[1])


def withdraw(record_id: str) -> None:
    """Take a record back, as its owner would; the index still has it."""
    from duijie.app.records.models import RECORD_MODELS

    model = RECORD_MODELS[record_id.partition(":")[0]]
    model.objects.filter(record_id=record_id).update(state="withdrawn")  # type: ignore[attr-defined]
