"""Answers of one judge (标注记录): one file each, lines are only ever added, each made durable.

A line is `{"item": 7, "act": "level", "level": 3, "at": "2026-11-20T09:00:00+00:00"}`; `act` may
also be `skip` (with `reason`) or `undo`, which takes back the latest answer to the item. An answer
that was cut short by a crash was never acknowledged: it is put aside when the next one is written.
"""

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import orjson

from duijie.kernel.durable import sync_folder
from duijie.kernel.errors import LearnFileError
from duijie.kernel.matching import Level
from duijie.kernel.words import N_, Phrase


class Act(StrEnum):
    """What a judge did (动作)."""

    LEVEL = "level"
    SKIP = "skip"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a judge (标注答案)."""

    number: int
    act: Act
    at: datetime
    level: Level | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """The answers of one judge in one file (标注记录文件)."""

    file: Path

    def read(self) -> list[Answer]:
        """Return all answers as they were given, undone ones included.

        Raises:
            LearnFileError: a line is damaged; it is named, and nothing is changed.
        """
        try:
            with self.file.open("rb") as stream:
                fcntl.flock(stream, fcntl.LOCK_SH)
                content = stream.read()
        except FileNotFoundError:
            return []
        return self._parsed(content)

    def add(self, *answers: Answer) -> None:
        """Write answers and return when they are durable.

        Raises:
            LearnFileError: the disk is full or the like; what was there before stays whole.
        """
        with self._locked() as stream:
            _append(stream, answers)

    def undo(self, at: datetime) -> int | None:
        """Take back the latest answer that stands; return its item, None when there is none."""
        with self._locked() as stream:
            os.lseek(stream, 0, os.SEEK_SET)
            standing = standing_answers(self._parsed(_read(stream)))
            if not standing:
                return None
            last = standing[-1].number
            _append(stream, [Answer(last, Act.UNDO, at)])
            return last

    def _parsed(self, content: bytes) -> list[Answer]:
        whole, _, rest = content.rpartition(b"\n")
        lines = whole.split(b"\n") if whole else []
        if rest and _answer(rest) is not None:
            lines.append(rest)  # somebody's editor left the last line without its end
        answers: list[Answer] = []
        for row, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            answer = _answer(line)
            if answer is None:
                raise LearnFileError(
                    path=self.file,
                    why=Phrase(
                        "line %(row)d is damaged: “%(line)s”",
                        row=row,
                        line=line[:80].decode("utf-8", "replace"),
                    ),
                    remedy=N_(
                        "Put this line right or take it out with an editor; nothing was changed, "
                        "and the other lines stay as they are."
                    ),
                )
            answers.append(answer)
        return answers

    @contextmanager
    def _locked(self) -> Iterator[int]:
        """Give the file, open for writing and locked, with its last line ended."""
        stream = -1
        try:
            is_new = not self.file.exists()
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            stream = os.open(self.file, os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(stream, fcntl.LOCK_EX)
            if is_new:
                sync_folder(self.file.parent)
            self._end_last_line(stream)
            yield stream
        except OSError as error:
            raise LearnFileError(
                path=self.file,
                why=error.strerror or str(error),
                remedy=N_("This answer was not stored; all earlier ones are. Then answer again."),
            ) from error
        finally:
            if stream >= 0:
                os.close(stream)

    def _end_last_line(self, stream: int) -> None:
        content = _read(stream)
        rest = content.rpartition(b"\n")[2]
        if not rest:
            return
        if _answer(rest) is not None:
            os.write(stream, b"\n")
            return
        with self.file.with_suffix(".torn").open("ab") as aside:
            aside.write(rest + b"\n")
        os.ftruncate(stream, len(content) - len(rest))


def standing_answers(answers: Sequence[Answer]) -> list[Answer]:
    """Return the answers that have not been undone, oldest first; a later one comes on top."""
    standing: list[Answer] = []
    for answer in answers:
        if answer.act is not Act.UNDO:
            standing.append(answer)
            continue
        for place in range(len(standing) - 1, -1, -1):
            if standing[place].number == answer.number:
                del standing[place]
                break
    return standing


def current_answers(answers: Sequence[Answer]) -> dict[int, Answer]:
    """Return the answer that counts for each item: the latest that stands, in order of giving."""
    current: dict[int, Answer] = {}
    for answer in standing_answers(answers):
        current.pop(answer.number, None)
        current[answer.number] = answer
    return current


def _append(stream: int, answers: Sequence[Answer]) -> None:
    end = os.lseek(stream, 0, os.SEEK_END)
    lines = b"".join(_line(answer) for answer in answers)
    try:
        while lines:
            lines = lines[os.write(stream, lines) :]
        os.fsync(stream)
    except OSError:
        os.ftruncate(stream, end)  # a full disk: what was there stays whole
        raise


def _read(stream: int) -> bytes:
    os.lseek(stream, 0, os.SEEK_SET)
    parts = []
    while part := os.read(stream, 1 << 20):
        parts.append(part)
    return b"".join(parts)


def _line(answer: Answer) -> bytes:
    fields: dict[str, object] = {"item": answer.number, "act": answer.act.value}
    if answer.level is not None:
        fields["level"] = int(answer.level)
    if answer.reason:
        fields["reason"] = answer.reason
    return orjson.dumps({**fields, "at": answer.at.isoformat()}) + b"\n"


def _answer(line: bytes) -> Answer | None:
    """Return the answer of a line, None when the line is damaged."""
    try:
        fields = orjson.loads(line)
        act = Act(fields["act"])
        level = Level(fields["level"]) if act is Act.LEVEL else None
        at = datetime.fromisoformat(fields["at"])
        number, reason = fields["item"], fields.get("reason", "")
    except (ValueError, KeyError, TypeError):
        return None
    if type(number) is not int or number < 1 or not isinstance(reason, str) or at.tzinfo is None:
        return None
    return Answer(number, act, at, level, reason)
