"""The secret key: made once, readable by its owner only, never without an installation."""

import stat
import subprocess
import sys
from pathlib import Path

from duijie.app.secret import secret_key
from duijie.kernel.home import Home
from tests.app.calls import environment


def test_the_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    home = Home(tmp_path / "home").prepare()
    key = secret_key(home)
    assert len(key) >= 50
    assert secret_key(home) == key
    assert stat.S_IMODE((home.path / "secret_key").stat().st_mode) == 0o600
    assert [file.name for file in home.path.iterdir()] == ["secret_key"]


def test_two_installations_have_two_keys(tmp_path: Path) -> None:
    keys = {secret_key(Home(tmp_path / name).prepare()) for name in "ab"}
    assert len(keys) == 2


def test_without_an_installation_none_is_created(tmp_path: Path) -> None:
    code = "from django.conf import settings; print(len(str(settings.SECRET_KEY)))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env=environment(tmp_path / "home", DJANGO_SETTINGS_MODULE="duijie.app.django_settings"),
    )
    assert int(done.stdout) >= 50
    assert not (tmp_path / "home").exists()
