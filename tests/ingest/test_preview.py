"""A look at the first rows: as an import would take them, and nothing stored."""

from datetime import date
from pathlib import Path

import pytest

from duijie.ingest import open_source, preview, propose_mapping, rows_of, rows_of_records
from duijie.ingest.sources import Source

TABLE = """成果登记号,成果名称,技术成熟度,完成日期,持有单位
A1,检测机,7,2024-05-01,某大学

A2,,8,2024-05-01,某大学
A3,电池,12,2024-02-30,某公司
"""


@pytest.fixture
def source(tmp_path: Path) -> Source:
    file = tmp_path / "成果.csv"
    file.write_text(TABLE, "utf-8")
    return open_source(file)


def test_the_first_rows_are_shown_as_they_will_be(source: Source) -> None:
    rows = preview(source, propose_mapping(source, "achievement"), visibility="private")
    assert [(row.row, row.record_id) for row in rows] == [
        (2, "achievement:A1"),
        (4, ""),
        (5, "achievement:A3"),
    ]
    assert rows[0].values["completed_on"] == date(2024, 5, 1)
    assert rows[0].values["visibility"] == "private"


def test_problems_stand_with_their_row_and_field(source: Source) -> None:
    rows = preview(source, propose_mapping(source, "achievement"))
    assert [[(p.field, p.code) for p in row.problems] for row in rows] == [
        [],
        [("title", "P-REQUIRED")],
        [("trl", "P-TRL-RANGE"), ("completed_on", "P-DATE-IMPOSSIBLE")],
    ]


def test_no_more_rows_are_shown_than_asked_for(source: Source) -> None:
    assert len(preview(source, propose_mapping(source, "achievement"), limit=2)) == 2


def test_rows_are_found_again_by_their_numbers(source: Source) -> None:
    found = list(rows_of(source, [5, 4]))
    assert [(row, cells[0]) for row, cells in found] == [(4, "A2"), (5, "A3")]


def test_the_row_of_a_record_is_found(source: Source) -> None:
    mapping = propose_mapping(source, "achievement")
    wanted = frozenset({"achievement:A3", "achievement:A9"})
    assert rows_of_records(source, mapping, wanted) == {5: "achievement:A3"}
