"""The index follows the records by itself."""

from pathlib import Path

from duijie.app.following import BUILD, follow, outgrow
from duijie.app.jobs.context import MACHINE
from duijie.app.jobs.models import Job
from duijie.app.jobs.running import run
from duijie.app.records.actions import withdraw
from duijie.index import index_status, open_index
from duijie.kernel.home import Home
from tests.app.calls import Call
from tests.app.jobs.works import NOW, Clock

TABLE = "成果登记号,成果名称,成果简介\nA1,颗粒检测机,检测颗粒缺陷\nA2,防爆电池,针刺不起火\n"


def brought_in(records: Home, duijie: Call, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(TABLE, "utf-8")
    assert duijie(records.path, "import", file, "--kind", "achievement", "--yes").code == 0


def test_a_new_installation_gets_its_index_with_the_first_records(
    records: Home, duijie: Call, tmp_path: Path
) -> None:
    follow(NOW)
    assert not Job.objects.exists()
    brought_in(records, duijie, tmp_path)
    follow(NOW)
    follow(NOW)
    job = Job.objects.get(name=BUILD)
    run(job.pk, Clock())
    assert index_status(records.index).documents == 2


def test_a_change_reaches_the_index_at_the_next_look(
    records: Home, duijie: Call, tmp_path: Path
) -> None:
    brought_in(records, duijie, tmp_path)
    assert duijie(records.path, "index", "build").code == 0
    withdraw(MACHINE, "achievement:A1", now=NOW)
    follow(NOW)
    index = open_index(records.index)
    try:
        assert [bool(d) for d in index.get(["achievement:A1", "achievement:A2"])] == [False, True]
    finally:
        index.close()


def test_an_encoder_of_the_first_records_is_replaced_when_the_library_has_outgrown_it(
    records: Home, duijie: Call, tmp_path: Path
) -> None:
    brought_in(records, duijie, tmp_path)
    assert duijie(records.path, "index", "build").code == 0
    first = index_status(records.index).encoder_release
    assert outgrow(NOW) is None
    more = tmp_path / "more.csv"
    rows = [f"B{n},检测装置{n},检测颗粒缺陷{n}" for n in range(60)]
    more.write_text("\n".join(["成果登记号,成果名称,成果简介", *rows]), "utf-8")
    assert duijie(records.path, "import", more, "--kind", "achievement", "--yes").code == 0
    job = outgrow(NOW)
    assert job is not None
    run(job.pk, Clock())
    status = index_status(records.index)
    assert (Job.objects.get(pk=job.pk).state, status.documents) == ("done", 62)
    assert status.encoder_release != first
    assert outgrow(NOW) is None
