"""Progress: a bar with rate and time left on a terminal, plain lines elsewhere."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.progress import (
    BarColumn,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bars

from duijie.app.cli.terminal import Terminal
from duijie.app.stages import stage_name
from duijie.kernel.words import N_, say

if TYPE_CHECKING:  # the ports bring numpy, and `--help` must stay light
    from duijie.kernel.ports import Progress

# Nothing is shown for work that is over before a person would wonder.
QUIET_SECONDS = 0.3
LINE_SECONDS = 5.0


@contextmanager
def progress(
    terminal: Terminal, clock: Callable[[], float] = time.monotonic
) -> "Iterator[Progress]":
    """Give something to tell progress to; it is shown beside the answer."""
    if not terminal.err.is_terminal:
        lines = _Lines(terminal, clock)
        yield lines
        lines.close()
        return
    bars = _Bars(terminal, clock)
    try:
        yield bars
    finally:
        bars.close()


@dataclass(slots=True)
class _Stage:
    begun: float
    finished: int = 0
    total: int | None = None
    told: float = 0.0
    told_finished: int = -1
    is_closed: bool = False
    note: str = ""


@dataclass(slots=True)
class _Lines:
    """Progress as plain lines, one every five seconds and one at the end of a stage."""

    terminal: Terminal
    clock: Callable[[], float]
    stages: dict[str, _Stage] = field(default_factory=dict)

    def __call__(self, stage: str, finished: int, total: int | None = None, note: str = "") -> None:
        now = self.clock()
        state = self.stages.setdefault(stage, _Stage(begun=now, told=now))
        for name, other in self.stages.items():
            if name != stage:
                self._end(name, other)
        state.finished, state.total, state.is_closed = finished, total or state.total, False
        state.note = note
        if now - state.told >= LINE_SECONDS:
            state.told, state.told_finished = now, finished
            self._line(stage, state, now)

    def close(self) -> None:
        """Say how the stages ended."""
        for name, state in self.stages.items():
            self._end(name, state)

    def _end(self, stage: str, state: _Stage) -> None:
        now = self.clock()
        is_told = state.told_finished == state.finished
        if not (state.is_closed or is_told) and now - state.begun >= QUIET_SECONDS:
            self._line(stage, state, now)
        state.is_closed = True

    def _line(self, stage: str, state: _Stage, now: float) -> None:
        seconds = max(now - state.begun, 0.001)
        if not state.finished:  # a stage that counts nothing
            name = stage_name(stage, self.terminal.lang)
            self.terminal.note(
                say(
                    self.terminal.lang,
                    "%(stage)s: %(seconds)s s",
                    stage=name,
                    seconds=f"{seconds:.1f}",
                )
            )
            return
        message = N_("%(stage)s: %(finished)s of %(total)s, %(seconds)s s, %(rate)s per second")
        if state.note:
            message = N_(
                "%(stage)s: %(finished)s of %(total)s, %(seconds)s s, %(rate)s per second; %(note)s"
            )
        self.terminal.note(
            say(
                self.terminal.lang,
                message,
                stage=stage_name(stage, self.terminal.lang),
                finished=f"{state.finished:,}",
                total="?" if state.total is None else f"{state.total:,}",
                seconds=f"{seconds:.1f}",
                rate=f"{state.finished / seconds:,.0f}",
                note=state.note,
            )
        )


class _Bars:
    """Progress as bars, from the moment that the work takes long enough to be seen."""

    def __init__(self, terminal: Terminal, clock: Callable[[], float]) -> None:
        self._lang = terminal.lang
        self._clock = clock
        self._begun = self._clock()
        self._started: dict[str, float] = {}
        self._tasks: dict[str, TaskID] = {}
        self._is_shown = False
        self._bars = Bars(
            SpinnerColumn(finished_text="✓"),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            TextColumn("{task.fields[amount]}"),
            TextColumn("{task.fields[rate]}", style="dim"),
            TextColumn("{task.fields[note]}", style="dim"),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=terminal.err,
            get_time=clock,
        )

    def __call__(self, stage: str, finished: int, total: int | None = None, note: str = "") -> None:
        now = self._clock()
        if not self._is_shown and now - self._begun >= QUIET_SECONDS:
            self._bars.start()
            self._is_shown = True
        begun = self._started.setdefault(stage, now)
        if stage not in self._tasks:
            name = stage_name(stage, self._lang)
            self._tasks[stage] = self._bars.add_task(name, total=total, amount="", rate="", note="")
        seconds = max(now - begun, 0.001)
        amount = f"{finished:,}" if total is None else f"{finished:,}/{total:,}"
        rate = f"{finished / seconds:,.0f}/s" if seconds > QUIET_SECONDS else ""
        self._bars.update(
            self._tasks[stage],
            completed=finished,
            total=total,
            amount=amount,
            rate=rate,
            note=note,
        )

    def close(self) -> None:
        """Leave the bars as they stand."""
        if self._is_shown:
            self._bars.stop()
