"""Any table that can be written is read as it was; any bytes end in rows or a clear error."""

import csv
import gzip
import io
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.ingest import open_source
from duijie.ingest.sources import RowFault
from duijie.ingest.sources.delimited import DELIMITERS
from duijie.ingest.sources.rows import all_rows, data_chunks
from duijie.kernel.errors import SourceError
from tests.ingest.hostile.attempt import attempt
from tests.ingest.hostile.workbooks import shared_strings

HEADERS = ["需求编号", "需求名称", "需求内容"]
CELL = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff\ufffd")
    | st.sampled_from('\n\t",;|、'),
    max_size=20,
)
ROW = st.lists(CELL, min_size=3, max_size=3).filter(lambda row: any(cell.strip() for cell in row))

STARTS = (
    b"",
    b"id,title\n",
    "编号,名称\n1,".encode("gb18030"),
    b'{"title": "a"}\n',
    b"\xff\xfe",
    b"\x1f\x8b\x08",
    b"PK\x03\x04",
    b'id,title\n1,"',
)


def opened(content: bytes, name: str = "t.csv") -> list[list[str]]:
    """Return the data rows of a file, which must have no faults."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        source = open_source(path)
        assert list(source.headers) == HEADERS
        rows = [row for chunk in data_chunks(source, chunk_rows=2) for row in chunk.rows]
    assert not [row for row in rows if isinstance(row, RowFault)]
    return rows  # type: ignore[return-value]


def table(rows: list[list[str]], delimiter: str, newline: str = "\n") -> str:
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter, lineterminator=newline, quoting=csv.QUOTE_ALL)
    writer.writerows([HEADERS, *rows])
    return written.getvalue()


@pytest.mark.parametrize("row", [["", "", "FOUNDED"], ["", "名称", "单位"]])
def test_a_row_of_words_that_are_headers_elsewhere_is_data(row: list[str]) -> None:
    assert opened(table([row, ["2", "电池", "防爆"]], ",").encode()) == [row, ["2", "电池", "防爆"]]


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("编号,名称,单位,", ",,单位名称,统一社会信用代码"),
        ("编号,名称,申报单位情况,申报单位情况", ",,单位名称,统一社会信用代码"),
        ("编号,名称,单位,单位", ",,单位名称,统一社会信用代码"),
    ],
)
def test_the_names_below_merged_headers_are_the_headers(
    tmp_path: Path, upper: str, lower: str
) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"{upper}\n{lower}\nN1,电池,甲公司,91110000600037341L\n", "utf-8")
    source = open_source(path)
    assert source.headers == ("编号", "名称", "单位名称", "统一社会信用代码")
    assert source.header_row == 2


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(ROW, min_size=1, max_size=6),
    delimiter=st.sampled_from(DELIMITERS),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
    newline=st.sampled_from(["\n", "\r\n"]),
    is_packed=st.booleans(),
)
def test_a_written_table_is_read_as_it_was(
    rows: list[list[str]], delimiter: str, encoding: str, newline: str, *, is_packed: bool
) -> None:
    if encoding == "gb18030":  # few and rare characters alone may look like another encoding
        rows = [["防爆电池的技术需求" + cell for cell in row] for row in rows]
    content = table(rows, delimiter, newline).encode(encoding)
    assert opened(gzip.compress(content) if is_packed else content) == rows


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(ROW, min_size=1, max_size=6))
def test_written_objects_are_read_as_they_were(rows: list[list[str]]) -> None:
    lines = [json.dumps(dict(zip(HEADERS, row, strict=True)), ensure_ascii=False) for row in rows]
    assert opened("\n".join(lines).encode(), "t.jsonl") == rows


@settings(max_examples=150, deadline=None)
@given(
    start=st.sampled_from(STARTS),
    rest=st.binary(max_size=300),
)
def test_any_bytes_end_in_a_report_or_a_clear_error(start: bytes, rest: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        path.write_bytes(start + rest)
        ended = attempt(path)
    assert ended["error"] in ("", "E-INGEST-001", "E-INGEST-002")


def test_rows_are_numbered_as_a_person_sees_them(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('名单,,\n需求编号,需求名称,需求内容\n\n1,"电\n池",x\n2,膜,y\n', "utf-8")
    source = open_source(path)
    assert source.header_row == 2
    (chunk,) = data_chunks(source, chunk_rows=10)
    assert chunk.first_row == 3
    assert chunk.rows == [[], ["1", "电\n池", "x"], ["2", "膜", "y"]]


def test_a_sheet_is_chosen_by_name_or_by_what_is_in_it(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["说明", "见下"])
    for name in ("甲", "乙"):
        sheet = book.create_sheet(name)
        sheet.append(HEADERS)
        sheet.append(["1", name, ""])
    book.save(tmp_path / "t.xlsx")
    assert open_source(tmp_path / "t.xlsx").sheet == "甲"
    assert list(all_rows(open_source(tmp_path / "t.xlsx", sheet="乙")))[1][1] == "乙"  # type: ignore[index]
    with pytest.raises(SourceError, match="Sheet, 甲, 乙"):
        open_source(tmp_path / "t.xlsx", sheet="丙")


def test_a_workbook_whose_texts_do_not_fit_into_memory_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared_strings(tmp_path / "t.xlsx")
    monkeypatch.setattr("duijie.ingest.adapters.workbook.LARGEST_STRINGS", 1000)
    with pytest.raises(SourceError, match="Save the sheet as CSV"):
        open_source(tmp_path / "t.xlsx")


def test_an_encoding_or_delimiter_can_be_said(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("编号#名称\n1#电池\n".encode("gb18030"))
    source = open_source(path, encoding="GBK", delimiter="#")
    assert source.headers == ("编号", "名称")
    with pytest.raises(SourceError, match="gb18030"):
        open_source(path, encoding="ebcdic")
