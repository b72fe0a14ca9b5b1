"""What `duijie jobs`, `backup` and `doctor` print for machines is what the reference says."""

from pathlib import Path

import pytest

from duijie.app.jobs.actions import start_job
from duijie.kernel.home import Home
from duijie.kernel.words import Phrase
from tests.app.calls import Call
from tests.app.jobs import works
from tests.app.test_match_command import agrees
from tests.app.web import People


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_job_is_printed_as_the_reference_says(
    people: People, records: Home, duijie: Call, lang: str
) -> None:
    job = start_job(
        people.wei.actor, "tests.count", Phrase("Importing a.csv"), {"upto": 3}, now=works.NOW
    )
    for call in (("list",), ("show", str(job.pk)), ("cancel", str(job.pk))):
        said = duijie(records.path, "--lang", lang, "jobs", *call, "--json")
        assert said.code == 0, said.err
        shown = said.json if call == ("list",) else [said.json]
        assert [one["id"] for one in shown] == [str(job.pk)]
        assert all(agrees(one, "job") for one in shown)


def test_a_backup_and_what_the_doctor_finds_are_printed_as_the_reference_says(
    records: Home, duijie: Call, tmp_path: Path
) -> None:
    made = duijie(records.path, "backup", tmp_path / "kept.tar.zst", "--json")
    assert made.code == 0, made.err
    assert agrees(made.json, "backup")
    assert Path(made.json["file"]).stat().st_size == made.json["bytes"]
    found = duijie(records.path, "doctor", "--json").json
    assert "Database" in [one["what"] for one in found]
    assert agrees(found, "doctor")
