"""What lies in the data folder is for its owner only."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app import postgres
from tests.app.calls import Call, duijie


@pytest.fixture
def ordinary_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def readable_by_others(home: Path) -> list[str]:
    """Return what in a folder others may read if they may look into the folder itself."""
    found, folders = [], [home]
    while folders:
        for place in folders.pop().iterdir():
            if not stat.S_IMODE(place.stat().st_mode) & 0o077:
                continue
            if place.is_dir():
                folders.append(place)
            found.append(str(place.relative_to(home)))
    return found


def test_in_a_folder_that_others_may_enter_nothing_is_theirs_to_read(
    ordinary_umask: None, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o755)
    home.chmod(0o755)
    file = tmp_path / "needs.csv"
    file.write_text("编号,名称,截止日期\nN1,防爆电池,soon\nN2,薄膜,2027-01-01\n", "utf-8")
    said = duijie(home, "import", file, "--kind", "need", "--yes")
    assert said.code in (0, 1), said.err
    assert duijie(home, "index", "build").code == 0
    expected = {"reports", "index", "releases", "mappings"}
    if not postgres.ON_POSTGRES:
        expected.add("duijie.sqlite3")
    assert expected <= {place.name for place in home.iterdir()}
    assert readable_by_others(home) == []


def test_an_open_folder_is_named_once_with_what_to_do(tmp_path: Path, duijie: Call) -> None:
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(0o755)
    said = duijie(home, "settings")
    assert f"chmod -R go= {home}" in " ".join(said.err.split())
    assert duijie(home, "settings").err == ""
    assert stat.S_IMODE(home.stat().st_mode) == 0o755


@pytest.mark.parametrize("mode", [0o700, 0o750])
def test_a_folder_of_its_owner_or_group_is_nothing_to_speak_of(
    mode: int, tmp_path: Path, duijie: Call
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(mode)
    assert duijie(home, "settings").err == ""


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path: Path, duijie: Call) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / ".open-to-others").mkdir()
    home.chmod(0o555)
    assert duijie(home, "settings").code == 0
    home.chmod(0o755)
    shutil.rmtree(home)
