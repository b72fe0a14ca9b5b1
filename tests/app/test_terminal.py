"""On a real terminal: the mapping is asked for, and bars are drawn."""

import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

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


def test_a_longer_import_draws_a_bar_with_its_rate(tmp_path: Path) -> None:
    file = tmp_path / "many.csv"
    rows = (f"N{number},防爆电池{number},不起火" for number in range(20_000))
    file.write_text("编号,名称,内容\n" + "\n".join(rows), "utf-8")
    call = ["import", str(file), "--kind", "need", "--yes"]
    code, seen = on_a_terminal(tmp_path / "home", call, "")
    assert code == 0
    assert "20,000/20,000" in seen
    assert "/s" in seen


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
