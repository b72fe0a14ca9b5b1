"""The journal of releases (版本日志): who changed what is live, when, from what to what, and why.

One line of JSON for each step, only ever appended. Each line carries a check sum that goes on from
the line before: what was changed afterwards is noticed, and so is a line that a crash cut off.
"""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from duijie.kernel.durable import sync_folder
from duijie.kernel.errors import JournalDamagedError
from duijie.kernel.live import Models
from duijie.learn.comparison import Decision, decision_fields, decision_from
from duijie.learn.releases.states import ReleaseState

JOURNAL_FILE = "journal.jsonl"


class Action(StrEnum):
    """What was done with releases (操作)."""

    BUILD = "build"
    SHADOW = "shadow"
    PROMOTE = "promote"
    ROLL_BACK = "roll_back"


class Step(StrEnum):
    """How far an action has come (步骤): begun, done, or given up by a crash or an error."""

    BEGUN = "begun"
    DONE = "done"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class StateChange:
    """What became of one release; `content` is the hash of its card at that moment."""

    release: str
    before: ReleaseState
    after: ReleaseState
    content: str = ""


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One step of one action (日志条目).

    `proof` is the decision that allowed it; without one, `because` says why it was done all the
    same.
    """

    number: int
    at: datetime
    by: str
    action: Action
    step: Step
    before: Models
    after: Models
    changes: tuple[StateChange, ...] = ()
    because: str = ""
    proof: Decision | None = None


class Journal:
    """The journal in a folder of releases (版本日志)."""

    def __init__(self, releases: Path) -> None:
        self._file = releases / JOURNAL_FILE

    def entries(self) -> list[JournalEntry]:
        """Return all entries, oldest first; a line that a crash cut off is passed over.

        Raises:
            JournalDamagedError: a line was changed, or cannot be read and is not the cut-off end
                of a write.
        """
        return self._read()[0]

    def append(self, entry: JournalEntry) -> JournalEntry:
        """Write an entry durably and return it with its number; the caller holds the lock."""
        written, chain, is_cut_off = self._read()
        entry = replace(entry, number=len(written) + 1)
        fields = _fields(entry)
        line = _line({**fields, "chain": _chain(chain, fields)})
        is_new = not self._file.exists()
        descriptor = os.open(self._file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            # What was cut off stays as a line of its own.
            _write_all(descriptor, (b"\n" if is_cut_off else b"") + line + b"\n")
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if is_new:
            sync_folder(self._file.parent)
        return entry

    def _read(self) -> tuple[list[JournalEntry], str, bool]:
        """Return the entries, the check sum of the last, and whether the end is cut off."""
        try:
            content = self._file.read_bytes()
        except FileNotFoundError:
            return [], "", False
        except OSError as error:
            raise JournalDamagedError(path=self._file, line=0) from error
        lines = content.split(b"\n")
        entries: list[JournalEntry] = []
        chain = ""
        for number, line in enumerate(lines, start=1):
            try:
                fields = json.loads(line)
            except ValueError:
                continue  # cut off by a crash; if it was damaged, the next line tells
            try:
                given = fields.pop("chain")
                entry = _entry(fields)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise JournalDamagedError(path=self._file, line=number) from error
            if given != _chain(chain, fields):
                raise JournalDamagedError(path=self._file, line=number)
            entries.append(entry)
            chain = given
        return entries, chain, bool(lines[-1])


def settled(entries: Sequence[JournalEntry], live: Models) -> JournalEntry | None:
    """Return how an action ended that was begun and then cut off; None when none was.

    What is live decides: the switch was made, or it was not.
    """
    if not entries or entries[-1].step is not Step.BEGUN:
        return None
    begun = entries[-1]
    return replace(begun, step=Step.DONE if begun.after == live else Step.GIVEN_UP)


def _write_all(descriptor: int, content: bytes) -> None:
    while content:
        content = content[os.write(descriptor, content) :]


def _line(fields: Mapping[str, Any]) -> bytes:
    return json.dumps(fields, ensure_ascii=False, sort_keys=True).encode()


def _chain(before: str, fields: Mapping[str, Any]) -> str:
    return hashlib.sha256(before.encode() + _line(fields)).hexdigest()[:16]


def _fields(entry: JournalEntry) -> dict[str, Any]:
    fields = asdict(replace(entry, proof=None))
    fields["at"] = entry.at.isoformat()
    fields["proof"] = None if entry.proof is None else decision_fields(entry.proof)
    return dict(json.loads(json.dumps(fields)))


def _entry(fields: Mapping[str, Any]) -> JournalEntry:
    proof = fields["proof"]
    return JournalEntry(
        number=int(fields["number"]),
        at=datetime.fromisoformat(fields["at"]),
        by=str(fields["by"]),
        action=Action(fields["action"]),
        step=Step(fields["step"]),
        before=Models(**fields["before"]),
        after=Models(**fields["after"]),
        changes=tuple(
            StateChange(
                str(change["release"]),
                ReleaseState(change["before"]),
                ReleaseState(change["after"]),
                str(change["content"]),
            )
            for change in fields["changes"]
        ),
        because=str(fields["because"]),
        proof=None if proof is None else decision_from(proof),
    )
