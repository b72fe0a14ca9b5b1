"""Starting: light, in UTF-8, in the reader's language, never with a traceback."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from duijie.app.cli import start
from duijie.app.cli.arguments import in_front, language, read_utf8
from duijie.kernel.settings import load_settings
from tests.app.calls import PROGRAM, duijie, environment
from tests.app.stores import only_sqlite

HEAVY = {"django", "numpy", "tantivy", "scipy", "turbovec", "opencc", "rjieba", "pint", "openpyxl"}


def loaded_by(arguments: Sequence[str], home: Path) -> set[str]:
    code = (
        "import sys\nfrom duijie.app.cli.start import run\n"
        f"run({list(arguments)!r})\nprint('loaded', *sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        env={"PATH": os.environ["PATH"], "DUIJIE_HOME": str(home)},
        timeout=120,
        check=True,
    )
    last = done.stdout.decode("utf-8").splitlines()[-1].split()
    assert last[0] == "loaded"
    return {name.split(".")[0] for name in last[1:]}


@pytest.mark.parametrize("arguments", [["--help"], ["match", "--help"], ["settings"]])
def test_help_and_settings_load_nothing_heavy(arguments: list[str], tmp_path: Path) -> None:
    assert loaded_by(arguments, tmp_path / "home") & HEAVY == set()


def test_looking_at_the_help_creates_nothing(tmp_path: Path) -> None:
    assert duijie(tmp_path / "home", "--help").code == 0
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("locale", "lang"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "zh_CN.GBK", "LC_ALL": "C"}, "en"),
        ({"LC_MESSAGES": "zh_TW.UTF-8", "LANG": "C"}, "zh"),
        ({}, "en"),
    ],
)
def test_the_language_comes_from_the_locale(locale: dict[str, str], lang: str) -> None:
    assert language([], None, locale) == lang


def test_the_option_wins_over_the_settings_and_they_over_the_locale(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('lang = "zh"\n')
    settings = load_settings(file, {})
    assert language([], settings, {"LANG": "en_US"}) == "zh"
    assert language(["--lang", "en"], settings, {"LANG": "zh_CN"}) == "en"


def test_home_and_language_may_stand_anywhere_but_not_after_two_dashes() -> None:
    assert in_front(["match", "电池", "--home=/x", "--lang", "zh"]) == [
        "--home=/x",
        "--lang",
        "zh",
        "match",
        "电池",
    ]
    assert in_front(["match", "--", "--lang", "zh"]) == ["match", "--", "--lang", "zh"]


def test_arguments_are_read_as_utf8_whatever_the_locale_says() -> None:
    garbled = os.fsdecode("锂电池".encode())
    assert read_utf8([garbled]) == ["锂电池"]
    assert read_utf8(["\udcff"]) == ["?"]


@pytest.mark.parametrize("locale", ["C", "POSIX", "zh_CN.GBK"])
def test_output_is_utf8_whatever_the_locale_says(locale: str, tmp_path: Path) -> None:
    said = duijie(tmp_path, "--lang", "en", "match", "--help", LC_ALL=locale)
    assert said.code == 0
    assert "防爆锂离子电池" in said.out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nix"], "There is no command nix."),
        (["match", "--frist", "电池"], "There is no option --frist."),
        (["match", "电池", "组件"], "Too much was given: 组件."),
        (["match", "电池", "--limit"], "The option --limit needs a value."),
        (["match", "电池", "--limit", "ten"], "The value of --limit cannot be used"),
        (["--lang", "fr", "settings"], "The value of --lang cannot be used"),
    ],
)
def test_a_wrong_call_says_what_is_wrong_and_where_the_help_is(
    arguments: list[str], sentence: str, tmp_path: Path
) -> None:
    said = duijie(tmp_path, *arguments)
    assert said.code == 2
    assert sentence in said.err
    assert "--help" in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (["match", "膜", "--where"], "duijie match --help"),
        (["index", "build", "--nix"], "duijie index build --help"),
        (["index", "nix"], "duijie index --help"),
        (["--home", "demo", "nix"], "duijie --help"),
    ],
)
def test_a_wrong_call_names_the_help_of_its_command(
    arguments: list[str], command: str, tmp_path: Path
) -> None:
    assert f": {command}\n" in duijie(tmp_path, *arguments).err


def test_a_wrong_setting_stops_the_start(tmp_path: Path) -> None:
    said = duijie(tmp_path, "settings", DUIJIE_MATCH_LIMIT="many")
    assert said.code == 2
    assert "E-KERNEL-002" in said.err
    assert "DUIJIE_MATCH_LIMIT" in said.err


@only_sqlite
def test_something_unexpected_ends_in_a_sentence_and_a_log_file(tmp_path: Path) -> None:
    (tmp_path / "duijie.sqlite3").write_bytes(b"this is no database" * 1000)
    said = duijie(tmp_path, "records")
    assert said.code == 2
    assert "Traceback" not in said.err
    assert "Nothing that was stored is lost" in said.err
    (log,) = (tmp_path / "logs").iterdir()
    assert "Traceback" in log.read_text("utf-8")


@pytest.mark.parametrize("arguments", ["settings", "--help", "match --help"])
def test_a_reader_that_goes_away_is_left_in_peace(arguments: str, tmp_path: Path) -> None:
    shell = f'"{sys.executable}" -c "{PROGRAM}" {arguments} | head -c 1'
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", shell],
        capture_output=True,
        env=environment(tmp_path),
        timeout=60,
        check=False,
    )
    assert done.stderr == b""
    assert len(done.stdout) == 1
    assert done.returncode == 0


def test_square_brackets_in_a_path_are_only_brackets(tmp_path: Path) -> None:
    home = tmp_path / "[/bold] home"
    said = duijie(home, "settings", DUIJIE_INDEX_ENCODER="[/x]")
    assert said.code == 0
    assert "[/x]" in said.out
    assert "[/bold] home" in "".join(said.out.split("\n"))


@pytest.mark.parametrize(
    ("ended", "code", "said"),
    [
        (SystemExit(), 0, ""),
        (SystemExit(0), 0, ""),
        (SystemExit(3), 3, ""),
        (SystemExit("no more disk"), 1, "no more disk\n"),
    ],
)
def test_an_end_of_the_process_keeps_its_code(
    ended: SystemExit,
    code: int,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def end(*_: object) -> int:
        raise ended

    monkeypatch.setattr(start, "_invoke", end)
    assert start.run(["--home", str(tmp_path / "home"), "records"]) == code
    assert capsys.readouterr().err == said
