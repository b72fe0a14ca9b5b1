"""Starting real processes and killing them at a moment, while their acknowledgements are read."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measuring import ROOT

DUIJIE = Path(sys.executable).parent / "duijie"
_POLL_SECONDS = 0.02
ORPHANS_END_WITHIN_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Killed:
    """A process that was killed (被杀进程): when, and what it had acknowledged by then."""

    after_seconds: float
    acknowledged: int
    was_running: bool
    whole_group: bool
    orphans: int

    def figures(self) -> dict[str, object]:
        """Return the kill as it is written to the JSON."""
        return {
            "after_seconds": round(self.after_seconds, 3),
            "acknowledged": self.acknowledged,
            "was_running": self.was_running,
            "whole_group": self.whole_group,
            "orphans": self.orphans,
        }


def call(home: Path, *words: str | Path, allowed: Sequence[int] = (0,)) -> str:
    """Run a command of the product to its end and return what it printed.

    Raises:
        RuntimeError: its exit code is not one of those allowed.
    """
    ran = subprocess.run(
        [str(DUIJIE), *map(str, words)],
        cwd=ROOT,
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode not in allowed:
        raise RuntimeError(f"duijie {words}: exit code {ran.returncode}\n{ran.stderr[-2000:]}")
    return ran.stdout


def kill_after(
    home: Path,
    words: Sequence[str | Path],
    seconds: float,
    acknowledged: Callable[[], int],
    *,
    whole_group: bool,
) -> Killed:
    """Start a command, kill it after some seconds, and return what it had acknowledged."""
    process = subprocess.Popen(
        [str(DUIJIE), *map(str, words)],
        cwd=ROOT,
        env=environment(home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    started = time.perf_counter()
    told = acknowledged()
    while (now := time.perf_counter() - started) < seconds and process.poll() is None:
        told = max(told, acknowledged())
        time.sleep(min(_POLL_SECONDS, max(0.0, seconds - now)))
    running = process.poll() is None
    if running:
        if whole_group:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
    after = time.perf_counter() - started
    return Killed(after, told, running, whole_group, _orphans(process.pid))


def _orphans(group: int) -> int:
    """Return how many processes of a group are still there after a grace, and end them."""
    deadline = time.monotonic() + ORPHANS_END_WITHIN_SECONDS
    while (alive := _members(group)) and time.monotonic() < deadline:
        time.sleep(0.05)
    for pid in alive:
        os.kill(pid, signal.SIGKILL)
    return len(alive)


def _members(group: int) -> list[int]:
    found = []
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            try:
                # After the name in brackets: state, parent, process group.
                words = (place / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(words[2]) == group and words[0] != "Z":
                found.append(int(place.name))
    return found


def environment(home: Path) -> dict[str, str]:
    """Return the environment of a process over a home, in English."""
    return {**os.environ, "DUIJIE_HOME": str(home), "DUIJIE_LANG": "en", "LANG": "C.UTF-8"}
