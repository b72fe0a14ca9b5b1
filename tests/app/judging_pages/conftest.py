"""A site over a small library, with a round that Wang and Zhao judge; Olga is the third."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.test import Client

from duijie.app.engine import ROOM
from duijie.app.judging_pages.actions import NewRound, start_round
from duijie.app.judging_pages.rounds import judge_name, round_named
from duijie.app.records.opening import open_records
from duijie.app.wiring import system_clock
from duijie.kernel.home import Home
from duijie.learn.judging import Round
from tests.app.imports.walk import work_off
from tests.app.matching.conftest import site
from tests.app.stores import copied_home
from tests.app.web import People, Persona, make_people

__all__ = ["site"]
NAME = "spring"


@dataclass(frozen=True)
class Judged:
    """A round and the people around it."""

    people: People

    @property
    def round(self) -> Round:
        return round_named(NAME)

    def levels(self, who: Persona) -> dict[int, int]:
        """Return what a judge has answered, by item; a skip is 0."""
        from duijie.learn.judging.answers import current_answers

        answers = self.round.answers_of(judge_name(who.user.pk)).read()
        return {n: int(one.level or 0) for n, one in current_answers(answers).items()}


def wanted(people: People, name: str = NAME, **more: object) -> NewRound:
    judges = (people.wang.user.pk, people.zhao.user.pk)
    return NewRound(**{"name": name, "judges": judges, "needs": 5, "depth": 3} | more)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def prepared(
    library: Path, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> tuple[Path, People]:
    """Return a home with a round, and its people; tests copy it: making one takes two seconds."""
    from django.db import connection

    home = copied_home(library, tmp_path_factory.mktemp("judging") / "home")
    with mock.patch.dict("os.environ"), django_db_blocker.unblock():
        open_records(Home(home))
        people = make_people()
        start_round(people.olga.actor, wanted(people), now=system_clock())
        (job,) = work_off()
        assert job.state == "done", job.problem
        ROOM.close()
        connection.close()
    return home, people


@pytest.fixture
def judged(home: Home, prepared: tuple[Path, People], django_db_blocker: Any) -> Iterator[Judged]:
    """Return a round that nobody has judged yet."""
    from django.db import connection

    source, people = prepared
    copied_home(source, home.path)
    with django_db_blocker.unblock():
        open_records(home)
        yield Judged(people)
        ROOM.close()
        connection.close()


def page_of(browser: Client, where: str = "") -> str:
    answer = browser.get(f"/judging/rounds/{NAME}/{where}")
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def say(browser: Client, number: int, where: str = "answer", **fields: object) -> int:
    """Send an answer; return the status."""
    there = f"/judging/rounds/{NAME}/{where}/"
    return browser.post(there, {"number": number, **fields}).status_code


def judge_all(judged: Judged, who: Persona, level: object = 3) -> None:
    """Let somebody give every item a level: one, or by the number of the item."""
    browser = who.browser()
    for entry in judged.round.items:
        given = level(entry.number) if callable(level) else level
        assert say(browser, entry.number, level=given) == 302
