"""Opening the database: its tables are made once, whoever comes first."""

import subprocess
import sys
from pathlib import Path

from tests.app.calls import PROGRAM, Call, environment
from tests.app.stores import write_in


def test_two_processes_that_open_a_new_home_at_once_both_succeed(tmp_path: Path) -> None:
    children = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, "records", "--json"],
            env=environment(tmp_path / "home"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        for _ in range(3)
    ]
    said = [child.communicate(timeout=60)[1] for child in children]
    assert [child.returncode for child in children] == [0, 0, 0], said


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path, duijie: Call) -> None:
    assert duijie(tmp_path, "records").code == 0
    write_in(
        tmp_path,
        "INSERT INTO django_migrations (app, name, applied) "
        "VALUES ('records', '0099_later', '2030-01-01')",
    )
    said = duijie(tmp_path, "records")
    assert said.code == 2
    assert "0099_later" in said.err
    assert "newer version" in said.err


def test_the_newest_imports_are_listed_and_an_interrupted_one_is_said_to_be(
    tmp_path: Path, duijie: Call
) -> None:
    file = tmp_path / "needs.csv"
    file.write_text("编号,名称\nN1,防爆电池\n", "utf-8")
    home = tmp_path / "home"
    duijie(home, "import", file, "--kind", "need", "--yes")
    write_in(home, "UPDATE records_importrun SET status = 'running'")
    said = duijie(home, "records", "--lang", "en")
    assert "needs.csv, interrupted after 1 rows" in " ".join(said.out.split())
