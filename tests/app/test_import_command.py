"""`duijie import`: mapping shown and accepted, problems reported, nothing lost."""

import csv
import gzip
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from tests.app.calls import PROGRAM, Call, environment
from tests.app.calls import duijie as as_process
from tests.app.stores import rows_in

ROWS = "编号,名称,内容\nN1,防爆电池,不起火\nN2,低温电池,-20℃可用\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "needs.csv"
    file.write_text(ROWS, "utf-8")
    return file


def live(home: Path) -> int:
    """Return how many needs are live, 0 when there is no database yet."""
    return len(rows_in(home, "SELECT id FROM records_need WHERE state = 'published'"))


def test_without_consent_the_mapping_is_shown_and_nothing_is_stored(
    duijie: Call, home: Path, file: Path
) -> None:
    said = duijie(home, "import", file, "--kind", "need")
    assert said.code == 2
    assert "Need number" in said.err
    assert "--yes" in said.err
    assert live(home) == 0


def test_with_consent_the_rows_are_stored_and_the_mapping_is_remembered(
    duijie: Call, home: Path, file: Path
) -> None:
    assert duijie(home, "import", file, "--kind", "need", "--yes").code == 0
    assert live(home) == 2
    again = duijie(home, "import", file, "--kind", "need", "--json")
    assert again.code == 0
    assert again.json["unchanged"] == 2


def test_a_saved_mapping_can_be_edited_and_used(
    duijie: Call, home: Path, file: Path, tmp_path: Path
) -> None:
    mapping = tmp_path / "mapping.toml"
    assert duijie(home, "import", file, "--kind", "need", "--save-mapping", mapping).code == 0
    assert live(home) == 0
    mapping.write_text(mapping.read_text("utf-8").replace('"description"', '"organization"'))
    assert duijie(home, "import", file, "--kind", "need", "--mapping", mapping).code == 0
    rows = rows_in(home, "SELECT organization, description FROM records_need")
    assert rows[0] == ("不起火", "")


def test_a_mapping_that_does_not_fit_is_a_problem_of_the_data(
    duijie: Call, home: Path, file: Path, tmp_path: Path
) -> None:
    mapping = tmp_path / "mapping.toml"
    mapping.write_text('kind = "need"\n[[column]]\nheader = "名称"\nfield = "nix"\n')
    said = duijie(home, "import", file, "--kind", "need", "--mapping", mapping)
    assert said.code == 1
    assert "E-INGEST-002" in said.err


def test_a_bad_row_is_reported_and_the_others_are_stored(
    duijie: Call, home: Path, tmp_path: Path
) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(ROWS + "N3,,没有名称\n", "utf-8")
    said = duijie(home, "import", file, "--kind", "need", "--yes", "--json")
    assert said.code == 1
    assert (said.json["accepted"], said.json["rejected"]) == (2, 1)
    with Path(said.json["report_file"]).open(encoding="utf-8-sig", newline="") as stream:
        assert [row["Row"] for row in csv.DictReader(stream)] == ["4"]
    assert live(home) == 2


def test_no_report_file_stays_when_there_was_no_problem(
    duijie: Call, home: Path, file: Path
) -> None:
    said = duijie(home, "import", file, "--kind", "need", "--yes", "--json")
    assert said.json["report_file"] is None
    assert list((home / "reports").iterdir()) == []


def test_rows_no_longer_in_the_file_are_withdrawn_on_request(
    duijie: Call, home: Path, file: Path
) -> None:
    duijie(home, "import", file, "--kind", "need", "--yes")
    file.write_text("\n".join(ROWS.splitlines()[:2]), "utf-8")
    said = duijie(home, "import", file, "--kind", "need", "--withdraw-missing")
    assert said.code == 0
    assert "1 records are no longer in the file" in said.out
    assert live(home) == 1


def test_a_record_whose_row_lost_its_title_is_not_withdrawn(
    duijie: Call, home: Path, file: Path
) -> None:
    duijie(home, "import", file, "--kind", "need", "--yes")
    header, first, second, *_ = ROWS.splitlines()
    spoilt = ",".join([second.split(",")[0], "", *second.split(",")[2:]])
    file.write_text("\n".join([header, first, spoilt]), "utf-8")
    said = duijie(home, "import", file, "--kind", "need", "--withdraw-missing", "--json")
    assert (said.json["rejected"], said.json["withdrawn"]) == (1, 0)
    assert said.json["withdrawal_held_back"] == 0
    assert live(home) == 2


def test_a_row_that_may_be_any_record_stops_withdrawing_and_is_named(
    duijie: Call, home: Path, file: Path
) -> None:
    duijie(home, "import", file, "--kind", "need", "--yes")
    header, first, second, *_ = ROWS.splitlines()
    spoilt = ",".join(["", "", *second.split(",")[2:]])
    file.write_text("\n".join([header, first, spoilt]), "utf-8")
    said = duijie(home, "import", file, "--kind", "need", "--withdraw-missing")
    assert "Nothing was withdrawn: 1 rejected rows may be any record." in said.out
    assert live(home) == 2


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", 1), (b"%PDF-1.7 ...", 1), (b"\x00\x01\x02\xff" * 100, 1)],
)
def test_a_file_that_cannot_be_read_is_a_problem_of_the_data(
    duijie: Call, home: Path, tmp_path: Path, content: bytes, code: int
) -> None:
    file = tmp_path / "odd.csv"
    file.write_bytes(content)
    said = duijie(home, "import", file, "--kind", "need", "--yes")
    assert said.code == code
    assert "E-INGEST-" in said.err


@pytest.mark.parametrize("name", ["nope.csv", ".", "nope/deeper.csv"])
def test_a_path_without_a_file_is_a_wrong_call(
    duijie: Call, home: Path, tmp_path: Path, name: str
) -> None:
    said = duijie(home, "import", tmp_path / name, "--kind", "need", "--yes")
    assert said.code == 2
    assert "E-INGEST-003" in said.err


def test_a_mapping_that_is_not_there_is_a_wrong_call(
    duijie: Call, home: Path, file: Path, tmp_path: Path
) -> None:
    nowhere = tmp_path / "nope.toml"
    said = duijie(home, "import", file, "--kind", "need", "--mapping", nowhere)
    assert said.code == 2
    assert str(nowhere) in said.err


def test_the_report_is_named_after_the_file_without_its_ending(
    duijie: Call, home: Path, tmp_path: Path
) -> None:
    file = tmp_path / "bad.csv.gz"
    file.write_bytes(gzip.compress((ROWS + "N3,,没有名称\n").encode()))
    said = duijie(home, "import", file, "--kind", "need", "--yes", "--json")
    assert said.json["report_file"].endswith("-need-bad.report.csv")


def test_times_are_those_of_the_system_in_files_and_lists(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(ROWS + "N3,,没有名称\n", "utf-8")
    zone = {"TZ": "UTC+11"}  # eleven hours behind UTC: far from where this runs
    said = as_process(home, "import", file, "--kind", "need", "--yes", "--json", **zone)
    (run,) = as_process(home, "records", "--json", **zone).json["imports"]
    begun = datetime.fromisoformat(run["started_at"])
    assert begun.utcoffset() == timedelta(hours=-11)
    named = datetime.strptime(Path(said.json["report_file"]).name[:15] + "-1100", "%Y%m%d-%H%M%S%z")
    assert abs(named - begun) < timedelta(hours=1)
    assert begun.isoformat(" ", "minutes") in as_process(home, "records", **zone).out


def visibilities(home: Path) -> list[str]:
    found = rows_in(home, "SELECT visibility FROM records_need ORDER BY record_id")
    return [row[0] for row in found]


def test_records_without_a_visibility_become_public_and_that_is_said_once(
    duijie: Call, home: Path, file: Path
) -> None:
    said = duijie(home, "import", file, "--kind", "need", "--yes")
    assert (said.out + said.err).count("becomes public") == 1
    assert "--visibility private" in said.err
    assert visibilities(home) == ["", ""]
    assert "becomes public" in duijie(home, "import", file, "--kind", "need", "--json").err


def test_a_visibility_for_all_rows_is_stored_and_nothing_needs_saying(
    duijie: Call, home: Path, file: Path
) -> None:
    duijie(home, "import", file, "--kind", "need", "--yes")
    call = ["import", file, "--kind", "need", "--visibility", "private", "--json"]
    said = duijie(home, *call)
    assert "becomes public" not in said.err
    assert said.json["updated"] == 2
    assert said.json["default_visibility"] == "private"
    assert visibilities(home) == ["private", "private"]


def test_a_row_that_names_its_visibility_keeps_it(duijie: Call, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "needs.csv"
    file.write_text("编号,名称,是否保密\nN1,甲,是\nN2,乙,否\nN3,丙,\n", "utf-8")
    said = duijie(home, "import", file, "--kind", "need", "--yes", "--visibility", "restricted")
    assert said.code == 0
    assert visibilities(home) == ["private", "public", "restricted"]


def test_an_unused_column_about_confidentiality_is_named_and_reported(
    duijie: Call, home: Path, tmp_path: Path
) -> None:
    file = tmp_path / "needs.csv"
    file.write_text("编号,名称,涉密情况\nN1,甲,涉密\n", "utf-8")
    said = duijie(home, "import", file, "--kind", "need", "--yes", "--json")
    assert said.code == 0
    assert "The column 涉密情况 looks as if" in said.err
    assert said.json["problems"] == {"P-VISIBILITY-COLUMN": 1}
    assert said.json["visibility_column"] is None


def test_an_unknown_visibility_is_a_wrong_call(duijie: Call, home: Path, file: Path) -> None:
    said = duijie(home, "import", file, "--kind", "need", "--yes", "--visibility", "secret")
    assert said.code == 2
    assert "public, restricted, private" in said.err
    assert live(home) == 0


def test_an_unknown_kind_is_a_wrong_call(duijie: Call, home: Path, file: Path) -> None:
    said = duijie(home, "import", file, "--kind", "demand", "--yes")
    assert said.code == 2
    assert "achievement, need" in said.err


def test_after_ctrl_c_what_was_stored_is_kept_and_the_same_command_goes_on(
    duijie: Call, home: Path, tmp_path: Path
) -> None:
    file = tmp_path / "many.csv"
    count = 30_000
    rows = (f"N{number},防爆电池{number},不起火" for number in range(count))
    file.write_text("编号,名称,内容\n" + "\n".join(rows), "utf-8")
    arguments = ["import", str(file), "--kind", "need", "--yes", "--json"]
    child = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments],
        env=environment(home),
        stderr=subprocess.PIPE,
        text=True,
        # A shell starts what runs in the background with this signal ignored; a terminal does not.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    while child.poll() is None and not rows_done(home):
        time.sleep(0.01)
    child.send_signal(signal.SIGINT)
    _, err = child.communicate()
    assert child.returncode == 130
    assert "Stopped." in err
    stored = rows_done(home)
    assert 0 < stored < count
    said = duijie(home, *arguments)
    assert said.json["resumed_after"] == stored
    assert live(home) == count


def rows_done(home: Path) -> int:
    found = rows_in(home, "SELECT max(rows_done) FROM records_importrun")
    return int(found[0][0] or 0) if found else 0
