"""The journal is only appended to; torn ends are passed over, changes are noticed."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duijie.kernel.errors import JournalDamagedError
from duijie.kernel.explanations import Reason, Verdict
from duijie.kernel.live import Models
from duijie.learn.comparison import Condition, ConditionName, Decision, Ruling
from duijie.learn.releases import Action, Journal, JournalEntry, ReleaseState, StateChange, Step

NAME = "ranker-0123456789ab"
PROOF = Decision(
    NAME,
    "",
    "shadow",
    "live",
    Ruling.GO,
    (Condition(ConditionName.IMPROVEMENT, Verdict.MET, Reason("GATE-IMPROVED", {"value": "+1%"})),),
)
ENTRY = JournalEntry(
    number=0,
    at=datetime(2026, 11, 20, 8, tzinfo=UTC),
    by="王",
    action=Action.PROMOTE,
    step=Step.DONE,
    before=Models("static-a"),
    after=Models("static-a", NAME),
    changes=(StateChange(NAME, ReleaseState.SHADOW, ReleaseState.LIVE, "0f"),),
    because="更好 “quoted” }{ \n line",
    proof=PROOF,
)


def written(folder: Path, count: int) -> Journal:
    journal = Journal(folder)
    for _ in range(count):
        journal.append(ENTRY)
    return journal


def test_what_is_appended_is_read_back_with_its_number_and_proof(tmp_path: Path) -> None:
    journal = written(tmp_path, 2)
    assert journal.entries() == [replace(ENTRY, number=1), replace(ENTRY, number=2)]


def test_appending_leaves_every_earlier_byte_as_it_was(tmp_path: Path) -> None:
    written(tmp_path, 1)
    before = (tmp_path / "journal.jsonl").read_bytes()
    written(tmp_path, 1)
    assert (tmp_path / "journal.jsonl").read_bytes().startswith(before)


@given(st.data())
def test_a_write_cut_off_anywhere_loses_only_itself(data: st.DataObject) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        written(folder, 2)
        file = folder / "journal.jsonl"
        content = file.read_bytes()
        first = content.index(b"\n") + 1
        cut = data.draw(st.integers(first, len(content) - 2))
        file.write_bytes(content[:cut])
        assert [entry.number for entry in Journal(folder).entries()] == [1]
        written(folder, 2)
        assert [entry.number for entry in Journal(folder).entries()] == [1, 2, 3]


def test_a_line_that_was_changed_is_noticed(tmp_path: Path) -> None:
    journal = written(tmp_path, 3)
    file = tmp_path / "journal.jsonl"
    lines = file.read_bytes().splitlines(keepends=True)
    for place in range(3):
        changed = [*lines]
        changed[place] = changed[place].replace(b'"begun"', b'"done"').replace(b"live", b"LIVE", 1)
        file.write_bytes(b"".join(changed))
        with pytest.raises(JournalDamagedError, match=f"line {place + 1}"):
            journal.entries()


def test_a_line_that_was_taken_out_is_noticed(tmp_path: Path) -> None:
    journal = written(tmp_path, 3)
    file = tmp_path / "journal.jsonl"
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(lines[0] + lines[2])
    with pytest.raises(JournalDamagedError, match="backup"):
        journal.entries()


def test_a_broken_line_in_the_middle_is_noticed_at_the_next(tmp_path: Path) -> None:
    journal = written(tmp_path, 3)
    file = tmp_path / "journal.jsonl"
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(lines[0] + lines[1][:40] + b"\n" + lines[2])
    with pytest.raises(JournalDamagedError, match="line 3"):
        journal.entries()


def test_without_a_file_the_journal_is_empty(tmp_path: Path) -> None:
    assert Journal(tmp_path / "nowhere").entries() == []
