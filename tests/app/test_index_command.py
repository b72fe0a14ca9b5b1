"""`duijie index`: built anew, and taken back."""

from pathlib import Path

from tests.app.calls import Call

ROWS = "编号,名称,内容\nN1,防爆电池,不起火\nN2,低温电池,-20℃可用\n"


def test_the_index_before_the_last_build_can_be_put_in_use_again(
    duijie: Call, tmp_path: Path
) -> None:
    home, file = tmp_path / "home", tmp_path / "needs.csv"
    file.write_text(ROWS, "utf-8")
    duijie(home, "import", file, "--kind", "need", "--yes")
    first = duijie(home, "index", "build", "--json").json
    alone = duijie(home, "index", "rollback")
    assert alone.code == 2
    assert "there is nothing to go back to" in alone.err
    file.write_text(ROWS + "N3,钠电池,便宜\n", "utf-8")
    duijie(home, "import", file, "--kind", "need")
    second = duijie(home, "index", "build", "--json").json
    assert (first["documents"], second["documents"]) == (2, 3)
    assert duijie(home, "index", "rollback", "--json").json == first
    assert duijie(home, "index", "update").code == 0
    assert duijie(home, "index", "status", "--json").json["index"]["documents"] == 3


def test_without_an_index_nothing_is_rolled_back(duijie: Call, tmp_path: Path) -> None:
    said = duijie(tmp_path / "home", "index", "rollback")
    assert said.code == 2
    assert "E-INDEX-001" in said.err
