"""Fixtures of the app: a fresh home with a real database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from duijie.app.records.opening import open_records
from duijie.kernel.home import Home


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("DUIJIE_HOME", str(tmp_path / "home"))
    return Home(tmp_path / "home")


@pytest.fixture
def records(home: Home, django_db_blocker: pytest.FixtureRequest) -> Iterator[Home]:
    from django.db import connection

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        open_records(home)
        yield home
        connection.close()
