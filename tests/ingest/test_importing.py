"""An import as a whole: repeats, interruptions, withdrawal, the process aside."""

import csv
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from duijie.ingest import (
    ColumnMapping,
    ColumnUse,
    IngestOptions,
    IngestReport,
    Limits,
    ingest,
    open_source,
    propose_mapping,
)
from duijie.ingest.conformance import SinkConformance
from duijie.kernel.errors import MappingError, SourceError
from duijie.kernel.kinds import Record, Value
from duijie.kernel.ports import ChunkCounts, ImportRun, RecordSink
from tests.ingest.support.memory_sink import MemorySink

HEADER = "成果登记号,成果名称,成果简介,技术成熟度,完成日期,完成单位\n"


def line(number: int, title: str = "防爆电池") -> str:
    return f"A{number},{title} {number},不起火,TRL {number % 9 + 1},2024-03-05,甲公司\n"


def written(folder: Path, content: str, name: str = "results.csv") -> Path:
    path = folder / name
    path.write_text(content, "utf-8")
    return path


def imported(path: Path, sink: RecordSink, **options: object) -> IngestReport:
    source = open_source(path)
    return ingest(
        source,
        propose_mapping(source, "achievement"),
        sink,
        options=IngestOptions(**options),  # type: ignore[arg-type]
    )


class TestMemorySink(SinkConformance):
    @pytest.fixture
    def sink(self) -> MemorySink:
        return MemorySink()

    def live(self, sink: MemorySink) -> dict[str, dict[str, Value]]:
        return sink.live()


class FailingSink(MemorySink):
    """Fails at its n-th chunk, as a machine that loses power."""

    fails_at: int = 2

    def write(
        self, run: ImportRun, records: Sequence[Record], *, rows_done: int, seen: Sequence[str] = ()
    ) -> ChunkCounts:
        self.fails_at -= 1
        if self.fails_at < 0:
            raise OSError("no power")
        return super().write(run, records, rows_done=rows_done, seen=seen)


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + "".join(map(line, range(10))) + line(3, "改名"))
    sink = MemorySink()
    first = imported(path, sink)
    before = sink.live()
    second = imported(path, sink)
    assert (first.created, first.rejected) == (10, 1)
    assert (second.created, second.updated, second.unchanged) == (0, 0, 10)
    assert sink.live() == before
    assert before["achievement:A3"]["title"] == "防爆电池 3"


def test_an_interrupted_import_is_taken_up_and_nothing_is_half(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + "".join(map(line, range(10))) + line(1, "重复") + ",坏\n")
    sink = FailingSink()
    with pytest.raises(OSError, match="no power"):
        imported(path, sink, chunk_rows=3)
    assert len(sink.live()) == 6
    sink.fails_at = 100
    report = imported(path, sink, chunk_rows=4)  # also with chunks of another size
    whole = MemorySink()
    unbroken = imported(path, whole, chunk_rows=3)
    assert sink.live() == whole.live()
    assert report.resumed_after == 6
    assert (report.rows, report.accepted, report.rejected) == (
        unbroken.rows,
        unbroken.accepted,
        unbroken.rejected,
    )
    assert report.problems == unbroken.problems
    assert report.created == 5


def test_another_mapping_of_the_same_file_starts_from_the_top(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + "".join(map(line, range(6))))
    sink = FailingSink()
    with pytest.raises(OSError, match="no power"):
        imported(path, sink, chunk_rows=2)
    sink.fails_at = 100
    source = open_source(path)
    mapping = ColumnMapping("achievement", (ColumnUse("成果名称", "title"),))
    report = ingest(source, mapping, sink)
    assert report.resumed_after == 0
    assert report.accepted == 6


def test_a_full_import_withdraws_only_on_request(tmp_path: Path) -> None:
    sink = MemorySink()
    imported(written(tmp_path, HEADER + "".join(map(line, range(5)))), sink)
    fewer = written(tmp_path, HEADER + "".join(map(line, range(3))), "fewer.csv")
    assert imported(fewer, sink).withdrawn == 0
    assert len(sink.live()) == 5
    assert imported(fewer, sink, withdraw_missing=True).withdrawn == 2
    assert set(sink.live()) == {"achievement:A0", "achievement:A1", "achievement:A2"}


def test_a_full_import_keeps_the_record_of_a_rejected_row(tmp_path: Path) -> None:
    sink = MemorySink()
    imported(written(tmp_path, HEADER + "".join(map(line, range(5)))), sink)
    before = sink.live()
    spoilt = HEADER + line(0) + line(1) + " A2 ,,不起火,,,甲公司\n"
    report = imported(written(tmp_path, spoilt, "spoilt.csv"), sink, withdraw_missing=True)
    assert (report.rejected, report.withdrawn, report.withdrawal_held_back) == (1, 2, 0)
    assert sink.live() == {name: before[name] for name in sorted(before)[:3]}


@pytest.mark.parametrize(
    "row",
    [",,不起火,,,甲公司\n", "A2,防爆电池,不起火,,,甲公司,多一格\n"],
    ids=["neither number nor title", "longer than the header"],
)
def test_a_full_import_with_a_row_that_may_be_any_record_withdraws_nothing(
    tmp_path: Path, row: str
) -> None:
    sink = MemorySink()
    imported(written(tmp_path, HEADER + "".join(map(line, range(5)))), sink)
    path = written(tmp_path, HEADER + line(0) + row, "spoilt.csv")
    report = imported(path, sink, withdraw_missing=True)
    assert (report.rejected, report.withdrawn, report.withdrawal_held_back) == (1, 0, 1)
    assert len(sink.live()) == 5
    assert imported(path, sink).withdrawal_held_back == 0


def test_an_interrupted_full_import_still_keeps_the_records_of_rejected_rows(
    tmp_path: Path,
) -> None:
    rows = list(map(line, range(9)))
    sink = FailingSink()
    imported(written(tmp_path, HEADER + "".join(rows)), sink)
    before = sink.live()
    rows[0], rows[7] = "A0,,x,,,\n", "A7,,x,,,\n"
    path = written(tmp_path, HEADER + "".join(rows[:8]), "spoilt.csv")
    sink.fails_at = 1
    with pytest.raises(OSError, match="no power"):
        imported(path, sink, chunk_rows=3, withdraw_missing=True)
    sink.fails_at = 100
    report = imported(path, sink, chunk_rows=2, withdraw_missing=True)
    assert (report.resumed_after, report.withdrawn) == (3, 1)
    assert sink.live() == {name: before[name] for name in sorted(before)[:8]}


def test_a_file_without_a_good_row_withdraws_nothing(tmp_path: Path) -> None:
    sink = MemorySink()
    imported(written(tmp_path, HEADER + line(1)), sink)
    empty = written(tmp_path, HEADER + "A1,,x,,,\n", "empty.csv")
    with pytest.raises(SourceError, match="nothing was withdrawn"):
        imported(empty, sink, withdraw_missing=True)
    assert len(sink.live()) == 1


def test_a_process_aside_gives_the_same_records_and_problems(tmp_path: Path) -> None:
    rows = [line(n) if n % 7 else f"A{n},,x\n" for n in range(500)]
    path = written(tmp_path, HEADER + "".join(rows))
    here, aside = MemorySink(), MemorySink()
    whole = written(tmp_path, HEADER + "".join(map(line, range(510))), "whole.csv")
    for sink in (here, aside):
        imported(whole, sink)
    full = {"chunk_rows": 100, "withdraw_missing": True}
    one = imported(path, here, **full, workers=0, report_path=tmp_path / "1.csv")
    two = imported(path, aside, **full, workers=1, report_path=tmp_path / "2.csv")
    assert here.live() == aside.live()
    assert one.withdrawn == two.withdrawn == 10
    assert one.problems == two.problems
    assert one.problem_counts == two.problem_counts
    assert (tmp_path / "1.csv").read_bytes() == (tmp_path / "2.csv").read_bytes()


def test_an_error_in_the_process_aside_arrives_here(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + line(1) * 1000)
    source = open_source(path, limits=Limits(unpacked_megabytes=1))
    path.write_text(HEADER + line(1) * 40_000, "utf-8")
    with pytest.raises(SourceError, match="larger than is allowed"):
        ingest(
            source,
            propose_mapping(source, "achievement"),
            MemorySink(),
            options=IngestOptions(workers=1),
        )


def test_a_process_that_ends_without_a_word_is_a_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, HEADER + line(1))
    source = open_source(path)
    mapping = propose_mapping(source, "achievement")
    monkeypatch.setattr(sys, "executable", "false")
    with pytest.raises(SourceError, match="the process that read it ended"):
        ingest(source, mapping, MemorySink(), options=IngestOptions(workers=1))


def test_the_process_aside_runs_nothing_of_the_folder_it_is_called_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "it-ran"
    (tmp_path / "pickle.py").write_text(f"open({str(mark)!r}, 'w').close()\nraise SystemExit\n")
    path = written(tmp_path, HEADER + line(1))
    monkeypatch.chdir(tmp_path)
    assert imported(path, MemorySink(), workers=1).accepted == 1
    assert not mark.exists()


def test_every_problem_is_in_the_report_file_in_the_readers_language(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + "A1,电池,x,12,2024-02-30,=1+1\nA2,,x,,,\n")
    report = imported(path, MemorySink(), report_path=tmp_path / "report.csv", lang="zh")
    raw = (tmp_path / "report.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    with (tmp_path / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))[1:]
    assert [(row[0], row[1], row[2], row[3]) for row in lines] == [
        ("2", "技术成熟度", "12", "P-TRL-RANGE"),
        ("2", "完成日期", "2024-02-30", "P-DATE-IMPOSSIBLE"),
        ("2", "持有单位", "'=1+1", "P-FORMULA"),
        ("3", "成果名称", "", "P-REQUIRED"),
    ]
    assert all(row[6] and row[7] for row in lines)
    assert report.problem_counts == dict.fromkeys(sorted(row[3] for row in lines), 1)


def test_memory_keeps_only_the_first_problems(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + "A,,x,,,\n" * 5000)
    report = imported(path, MemorySink())
    assert report.problem_counts == {"P-REQUIRED": 5000}
    assert len(report.problems) == 100


def test_values_come_in_the_types_of_the_kind(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "编号,名称,简介,关键词,成熟度,单位,信用代码,地区,行业,IPC分类号,年份,有效期至,公开范围\n"
        '1,电池,"第一行\n第二行",防爆；电池,六级,甲公司,91110000600037341L,嘉兴市,2614,'
        '"G06F 16/33; H01M10/05",2023,2026,限制公开\n',
    )
    sink = MemorySink()
    report = imported(path, sink)
    assert report.problem_counts == {}
    values = sink.live()["achievement:1"]
    assert values["summary"] == "第一行\n第二行"
    assert values["keywords"] == ("防爆", "电池")
    assert values["trl"] == 6
    assert values["region_code"] == "330400"
    assert values["industry_code"] == "C2614"
    assert values["ipc_codes"] == ("G06F16/33", "H01M10/05")
    assert str(values["completed_on"]) == "2023-01-01"
    assert str(values["valid_until"]) == "2026-12-31"
    assert values["visibility"] == "restricted"


MISFITS = {
    "没有": (ColumnUse("没有", "title"),),
    "no_such_field": (ColumnUse("成果名称", "no_such_field"),),
    "成果名称, 成果简介": (ColumnUse("成果名称", "title"), ColumnUse("成果简介", "title")),
    "title (成果名称, Title)": (ColumnUse("成果简介", "summary"),),
}


@pytest.mark.parametrize("named", MISFITS)
def test_a_mapping_that_does_not_fit_says_what_to_do(tmp_path: Path, named: str) -> None:
    source = open_source(written(tmp_path, HEADER + line(1)))
    with pytest.raises(MappingError) as caught:
        ingest(source, ColumnMapping("achievement", MISFITS[named]), MemorySink())
    assert named in caught.value.message("en")


def test_progress_is_told_with_a_total_that_is_about_right(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + "".join(map(line, range(1000))))
    source = open_source(path)
    told: list[tuple[int, int | None]] = []

    def progress(stage: str, finished: int, total: int | None = None, note: str = "") -> None:
        told.append((finished, total))

    ingest(
        source,
        propose_mapping(source, "achievement"),
        MemorySink(),
        options=IngestOptions(chunk_rows=300),
        progress=progress,
    )
    assert [finished for finished, _ in told] == [300, 600, 900, 1000, 1000]
    assert all(total is not None and 900 <= total <= 1100 for _, total in told)
    assert told[-1] == (1000, 1000)
