"""The site full of hostile words: made once for a module, since its tests only read it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from duijie.app.accounts.models import Membership, RegisteredOrganization
from duijie.app.api.limits import LIMITER
from duijie.app.engine import ROOM
from duijie.app.notices.models import Notice
from duijie.app.notices.tasks import send_mail_of
from duijie.app.records.models import RECORD_MODELS, State
from duijie.app.records.opening import open_records
from duijie.kernel.home import Home
from tests.app.accounts.conftest import prove_address
from tests.app.api.conftest import region  # noqa: F401  (a fixture)
from tests.app.calls import Call
from tests.app.hostile.site import Site, browsers_of, flood, tables_in, work_off
from tests.app.matrix.world import World, make_world
from tests.app.stores import copied_home
from tests.app.web import NOW, People, make_people


@pytest.fixture(scope="session")
def hostile_library(tmp_path_factory: pytest.TempPathFactory, duijie: Call) -> Path:
    """Return a home whose records, imported and indexed, are hostile in every text."""
    home = tmp_path_factory.mktemp("hostile") / "home"
    for kind, file in tables_in(home.parent).items():
        said = duijie(home, "import", file, "--kind", kind, "--yes")
        assert said.code == 0, said.err
    said = duijie(home, "index", "build")
    assert said.code == 0, said.err
    return home


@pytest.fixture(scope="module")
def site(
    hostile_library: Path, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> Iterator[Site]:
    """Return the site after hostile people filled every field of every form."""
    from django.db import connection

    home = Home(tmp_path_factory.mktemp("site") / "home")
    with pytest.MonkeyPatch.context() as patched, django_db_blocker.unblock():
        patched.setenv("DUIJIE_HOME", str(home.path))
        patched.setattr("duijie.app.matching.actions.MATCHES_A_MINUTE", 100_000)
        copied_home(hostile_library, home.path)
        open_records(home)
        LIMITER.forget()
        mail.outbox = []
        people = make_people()
        made = Site(make_world(people), browsers_of(people))
        flood(made)
        work_off()
        for notice_id in list(Notice.objects.values_list("pk", flat=True)):
            send_mail_of.call(notice_id)
        made.mails = list(mail.outbox)
        _calmed(people)
        for model in RECORD_MODELS.values():
            model.objects.update(state=State.PUBLISHED, visibility="public")
            made.records += list(model.objects.values_list("record_id", flat=True)[:2])
        yield made
        ROOM.close()
        connection.close()


def _calmed(people: People) -> None:
    """Let everybody be who they were before: what they filled in stays."""
    RegisteredOrganization.objects.update(state="verified")
    for one in people.all.values():
        if one.organization is not None:
            who = {"user": one.user, "organization": one.organization}
            role = {"role": "administrator"}
            Membership.objects.update_or_create(
                **who, defaults=role, create_defaults=role | {"since": NOW}
            )


@pytest.fixture(scope="module")
def plain(
    library: Path, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> Iterator[Site]:
    """Return a site with one thing of each kind, and a browser of each persona."""
    from django.db import connection

    home = Home(tmp_path_factory.mktemp("plain") / "home")
    with pytest.MonkeyPatch.context() as patched, django_db_blocker.unblock():
        patched.setenv("DUIJIE_HOME", str(home.path))
        copied_home(library, home.path)
        open_records(home)
        LIMITER.forget()
        people = make_people()
        for one in people.all.values():
            prove_address(one.user)
        yield Site(make_world(people), browsers_of(people))
        ROOM.close()
        connection.close()


@pytest.fixture
def region_world(region: People) -> tuple[World, People]:  # noqa: F811
    """Return what there is, and the personas, beside a small library."""
    return make_world(region), region
