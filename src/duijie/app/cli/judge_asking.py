"""Asking a judge, item by item: each answer is stored before the next question is put."""

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from duijie.app.cli.judge_screen import print_guide, print_item, print_question
from duijie.app.cli.terminal import Terminal
from duijie.app.wiring import system_clock
from duijie.kernel.folding import fold
from duijie.kernel.matching import LEVEL_WORDS
from duijie.kernel.words import say

if TYPE_CHECKING:
    from duijie.kernel.matching import Level
    from duijie.learn.judging import JudgingItem, Round

STOP = frozenset({"q", "quit", "exit", "退出", "停"})
UNDO = frozenset({"u", "undo", "撤销", "撤"})
SKIP = frozenset({"s", "skip", "跳过", "跳"})
WHOLE = frozenset({"m", "more", "全文"})
GUIDE = frozenset({"?", "h", "help", "定义", "帮助"})


class Questions(Protocol):
    """What is asked and where the answers go (提问)."""

    def next(self) -> "JudgingItem | None":
        """Return what to ask next, None when all is done."""

    def again(self, number: int) -> "JudgingItem":
        """Return an item whose answer was taken back."""

    def level(self, number: int, level: "Level") -> None:
        """Store a level."""

    def skip(self, number: int, reason: str) -> None:
        """Store that nobody can tell."""

    def undo(self) -> int | None:
        """Take the latest answer back; return its item."""

    def note(self, number: int) -> str:
        """Return a line to show under an item, "" for none."""


@dataclass(frozen=True, slots=True)
class JudgeQuestions:
    """The items of one judge (标注提问)."""

    judging: "Round"
    judge: str

    def next(self) -> "JudgingItem | None":
        """Return the next open item."""
        from duijie.learn.judging import next_item

        return next_item(self.judging, self.judge)

    def again(self, number: int) -> "JudgingItem":
        """Return an item whose answer was taken back."""
        from duijie.learn.judging import shown_item

        return shown_item(self.judging, self.judge, number)

    def level(self, number: int, level: "Level") -> None:
        """Store a level of this judge."""
        from duijie.learn.judging import record_level

        record_level(self.judging, self.judge, number, level, clock=system_clock)

    def skip(self, number: int, reason: str) -> None:
        """Store that this judge cannot tell."""
        from duijie.learn.judging import record_skip

        record_skip(self.judging, self.judge, number, reason, clock=system_clock)

    def undo(self) -> int | None:
        """Take this judge's latest answer back."""
        from duijie.learn.judging import undo_last

        return undo_last(self.judging, self.judge, clock=system_clock)

    def note(self, number: int) -> str:
        """Return nothing: a judge sees no other's level."""
        del number
        return ""


def ask(terminal: Terminal, questions: Questions, *, is_marked: bool) -> tuple[int, bool]:
    """Ask until all is done or the judge stops; return how many answers, and whether all is done.

    The end of the input is a stop, so that answers may come from a pipe.
    """
    given, entry = 0, questions.next()
    while entry is not None:
        print_item(terminal, entry, is_marked=is_marked)
        if note := questions.note(entry.number):
            terminal.print(note)
        terminal.print()
        print_question(terminal)
        outcome = _answered(terminal, questions, entry, is_marked=is_marked)
        if outcome is None:
            return given, False
        given += outcome.given
        entry = questions.next() if outcome.again is None else questions.again(outcome.again)
    return given, True


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of a question: one answer more or less, and what to show again."""

    given: int
    again: int | None = None


def _answered(
    terminal: Terminal, questions: Questions, entry: "JudgingItem", *, is_marked: bool
) -> _Outcome | None:
    """Take lines until one is an answer; None when the judge stops."""
    while (line := _read(terminal)) is not None:
        if fold(line) in STOP:
            return None
        outcome = _stored(terminal, questions, entry.number, line)
        if outcome is not None:
            return outcome
        if fold(line) in GUIDE:
            print_guide(terminal)
            print_question(terminal)
        elif fold(line) in WHOLE:
            print_item(terminal, entry, is_marked=is_marked, is_whole=True)
            terminal.print()
            print_question(terminal)
        elif line and fold(line) not in UNDO:
            words = say(
                terminal.lang,
                "“%(answer)s” is not understood: 1 to 4, s, u, m, ? or q.",
                answer=line,
            )
            terminal.print(words, style="yellow")
    return None


def _stored(terminal: Terminal, questions: Questions, number: int, line: str) -> _Outcome | None:
    """Store what a line answers; None when it answers nothing."""
    from duijie.learn.judging import level_said

    lang, level = terminal.lang, level_said(line)
    word, _, reason = line.partition(" ")
    if level is not None:
        questions.level(number, level)
        words = say(lang, LEVEL_WORDS[level])
        terminal.print(say(lang, "Stored: %(level)s.", level=words), style="green")
        return _Outcome(1)
    if fold(word) in SKIP:
        reason = reason.strip() or _reason(terminal)
        questions.skip(number, reason)
        terminal.print(say(lang, "Skipped: %(reason)s.", reason=reason), style="yellow")
        return _Outcome(1)
    if fold(line) in UNDO:
        again = questions.undo()
        if again is not None:
            terminal.print(say(lang, "The latest answer was taken back."), style="yellow")
            return _Outcome(-1, again)
        terminal.print(say(lang, "There is no answer to take back."))
    return None


def _reason(terminal: Terminal) -> str:
    lang = terminal.lang
    cannot_tell = say(lang, "cannot tell")
    terminal.out.print(say(lang, "Why? (Enter: %(reason)s)", reason=cannot_tell), end=" ")
    return _read(terminal, prompt="") or cannot_tell


def _read(terminal: Terminal, prompt: str = "> ") -> str | None:
    """Return a line of the input, trimmed; None at its end."""
    terminal.out.print(prompt, end="")
    sys.stdout.flush()
    line = sys.stdin.buffer.readline()
    if not line:
        terminal.print()
        return None
    said = line.decode("utf-8", "replace").strip().lstrip("\ufeff")
    if not terminal.out.is_terminal or not sys.stdin.isatty():
        terminal.print(said)  # a transcript shows what was answered
    return said


@dataclass(frozen=True, slots=True)
class DisputeQuestions:
    """What judges differ on, asked of one who settles it (裁定提问).

    `is_open` shows who gave which level: for judges who settle it together.
    """

    judging: "Round"
    who: str
    apart: int
    is_open: bool

    def next(self) -> "JudgingItem | None":
        """Return the next item that judges differ on."""
        from duijie.learn.judging import next_disputed

        disputed = next_disputed(self.judging, self.who, apart=self.apart)
        return None if disputed is None else self.again(disputed.number)

    def again(self, number: int) -> "JudgingItem":
        """Return an item that is open again."""
        from duijie.learn.judging import shown_dispute

        return shown_dispute(self.judging, self.who, number, apart=self.apart)

    def level(self, number: int, level: "Level") -> None:
        """Store the level that holds."""
        from duijie.learn.judging import settle

        settle(self.judging, self.who, number, level, clock=system_clock)

    def skip(self, number: int, reason: str) -> None:
        """Store that it could not be settled."""
        from duijie.learn.judging import pass_over

        pass_over(self.judging, self.who, number, reason, clock=system_clock)

    def undo(self) -> int | None:
        """Take the latest settlement back."""
        from duijie.learn.judging import unsettle_last

        return unsettle_last(self.judging, self.who, clock=system_clock)

    def note(self, number: int) -> str:
        """Return who gave which level, when that is to be seen."""
        from duijie.learn.judging import levels_given

        if not self.is_open:
            return ""
        given = levels_given(self.judging)
        return "  ".join(
            f"{judge}: {int(own[number])}" for judge, own in given.items() if number in own
        )
