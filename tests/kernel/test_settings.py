"""Settings are typed, checked and read once."""

from pathlib import Path

import pytest

from duijie.kernel.errors import SettingError
from duijie.kernel.home import Home
from duijie.kernel.settings import load_settings


def write(folder: Path, text: str) -> Path:
    file = folder / "settings.toml"
    file.write_text(text, "utf-8")
    return file


def test_a_missing_file_gives_the_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "none.toml", {}).integer("match.limit") == 10


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = write(tmp_path, "[match]\nlimit = 20\n")
    assert load_settings(file, {}).integer("match.limit") == 20
    assert load_settings(file, {"DUIJIE_MATCH_LIMIT": "30"}).integer("match.limit") == 30


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[match]\nlimit = 'many'\n", "whole number"),
        ("[match]\nlimit = 0\n", "at least 1"),
        ("[match]\nlimit = 100000\n", "at most 1000"),
        ("[match]\nlimits = 1\n", "no such setting"),
        ("lang = 'fr'\n", "one of these"),
        ("lang = 3\n", "text is expected"),
        ("lang = \n", "settings.toml"),
        ("lang = " + "[" * 5000, "settings.toml"),
        ("lang = " + "9" * 5000, "settings.toml"),
    ],
)
def test_a_wrong_value_stops_the_start_and_says_why(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(SettingError, match=why):
        load_settings(write(tmp_path, text), {})


def test_home_is_named_by_the_environment(tmp_path: Path) -> None:
    home = Home.from_environment({"DUIJIE_HOME": str(tmp_path / "h")}).prepare()
    assert home.path == tmp_path / "h"
    assert home.path.stat().st_mode & 0o077 == 0
