"""Files of needs and pairs are read strictly."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duijie.kernel.errors import LearnFileError
from duijie.learn.pairs import read_needs, read_pairs
from tests.learn.pairs.planted import pair_rows, write_needs, write_pairs

CELL = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12)


def test_a_file_is_read_with_its_levels_and_words(tmp_path: Path) -> None:
    needs = read_needs(write_needs(tmp_path))
    pairs = read_pairs(write_pairs(tmp_path / "p.tsv", pair_rows()), needs, must_be_judged=True)
    assert len(pairs) == 240
    assert {int(pair.level or 0) for pair in pairs} == {1, 2, 3}
    assert len(pairs[0].words) == 4


def test_n_is_a_title_without_words(tmp_path: Path) -> None:
    needs = read_needs(write_needs(tmp_path))
    file = write_pairs(tmp_path / "p.tsv", [["g", "a", "n000", "2", "N"]])
    assert read_pairs(file, needs)[0].words == ()


def test_a_file_without_the_column_level_is_read_when_nothing_is_learned_from_it(
    tmp_path: Path,
) -> None:
    needs = read_needs(write_needs(tmp_path))
    file = write_pairs(tmp_path / "p.tsv", pair_rows(), with_levels=False)
    assert {pair.level for pair in read_pairs(file, needs)} == {None}
    with pytest.raises(LearnFileError, match="level"):
        read_pairs(file, needs, must_be_judged=True)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (["g", "a", "nowhere", "1", "锂"], "row 2.*rid.*nowhere"),
        (["g", "a", "n000", "5", "锂"], "row 2.*level.*5"),
        (["g", "a", "n000", "strong", "锂"], "row 2.*level.*strong"),
        (["g", "a", "n000", "", "锂"], "row 2.*level"),
        (["", "a", "n000", "1", "锂"], "row 2.*guid"),
        (["g", "", "n000", "1", "锂"], "row 2.*aid"),
        (["g", "a", "", "1", "锂"], "row 2.*rid"),
        (["g", "a", "n000", "1"], "row 2.*4 cells"),
    ],
)
def test_a_wrong_row_is_named_with_field_and_value(
    tmp_path: Path, row: list[str], told: str
) -> None:
    needs = read_needs(write_needs(tmp_path))
    header = "guid\taid\trid\tlevel\tach_title_tokens\n"
    (tmp_path / "p.tsv").write_text(header + "\t".join(row) + "\n", "utf-8")
    with pytest.raises(LearnFileError, match=told):
        read_pairs(tmp_path / "p.tsv", needs, must_be_judged=True)


def test_a_pair_that_comes_twice_is_refused(tmp_path: Path) -> None:
    needs = read_needs(write_needs(tmp_path))
    row = ["g", "a", "n000", "1", "锂"]
    with pytest.raises(LearnFileError, match=r"row 3.*guid"):
        read_pairs(write_pairs(tmp_path / "p.tsv", [row, row]), needs)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(CELL, CELL, st.integers(1, 4), st.lists(CELL, max_size=5)), max_size=6))
def test_what_is_written_is_what_is_read(
    tmp_path: Path, written: list[tuple[str, str, int, list[str]]]
) -> None:
    needs = read_needs(write_needs(tmp_path, 1))
    rows = [
        [f"{n}{guid}", aid, "n000", str(level), " ".join(words) or "N"]
        for n, (guid, aid, level, words) in enumerate(written)
        if words != ["N"]
    ]
    if not rows:
        return
    found = read_pairs(write_pairs(tmp_path / "p.tsv", rows), needs, must_be_judged=True)
    titles = [" ".join("" if row[4] == "N" else row[4] for row in [one]) for one in rows]
    assert [pair.title for pair in found] == titles
    assert [pair.level for pair in found] == [int(row[3]) for row in rows]
    assert [pair.achievement_id for pair in found] == [row[1] for row in rows]
