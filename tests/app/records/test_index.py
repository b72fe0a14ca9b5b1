"""What is withdrawn: gone from the pages at once, and from the index with its next update."""

from pathlib import Path

from duijie.app.indexing import update
from duijie.app.records import actions
from duijie.app.records.queries import visible_ids
from duijie.app.shared.actors import NOBODY
from duijie.index import open_index
from duijie.kernel.home import Home
from duijie.kernel.ports import silent
from tests.app.calls import Call
from tests.app.records.making import published
from tests.app.web import NOW, People, visitor

CSV = """成果登记号,成果名称,成果简介
B1,防爆锂离子电池,针刺不起火，循环寿命3000次。
B2,钠离子电池正极材料,层状氧化物正极材料。
"""


def indexed(home: Home, record_id: str) -> bool:
    """Tell whether the index on disk holds a record."""
    index = open_index(home.index)
    try:
        return index.get([record_id])[0] is not None
    finally:
        index.close()


def test_a_withdrawn_record_is_gone_at_once_and_from_the_index_after_its_update(
    people: People, home: Home, tmp_path: Path, duijie: Call
) -> None:
    file = tmp_path / "b.csv"
    file.write_text(CSV, "utf-8")
    assert duijie(home.path, "import", file, "--kind", "achievement", "--yes").code == 0
    record_id = published(people, people.li)
    assert duijie(home.path, "index", "build").code == 0
    assert indexed(home, record_id)

    actions.withdraw(people.li.actor, record_id, now=NOW)
    assert indexed(home, record_id)  # not brought up to date yet
    assert visible_ids(people.mallory.actor, [record_id], NOW) == set()
    assert visible_ids(NOBODY, [record_id], NOW) == set()
    assert visitor().get(f"/records/{record_id}/").status_code == 404

    update(home, silent)
    assert not indexed(home, record_id)
