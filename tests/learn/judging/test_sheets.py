"""Sheets go out to a spreadsheet and come back, or not at all."""

import csv
import json
from pathlib import Path

import pytest

from duijie.kernel.errors import LearnFileError, SourcePathError
from duijie.kernel.words import Lang
from duijie.learn.judging import (
    Round,
    next_item,
    progress_of,
    read_sheet,
    record_level,
    record_sheet,
    write_sheet,
)
from tests.learn.judging.rounds import made_round, ticking


@pytest.fixture
def judging(tmp_path: Path) -> Round:
    return made_round(tmp_path, needs=2, judges=("wei", "li"), overlap=0.5)


def filled(file: Path, levels: list[str], reasons: list[str] | None = None) -> None:
    """Fill the first rows of a sheet in."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    for row, level, reason in zip(rows[1:], levels, reasons or [""] * len(levels), strict=False):
        row[-2:] = [level, reason]
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(rows)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_filled_sheet_is_taken_and_the_open_rows_are_asked_next(
    judging: Round, tmp_path: Path, lang: Lang
) -> None:
    file = tmp_path / "wei.csv"
    count = write_sheet(judging, "wei", file, lang=lang)
    first = next_item(judging, "wei")
    filled(file, ["3", "较强", "Strong", ""], ["", "", "", "看不懂"])
    rows = read_sheet(judging, "wei", file)
    assert first is not None
    assert (rows[0].number, [row.level for row in rows]) == (first.number, [3, 3, 4, None])
    assert record_sheet(judging, "wei", rows, clock=ticking()) == 4
    progress = progress_of(judging, "wei")
    assert (progress.total, progress.levelled, progress.skipped) == (count, 3, 1)
    assert write_sheet(judging, "wei", file, lang=lang) == count - 4


def test_the_same_sheet_twice_stores_nothing_new(judging: Round, tmp_path: Path) -> None:
    file = tmp_path / "wei.csv"
    write_sheet(judging, "wei", file, lang="en")
    filled(file, ["3", "2"])
    for stored in (2, 0):
        rows = read_sheet(judging, "wei", file)
        assert record_sheet(judging, "wei", rows, clock=ticking()) == stored
    record_level(judging, "wei", rows[0].number, 1, clock=ticking(99))
    assert record_sheet(judging, "wei", rows, clock=ticking(999)) == 1


def test_rows_may_name_need_and_record_with_or_without_their_kinds(
    judging: Round, tmp_path: Path
) -> None:
    file = tmp_path / "a.jsonl"
    own = next(entry for entry in judging.items if "wei" in entry.judges)
    names = {"need_id": f"need:{own.need_id}", "record_id": f"achievement:{own.record_id}"}
    file.write_text(json.dumps({**names, "level": 2}) + "\n")
    assert [(row.number, row.level) for row in read_sheet(judging, "wei", file)] == [
        (own.number, 2)
    ]


def test_a_sheet_saved_in_gb18030_or_with_tabs_is_read(judging: Round, tmp_path: Path) -> None:
    own = next(entry.number for entry in judging.items if "wei" in entry.judges)
    for n, (mark, encoding) in enumerate([(",", "gb18030"), ("\t", "utf-8")]):
        file = tmp_path / f"{n}.csv"
        file.write_bytes(f"序号{mark}等级\n{own}{mark}强\n".encode(encoding))
        assert [row.level for row in read_sheet(judging, "wei", file)] == [4]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("item,level\n{own},5", "row 2: “5” is no level"),
        ("item,level\n{own},3\n\n999,3", "row 4: there is no item “999”"),
        ("item,level\n{other},3", "row 2: there is no item “{other}” for this judge"),
        ("item,level\nfirst,3", "row 2: “first” is no number"),
        ("item,level\n{own},3\n{own},2", "row 3: the item {own} stands in row 2"),
        ("need_id,record_id,level\nN1,A99,3", "row 2: need “N1” and achievement “A99”"),
        ("item,note\n{own},3", "row 1: there is no column named level"),
        ("", "row 1: there is no column named level"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_stored(
    judging: Round, tmp_path: Path, content: str, said: str
) -> None:
    own = next(entry.number for entry in judging.items if "wei" in entry.judges)
    other = next(entry.number for entry in judging.items if "wei" not in entry.judges)
    file = tmp_path / "wei.csv"
    file.write_text(content.format(own=own, other=other) + "\n", "utf-8")
    with pytest.raises(LearnFileError) as raised:
        read_sheet(judging, "wei", file)
    assert said.format(own=own, other=other) in str(raised.value)
    assert progress_of(judging, "wei").levelled == 0


@pytest.mark.parametrize("content", [b"PK\x03\x04\x00\x00\x80\xff", b"\xff\xfe\x00i"])
def test_a_file_that_is_no_text_is_refused(judging: Round, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "wei.xlsx"
    file.write_bytes(content)
    with pytest.raises(LearnFileError, match=r"no|not"):
        read_sheet(judging, "wei", file)


def test_a_file_that_is_not_there_is_a_wrong_call(judging: Round, tmp_path: Path) -> None:
    with pytest.raises(SourcePathError):
        read_sheet(judging, "wei", tmp_path / "nothing.csv")


def test_a_title_that_looks_like_a_formula_is_not_computed(tmp_path: Path) -> None:
    judging = made_round(tmp_path, judges=("wei",))
    achievements = {
        key: type(text)(text.text_id, "=1+1", text.text)
        for key, text in judging.achievements.items()
    }
    turned = type(judging)(
        judging.folder, judging.plan, judging.systems, judging.needs, achievements, judging.items
    )
    write_sheet(turned, "wei", tmp_path / "wei.csv", lang="en")
    assert "'=1+1" in (tmp_path / "wei.csv").read_text("utf-8-sig")
