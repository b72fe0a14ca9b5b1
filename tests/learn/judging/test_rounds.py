"""A round is made whole, opened again, and refuses what cannot be."""

import json
from pathlib import Path

import pytest

from duijie.kernel.errors import JudgingError, LearnFileError, SourcePathError, UnknownNameError
from duijie.learn.judging import (
    RoundPlan,
    System,
    create_round,
    next_item,
    open_round,
    progress_of,
    read_texts,
    record_level,
    record_skip,
    round_names,
    run_system,
    shown_item,
    undo_last,
)
from tests.learn.judging.rounds import judge_all, made_round, need, systems, ticking


def test_a_round_is_the_same_when_it_is_opened_again(tmp_path: Path) -> None:
    made = made_round(tmp_path)
    assert open_round(tmp_path, "spring") == made
    assert round_names(tmp_path) == ["spring"]
    assert made.found()[1].ranks == {"old": 1}


def test_a_round_that_a_crash_left_half_made_is_none(tmp_path: Path) -> None:
    folder = made_round(tmp_path).folder
    folder.rename(tmp_path / ".writing-abc")
    assert round_names(tmp_path) == []
    assert made_round(tmp_path).name == "spring"


def test_the_same_plan_makes_the_same_files(tmp_path: Path) -> None:
    marks = []
    for place in ("one", "two"):
        folder = made_round(tmp_path / place).folder
        marks.append(json.loads((folder / "round.json").read_text())["files"])
    assert marks[0] == marks[1]


def test_a_judge_goes_through_all_items_and_resumes_where_they_stopped(tmp_path: Path) -> None:
    judging, clock = made_round(tmp_path), ticking()
    seen = []
    for _ in range(4):
        entry = next_item(judging, "wei")
        assert entry is not None
        seen.append(entry.number)
        record_level(judging, "wei", entry.number, 3, clock=clock)
    resumed = open_round(tmp_path, "spring")
    following = next_item(resumed, "wei")
    assert following is not None
    assert following.number not in seen
    assert following.place == 5
    judge_all(resumed, "wei", lambda entry: 1 + entry % 4)
    own = sum("wei" in entry.judges for entry in judging.items)
    assert progress_of(judging, "wei").levelled == own
    assert progress_of(judging, "li").levelled == 0


def test_undo_shows_the_item_again(tmp_path: Path) -> None:
    judging, clock = made_round(tmp_path), ticking()
    first = next_item(judging, "wei")
    assert first is not None
    record_level(judging, "wei", first.number, 4, clock=clock)
    assert undo_last(judging, "wei", clock=clock) == first.number
    assert next_item(judging, "wei") == first
    assert undo_last(judging, "wei", clock=clock) is None


def test_a_skipped_item_is_not_asked_again_but_may_be_answered(tmp_path: Path) -> None:
    judging, clock = made_round(tmp_path), ticking()
    first = next_item(judging, "wei")
    assert first is not None
    record_skip(judging, "wei", first.number, "not my field\n", clock=clock)
    following = next_item(judging, "wei")
    assert following is not None
    assert following.number != first.number
    assert (progress_of(judging, "wei").skipped, progress_of(judging, "wei").levelled) == (1, 0)
    record_level(judging, "wei", first.number, 2, clock=clock)
    assert (progress_of(judging, "wei").skipped, progress_of(judging, "wei").levelled) == (0, 1)


def test_the_time_of_an_answer_is_the_median_without_breaks(tmp_path: Path) -> None:
    judging = made_round(tmp_path)
    clock = ticking(0.5)
    for number in (1, 2):
        record_level(judging, "wei", own_item(judging, number), 2, clock=clock)
    record_level(judging, "wei", own_item(judging, 3), 2, clock=ticking(999))
    record_level(judging, "wei", own_item(judging, 4), 2, clock=clock)
    assert progress_of(judging, "wei").seconds == 30


def own_item(judging: object, number: int) -> int:
    own = [entry.number for entry in judging.items if "wei" in entry.judges]  # type: ignore[attr-defined]
    return own[number - 1]


@pytest.mark.parametrize("level", [0, 5, -1])
def test_a_level_that_is_none_is_refused(tmp_path: Path, level: int) -> None:
    judging = made_round(tmp_path, judges=("wei",))
    with pytest.raises(JudgingError, match=f"{level} is no level"):
        record_level(judging, "wei", 1, level, clock=ticking())
    assert progress_of(judging, "wei").levelled == 0


def test_an_unknown_judge_item_or_round_is_refused_by_name(tmp_path: Path) -> None:
    judging = made_round(tmp_path, overlap=0)
    with pytest.raises(UnknownNameError, match=r"no judge called “zhao”.*wei, li"):
        next_item(judging, "zhao")
    with pytest.raises(JudgingError, match="no item 999"):
        shown_item(judging, "wei", 999)
    other = next(entry.number for entry in judging.items if entry.judges == ("li",))
    with pytest.raises(JudgingError, match="not for the judge wei"):
        record_level(judging, "wei", other, 3, clock=ticking())
    for name in ("autumn", "../spring", ""):
        with pytest.raises(UnknownNameError, match="spring"):
            open_round(tmp_path, name)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": "a/b"}, "cannot be a name"),
        ({"name": "x" * 61}, "cannot be a name"),
        ({"judges": ()}, "at least one judge"),
        ({"judges": ("wei", "Wei")}, "each by another name"),
        ({"judges": ("../wei",)}, "cannot be a name"),
        ({"depth": 0}, "depth is below 1"),
        ({"overlap": 1.5}, "not between 0 and 1"),
        ({"overlap": float("nan")}, "not between 0 and 1"),
    ],
)
def test_a_plan_that_cannot_be_met_is_refused_and_leaves_nothing(
    tmp_path: Path, changes: dict[str, object], said: str
) -> None:
    plan = RoundPlan(**{"name": "spring", "judges": ("wei",), **changes})  # type: ignore[arg-type]
    with pytest.raises(JudgingError, match=said):
        create_round(tmp_path, plan, [need(1)], systems(1, 2), lambda ids: [], clock=ticking())
    assert list(tmp_path.iterdir()) == []


def test_an_empty_pool_or_an_unknown_record_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    plan, clock = RoundPlan("spring", ("wei",)), ticking()
    empty = [System("one", {"other": ["A1"]})]
    with pytest.raises(JudgingError, match="no system found anything"):
        create_round(tmp_path, plan, [need(1)], empty, lambda ids: [], clock=clock)
    with pytest.raises(JudgingError, match=r"\(2\), such as “A0”"):
        create_round(
            tmp_path, plan, [need(1)], [System("one", {"N1": ["A0", "A1"]})],
            lambda ids: [None for _ in ids], clock=clock,
        )  # fmt: skip
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_is_taken_is_refused_and_the_answers_stay(tmp_path: Path) -> None:
    judging = made_round(tmp_path)
    judge_all(judging, "wei", lambda entry: 2)
    with pytest.raises(JudgingError, match="there already"):
        made_round(tmp_path)
    assert progress_of(open_round(tmp_path, "spring"), "wei").left == 0


@pytest.mark.parametrize(
    "name", ["items.jsonl", "needs.jsonl", "achievements.jsonl", "found.jsonl"]
)
def test_a_file_of_the_pool_that_was_changed_is_named(tmp_path: Path, name: str) -> None:
    file = made_round(tmp_path).folder / name
    file.write_bytes(file.read_bytes()[:-3])
    with pytest.raises(LearnFileError, match=name):
        open_round(tmp_path, "spring")


@pytest.mark.parametrize("card", ["", "{}", "[]", '{"format": "other", "files": {}}', "\x00"])
def test_a_damaged_card_is_named(tmp_path: Path, card: str) -> None:
    (made_round(tmp_path).folder / "round.json").write_text(card)
    with pytest.raises(LearnFileError, match=r"round\.json"):
        open_round(tmp_path, "spring")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ('{"id": "N1", "title": "a", "text": "b"}\nnot json', "row 2.*no JSON"),
        ('["N1"]', "row 1.*no object"),
        ('{"title": "a"}', "row 1.*field id"),
        ('{"id": "N 1", "title": "a"}', "row 1.*spaces"),
        ('{"id": "N1", "title": 5}', "row 1.*field title"),
        ('{"id": "N1", "title": " ", "text": ""}', "row 1.*both empty"),
        ('{"id": "N1", "title": "a"}\n\n{"id": "N1", "title": "b"}', "row 3.*row 1 already"),
        ("", "empty"),
    ],
)
def test_a_wrong_row_of_needs_is_named(tmp_path: Path, rows: str, said: str) -> None:
    file = tmp_path / "needs.jsonl"
    file.write_text(rows, "utf-8")
    with pytest.raises(LearnFileError, match=said):
        read_texts(file)


def test_needs_that_are_not_there_are_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(SourcePathError):
        read_texts(tmp_path / "nothing.jsonl")


def test_a_run_is_read_by_score_and_its_needs_may_be_called_with_their_kind(tmp_path: Path) -> None:
    file = tmp_path / "a.run"
    file.write_text("need:N1 Q0 A1 1 1.0 x\nneed:N1 Q0 A2 2 5.0 x\nN9 Q0 A3 1 1 x\n")
    assert run_system(file, "run", ["N1"], depth=5).ranking == {"N1": ["A2", "A1"]}
    assert run_system(file, "run", ["N1"], depth=1).ranking == {"N1": ["A2"]}
    with pytest.raises(LearnFileError, match="none of its requests"):
        run_system(file, "run", ["N7"], depth=5)
