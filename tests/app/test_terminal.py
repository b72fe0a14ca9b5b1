"""On a real terminal: the mapping is asked for, and bars are drawn."""

import os
import pty
import select
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from duijie.app.cli.progress import progress
from duijie.app.cli.terminal import Terminal
from duijie.kernel.home import Home
from duijie.kernel.settings import Settings
from tests.app.calls import PROGRAM, environment

ROWS = "编号,名称,内容\nN1,防爆电池,不起火\nN2,低温电池,-20℃可用\n"


def on_a_terminal(home: Path, arguments: list[str], answer: str, **more: str) -> tuple[int, str]:
    """Run `duijie` on a terminal of its own, typing `answer` when it asks; return code and text."""
    master, slave = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=environment(home, TERM="xterm", COLUMNS="100", **more),
        start_new_session=True,
    )
    os.close(slave)
    seen, is_asked, ends = b"", False, time.monotonic() + 60
    while time.monotonic() < ends:
        ready, _, _ = select.select([master], [], [], 0.2)
        try:
            seen += os.read(master, 65536) if ready else b""
        except OSError:  # the other end is closed: the child has ended
            break
        if not is_asked and b"(y)es" in seen:
            os.write(master, answer.encode() + b"\n")
            is_asked = True
    os.close(master)
    return child.wait(timeout=30), seen.decode("utf-8", "replace")


@pytest.fixture
def arguments(tmp_path: Path) -> list[str]:
    file = tmp_path / "needs.csv"
    file.write_text(ROWS, "utf-8")
    return ["import", str(file), "--kind", "need"]


def test_yes_imports_with_the_proposed_mapping(tmp_path: Path, arguments: list[str]) -> None:
    code, seen = on_a_terminal(tmp_path / "home", arguments, "y")
    assert code == 0
    assert "2 new" in seen


def test_no_imports_nothing(tmp_path: Path, arguments: list[str]) -> None:
    code, seen = on_a_terminal(tmp_path / "home", arguments, "n")
    assert code == 0
    assert "new" not in seen
    assert not (tmp_path / "home" / "duijie.sqlite3").exists()


def test_edit_opens_the_editor_and_imports_with_what_it_wrote(
    tmp_path: Path, arguments: list[str]
) -> None:
    editor = "sed -i s/description/organization/"
    code, seen = on_a_terminal(tmp_path / "home", arguments, "e", EDITOR=editor)
    assert code == 0
    assert "2 new" in seen
    (mapping,) = (tmp_path / "home" / "mappings").iterdir()
    assert 'field = "organization"' in mapping.read_text("utf-8")


def test_edit_without_an_editor_says_which_file_to_edit(
    tmp_path: Path, arguments: list[str]
) -> None:
    code, seen = on_a_terminal(tmp_path / "home", arguments, "e")
    assert code == 0
    (mapping,) = (tmp_path / "home" / "mappings").iterdir()
    assert mapping.name in "".join(seen.split())


@pytest.mark.parametrize("is_terminal", [True, False])
def test_longer_work_is_shown_with_its_amount_and_its_rate(*, is_terminal: bool) -> None:
    seconds = iter(range(0, 1_000_000, 10))  # every look at the clock is ten seconds later
    out = StringIO()
    console = Console(file=out, width=100, force_terminal=is_terminal)
    terminal = Terminal(Home(Path("x")), Settings({}), "en", console, console)
    with progress(terminal, lambda: float(next(seconds))) as told:
        for rows in (0, 10_000, 20_000):
            told("import", rows, 20_000)
    seen = " ".join(out.getvalue().split())
    assert "Importing" in seen
    assert "20,000/20,000" in seen or "20,000 of 20,000" in seen
    assert "/s" in seen or "per second" in seen


def test_short_work_is_not_shown() -> None:
    out = StringIO()
    console = Console(file=out, width=100, force_terminal=True)
    terminal = Terminal(Home(Path("x")), Settings({}), "en", console, console)
    with progress(terminal, lambda: 0.0) as told:
        told("import", 20_000, 20_000)
    assert out.getvalue() == ""


def test_an_error_cannot_steer_the_terminal(tmp_path: Path) -> None:
    file = tmp_path / "needs.csv"
    file.write_text("编号,\x1b]0;owned\x07\nN1,电池\n", "utf-8")
    _, seen = on_a_terminal(tmp_path / "home", ["import", str(file), "--kind", "need"], "n")
    assert "E-INGEST-002" in seen
    assert "\x1b]0" not in seen
    assert "\x07" not in seen


def test_a_file_cannot_steer_the_terminal(tmp_path: Path) -> None:
    file = tmp_path / "needs.csv"
    file.write_text("编号,名称,内容,\x1b]0;owned\x07\nN1,电池\x1b[2J,\x9b31m不起火,无\n", "utf-8")
    _, seen = on_a_terminal(tmp_path / "home", ["import", str(file), "--kind", "need"], "n")
    assert "(y)es" in seen
    assert not [mark for mark in ("\x1b]0", "\x1b[2J", "\x9b", "\x07") if mark in seen]
