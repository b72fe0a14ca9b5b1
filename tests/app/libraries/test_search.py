"""Words in a list: what they find, for whom, and with which conditions."""

from pathlib import Path
from typing import Any

import pytest

from duijie.app.engine import ROOM
from duijie.app.libraries import searching
from duijie.app.records.rows import table_of
from duijie.kernel.home import Home
from tests.app.calls import Call
from tests.app.conftest import LIBRARY
from tests.app.libraries.shelves import next_number
from tests.app.web import People, visitor


@pytest.fixture
def indexed(people: People, records: Home, duijie: Call, tmp_path: Path) -> People:
    file = tmp_path / "achievements.csv"
    file.write_text(LIBRARY["achievement"].strip() + "\n", "utf-8")
    assert duijie(records.path, "import", file, "--kind", "achievement", "--yes").code == 0
    assert duijie(records.path, "index", "build").code == 0
    ROOM.close()
    return people


def found(browser: Any, asked: str) -> list[str]:
    page = browser.get(f"/libraries/achievement/?{asked}")
    assert page.status_code == 200
    return [line.record_id.partition(":")[2] for line in page.context["lines"]]


def test_words_find_records_the_closest_first_and_conditions_hold(indexed: People) -> None:
    browser = indexed.wei.browser()
    assert found(browser, "q=颗粒缺陷")[0] == "A1"
    assert set(found(browser, "q=锂离子电池")) >= {"A2", "A5"}
    assert found(browser, "q=锂离子电池&region=3304&trl=8") == ["A2"]
    assert found(browser, "q=锂离子电池&sort=newest")[0] == "A5"
    assert found(browser, "q=石油勘探") == []


def test_a_number_finds_its_record(indexed: People) -> None:
    assert found(indexed.wei.browser(), "q=A3")[0] == "A3"
    assert found(visitor(), "q=A3")[0] == "A3"


def test_a_visitor_does_not_find_by_words_that_they_may_not_read(indexed: People) -> None:
    rows = table_of("achievement").model.objects  # type: ignore[attr-defined]
    secret = "公开的开头。" + "很长的公开说明，" * 20 + "。随后才是耐盐雾。"
    rows.filter(record_id="achievement:A3").update(summary=secret, revision=next_number())
    assert found(indexed.wei.browser(), "q=耐盐雾") == ["A3"]
    assert found(visitor(), "q=耐盐雾") == []
    assert found(visitor(), "q=防腐涂料") == ["A3"]


def test_what_is_withdrawn_or_not_for_the_reader_is_not_found(indexed: People) -> None:
    rows = table_of("achievement").model.objects  # type: ignore[attr-defined]
    browser = indexed.wei.browser()
    assert "A1" in found(browser, "q=颗粒缺陷")
    rows.filter(record_id="achievement:A1").update(state="withdrawn", revision=next_number())
    assert "A1" not in found(browser, "q=颗粒缺陷")
    rows.filter(record_id="achievement:A2").update(visibility="private", revision=next_number())
    assert "A2" not in found(browser, "q=锂离子电池")
    assert "A2" not in found(browser, "q=A2")


def test_conditions_are_looked_for_beyond_the_closest_of_all(
    indexed: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "MOST_FOUND", 1)
    browser = indexed.wei.browser()
    first = found(browser, "q=锂离子电池")
    assert len(first) == 1
    others = {"A2": "3304", "A5": "3301"}
    other = next(name for name in others if name not in first)
    assert found(browser, f"q=锂离子电池&region={others[other]}") == [other]


def test_without_an_index_the_page_says_so(people: People) -> None:
    page = people.wei.browser().get("/libraries/achievement/?q=电池")
    assert page.status_code == 200
    assert "search index has not been built" in page.content.decode()
