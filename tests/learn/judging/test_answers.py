"""Answers are only ever added, survive a crash, and a damaged line is named."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.kernel.errors import LearnFileError
from duijie.kernel.matching import Level
from duijie.learn.judging.answers import Act, Answer, AnswerFile, current_answers, standing_answers
from tests.learn.judging.rounds import ticking

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def level(number: int, given: int = 3) -> Answer:
    return Answer(number, Act.LEVEL, AT, Level(given))


@pytest.fixture
def file(tmp_path: Path) -> AnswerFile:
    return AnswerFile(tmp_path / "answers" / "wei.jsonl")


def test_what_was_added_is_read_back_in_order(file: AnswerFile) -> None:
    answers = [level(4), Answer(2, Act.SKIP, AT, reason="看不懂"), level(4, 1)]
    for answer in answers:
        file.add(answer)
    assert file.read() == answers
    assert current_answers(answers) == {2: answers[1], 4: answers[2]}


def test_a_missing_file_holds_no_answers(file: AnswerFile) -> None:
    assert file.read() == []
    assert file.undo(AT) is None


def test_undo_takes_back_one_answer_after_the_other_and_removes_no_line(file: AnswerFile) -> None:
    file.add(level(1, 2), level(2, 4), level(1, 3))
    assert [file.undo(AT) for _ in range(4)] == [1, 2, 1, None]
    assert current_answers(file.read()) == {}
    assert len(file.file.read_bytes().splitlines()) == 6


def test_undo_brings_the_answer_before_back(file: AnswerFile) -> None:
    file.add(level(1, 2), level(1, 4))
    file.undo(AT)
    assert current_answers(file.read())[1].level is Level.WEAK


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(st.integers(1, 4), st.none()), max_size=30))
def test_undo_is_the_stack_that_people_expect(acts: list[int | None]) -> None:
    answers: list[Answer] = []
    expected: list[int] = []
    for entry in acts:
        if entry is not None:
            answers.append(level(entry))
            expected.append(entry)
        elif expected:
            answers.append(Answer(expected.pop(), Act.UNDO, AT))
    assert [answer.number for answer in standing_answers(answers)] == expected


def test_an_answer_cut_short_by_a_crash_is_put_aside_and_the_others_stay(
    file: AnswerFile,
) -> None:
    file.add(level(1), level(2))
    with file.file.open("ab") as stream:
        stream.write(b'{"item": 3, "act": "lev')
    assert [answer.number for answer in file.read()] == [1, 2]
    file.add(level(4))
    assert [answer.number for answer in file.read()] == [1, 2, 4]
    assert file.file.with_suffix(".torn").read_bytes() == b'{"item": 3, "act": "lev\n'


def test_a_last_line_without_its_end_is_an_answer_when_it_is_whole(file: AnswerFile) -> None:
    file.add(level(1), level(2))
    file.file.write_bytes(file.file.read_bytes().rstrip(b"\n"))
    assert [answer.number for answer in file.read()] == [1, 2]
    file.add(level(3))
    assert [answer.number for answer in file.read()] == [1, 2, 3]


@pytest.mark.parametrize(
    "damage",
    [
        b"\x00\xff\xfe",
        b"{}",
        b"[1, 2]",
        b'{"item": 1, "act": "level", "level": 5, "at": "2026-11-20T09:00:00+00:00"}',
        b'{"item": 0, "act": "level", "level": 3, "at": "2026-11-20T09:00:00+00:00"}',
        b'{"item": "1", "act": "skip", "at": "2026-11-20T09:00:00+00:00"}',
        b'{"item": 1, "act": "level", "level": 3, "at": "yesterday"}',
        b'{"item": 1, "act": "level", "level": 3, "at": "2026-11-20T09:00:00"}',
        b'{"item": 1, "act": "forget", "at": "2026-11-20T09:00:00+00:00"}',
    ],
)
def test_a_damaged_line_is_named_and_nothing_is_changed(file: AnswerFile, damage: bytes) -> None:
    file.add(level(1), level(2))
    first, second = file.file.read_bytes().splitlines(keepends=True)
    file.file.write_bytes(first + damage + b"\n" + second)
    before = file.file.read_bytes()
    with pytest.raises(LearnFileError, match="line 2 is damaged"):
        file.read()
    with pytest.raises(LearnFileError, match="line 2 is damaged"):
        file.undo(AT)
    assert file.file.read_bytes() == before
    file.file.write_bytes(first + second)
    assert [answer.number for answer in file.read()] == [1, 2]


def test_a_full_disk_stores_nothing_and_breaks_nothing(
    file: AnswerFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.add(level(1))
    written = os.write

    def full(stream: int, content: bytes) -> int:
        if len(content) > 10:
            return written(stream, content[:10])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", lambda s, c: full(s, c) if len(c) > 40 else full(s, c[:5]))
        with pytest.raises(LearnFileError, match="No space left"):
            file.add(level(2))
    assert [answer.number for answer in file.read()] == [1]
    file.add(level(2))
    assert [answer.number for answer in file.read()] == [1, 2]


WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from duijie.kernel.matching import Level
from duijie.learn.judging.answers import Act, Answer, AnswerFile

file, start, count = AnswerFile(Path(sys.argv[1])), int(sys.argv[2]), int(sys.argv[3])
for n in range(start, start + count):
    file.add(Answer(n, Act.LEVEL, datetime.now(UTC), Level(1 + n % 4), "x" * (n % 50)))
    print(n, flush=True)
"""


def started(file: AnswerFile, start: int, count: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(file.file), str(start), str(count)],
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_processes_that_answer_at_once_lose_no_answer(file: AnswerFile) -> None:
    writers = [started(file, 1, 150), started(file, 1001, 150)]
    assert [writer.communicate(timeout=60)[1] for writer in writers] == [None, None]
    assert sorted(answer.number for answer in file.read()) == [*range(1, 151), *range(1001, 1151)]


def test_a_process_killed_in_the_middle_has_lost_no_answer_it_told_of(file: AnswerFile) -> None:
    for start in (1, 10_001, 20_001):
        writer = started(file, start, 5000)
        assert writer.stdout is not None
        told = [int(writer.stdout.readline()) for _ in range(40)]
        writer.send_signal(signal.SIGKILL)
        told += [int(line) for line in writer.stdout.read().split()]
        writer.wait(timeout=60)
        kept = [answer.number for answer in file.read() if answer.number >= start]
        assert kept[: len(told)] == told
        assert len(kept) <= len(told) + 1  # the one that was stored but not yet told of
    file.add(level(9999))
    assert file.read()[-1].number == 9999


def test_times_are_kept_with_their_zone(file: AnswerFile) -> None:
    tick = ticking()
    moment = tick()
    file.add(Answer(1, Act.LEVEL, moment, Level.WEAK))
    assert file.read()[0].at == moment
