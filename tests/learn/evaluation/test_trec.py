"""TREC files: what is written is read again, and what is wrong is refused by row and field."""

import gzip
from pathlib import Path

import pytest

from duijie.kernel.errors import DuijieError, EvaluationError, LearnFileError, SourcePathError
from duijie.kernel.judgements import Judgement
from duijie.kernel.matching import Level
from duijie.learn.evaluation import (
    Qrels,
    Run,
    judgements_of,
    qrels_of,
    read_qrels,
    read_run,
    run_of,
    write_qrels,
    write_run,
)

QRELS = Qrels({"need:1": {"achievement:a": 3, "achievement:b": 0}, "需求2": {"成果1": 1}})
RUN = Run({"need:1": {"achievement:a": 0.25, "achievement:b": 1e-9, "c": -3.5}}, "ours")


@pytest.mark.parametrize("name", ["file.txt", "file.txt.gz"])
def test_what_is_written_is_read_again(tmp_path: Path, name: str) -> None:
    write_qrels(tmp_path / name, QRELS)
    assert read_qrels(tmp_path / name) == QRELS
    write_run(tmp_path / f"run-{name}", RUN)
    assert read_run(tmp_path / f"run-{name}") == RUN


def test_a_packed_file_is_the_same_whenever_it_is_written(tmp_path: Path) -> None:
    for name in ("one.gz", "two.gz"):
        write_qrels(tmp_path / name, QRELS)
    assert (tmp_path / "one.gz").read_bytes() == (tmp_path / "two.gz").read_bytes()


def test_tabs_blanks_marks_and_empty_lines_do_not_matter(tmp_path: Path) -> None:
    file = tmp_path / "qrels"
    file.write_bytes(b"\xef\xbb\xbfq1\t0\td1\t2\r\n\r\nq1  0   d2 -1\n")
    assert read_qrels(file).grades == {"q1": {"d1": 2, "d2": -1}}


WRONG_QRELS = {
    "too few fields": ("q1 0 d1 1\nq1 0 d2\n", ("row 2", "3 fields instead of 4")),
    "too many fields": ("q1 0 d1 1 7\n", ("row 1", "5 fields instead of 4")),
    "no number": ("q1 0 d1 strong\n", ("row 1", "grade", "“strong”")),
    "no whole number": ("q1 0 d1 1.5\n", ("grade", "“1.5”", "whole number")),
    "a huge number": ("q1 0 d1 99999\n", ("grade", "99999", "1000")),
    "twice": ("q1 0 d1 1\nq1 0 d1 2\n", ("row 2", "q1", "d1", "second time")),
    "empty": ("", ("empty",)),
    "blank": ("\n  \n", ("empty",)),
    "binary": ("q1 0 d1 1\n\0\0\1\n", ("row 2", "zero bytes")),
}


@pytest.mark.parametrize("case", WRONG_QRELS)
def test_wrong_qrels_are_refused_with_row_field_and_value(tmp_path: Path, case: str) -> None:
    text, said = WRONG_QRELS[case]
    file = tmp_path / "wrong.qrels"
    file.write_text(text)
    with pytest.raises(LearnFileError) as error:
        read_qrels(file)
    message = error.value.message("en")
    assert [word for word in ("wrong.qrels", *said) if word not in message] == []


def test_what_a_file_says_is_shown_as_it_stands_there(tmp_path: Path) -> None:
    file = tmp_path / "qrels"
    file.write_text("q1 0 d1 strong\n")  # a word that the catalogue translates elsewhere
    with pytest.raises(LearnFileError) as error:
        read_qrels(file)
    assert "strong" in error.value.message("zh")


WRONG_RUNS = {
    "a qrels file": ("q1 0 d1 1\n", ("row 1", "4 fields instead of 6")),
    "no rank": ("q1 Q0 d1 first 1.0 t\n", ("rank", "“first”")),
    "no score": ("q1 Q0 d1 1 high t\n", ("score", "“high”")),
    "not a number": ("q1 Q0 d1 1 nan t\n", ("score", "“nan”")),
    "endless": ("q1 Q0 d1 1 1e999 t\n", ("score", "finite")),
    "twice": ("q1 Q0 d1 1 2 t\nq1 Q0 d1 2 1 t\n", ("row 2", "second time")),
}


@pytest.mark.parametrize("case", WRONG_RUNS)
def test_wrong_runs_are_refused_with_row_field_and_value(tmp_path: Path, case: str) -> None:
    text, said = WRONG_RUNS[case]
    file = tmp_path / "wrong.run"
    file.write_text(text)
    with pytest.raises(LearnFileError) as error:
        read_run(file)
    assert [word for word in said if word not in error.value.message("en")] == []


def test_another_encoding_and_a_cut_file_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "gbk"
    file.write_bytes("q1 0 成果 1\n".encode("gb18030"))
    with pytest.raises(LearnFileError, match="UTF-8"):
        read_qrels(file)
    cut = tmp_path / "cut.gz"
    rows = "".join(f"q1 0 d{n} 1\n" for n in range(5000))
    cut.write_bytes(gzip.compress(rows.encode())[:-20])
    with pytest.raises(DuijieError, match="damaged"):
        read_qrels(cut)


def test_a_path_without_a_file_is_a_wrong_call(tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(SourcePathError) as error:
            read_qrels(path)
        assert error.value.exit_code == 2


def test_equal_scores_are_ordered_by_id() -> None:
    assert Run({"q": {"b": 1.0, "a": 1.0, "c": 2.0}}).ranking("q") == ["c", "a", "b"]


def test_levels_become_grades_and_grades_levels() -> None:
    judged = [Judgement("n", "a", Level.STRONG, judge="wei"), Judgement("n", "b", Level.NONE)]
    qrels = qrels_of(judged)
    assert qrels.grades == {"n": {"a": 3, "b": 0}}
    again = judgements_of(qrels, "wei")
    assert [(j.record_id, j.level, j.judge) for j in again] == [
        ("a", Level.STRONG, "wei"),
        ("b", Level.NONE, "wei"),
    ]


def test_of_several_judges_the_weighted_median_counts() -> None:
    def grade(*judged: tuple[Level, float]) -> int:
        return qrels_of(Judgement("n", "a", level, w) for level, w in judged).grades["n"]["a"]

    assert grade((Level.NONE, 1), (Level.STRONG, 1), (Level.STRONG, 1)) == 3
    assert grade((Level.WEAK, 1), (Level.STRONG, 1)) == 1  # the lower of two
    assert grade((Level.NONE, 1), (Level.STRONG, 0.2)) == 0


def test_a_grade_without_a_level_and_an_id_with_blanks_are_refused(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="7"):
        judgements_of(Qrels({"q": {"d": 7}}))
    with pytest.raises(EvaluationError, match="two words"):
        write_run(tmp_path / "run", run_of({"two words": ["d"]}))
    assert list(tmp_path.iterdir()) == []
