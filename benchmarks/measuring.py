"""What every benchmark shares: running commands, memory, percentiles, the machine, the JSON."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results"
# One thread in every library that would take more; the core itself is pinned by `taskset`.
ONE_THREAD = dict.fromkeys(
    (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "NUMBA_NUM_THREADS",
        "RAYON_NUM_THREADS",
        "LANCE_CPU_THREADS",
        "LANCE_IO_THREADS",
        "TOKIO_WORKER_THREADS",
    ),
    "1",
)


class StepFailedError(Exception):
    """A measured command did not end as it should; nothing is reported then."""


@dataclass(frozen=True, slots=True)
class Step:
    """A command that was run (步骤): how long, how much memory at most, what it printed."""

    command: str
    seconds: float
    peak_anonymous_mib: float
    exit_code: int
    output: str = field(repr=False)

    def figures(self) -> dict[str, object]:
        """Return the step as it is written to the JSON."""
        return {
            "command": " ".join(map(without_folders, self.command.split(" "))),
            "seconds": round(self.seconds, 2),
            "peak_anonymous_mib": round(self.peak_anonymous_mib),
        }


def run_step(
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    core: int | None = None,
    allowed: Iterable[int] = (0,),
) -> Step:
    """Run a command to its end and return what it took; `core` pins it to one core.

    Raises:
        StepFailedError: its exit code is not one of those allowed.
    """
    words = [str(word) for word in command]
    pinned = ["taskset", "-c", str(core), *words] if core is not None else words
    limits = ONE_THREAD if core is not None else {}
    started = time.perf_counter()
    with subprocess.Popen(
        pinned,
        cwd=ROOT,
        env={**os.environ, **limits, **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        peak = _PeakMemory(process.pid)
        output, errors = process.communicate()
        seconds = time.perf_counter() - started
        peak.stop()
    shown = " ".join(word if len(word) < 60 else word[:57] + "..." for word in words)
    if process.returncode not in allowed:
        raise StepFailedError(f"{shown}: exit code {process.returncode}\n{errors[-4000:]}")
    return Step(shown, seconds, peak.mib, process.returncode, output)


class _PeakMemory:
    """Watches the anonymous memory of a process and all below it, five times a second."""

    def __init__(self, pid: int) -> None:
        self._pid, self._ended = pid, threading.Event()
        self.mib = 0.0
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(0.2):
            self.mib = max(self.mib, sum(map(anonymous_mib, _family(self._pid))))


def _family(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        try:
            children = Path(f"/proc/{one}/task/{one}/children").read_text().split()
        except OSError:
            continue
        found.extend(map(int, children))
    return found


def anonymous_mib(pid: int | str = "self") -> float:
    """Return the resident anonymous memory (RssAnon) of a process in MiB; 0 when it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    kib = next((line.split()[1] for line in status.splitlines() if "RssAnon" in line), "0")
    return int(kib) / 1024


def rollup_mib() -> dict[str, float]:
    """Return what `smaps_rollup` says of this process, in MiB."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()[1:]
    kib = {line.split(":")[0]: int(line.split()[1]) for line in lines}
    return {name: round(kib[name] / 1024, 1) for name in ("Rss", "Pss", "Anonymous", "Pss_File")}


def spread(seconds: Sequence[float]) -> dict[str, float]:
    """Return times as milliseconds: median, 95th percentile, mean, worst, how many."""
    milliseconds = sorted(1000 * s for s in seconds)
    at95 = milliseconds[min(len(milliseconds) - 1, int(0.95 * len(milliseconds)))]
    return {
        "p50_ms": round(statistics.median(milliseconds), 2),
        "p95_ms": round(at95, 2),
        "mean_ms": round(statistics.fmean(milliseconds), 2),
        "max_ms": round(milliseconds[-1], 2),
        "queries": len(milliseconds),
    }


def folder_bytes(folder: Path) -> int:
    """Return how many bytes the files below a folder have."""
    if folder.is_file():
        return folder.stat().st_size
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def forget_pages(folder: Path) -> None:
    """Ask the system to drop the cached pages of a folder, so that the next read is from disk."""
    os.sync()
    for file in [folder] if folder.is_file() else sorted(folder.rglob("*")):
        if file.is_file():
            descriptor = os.open(file, os.O_RDONLY)
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(descriptor)


def machine() -> dict[str, object]:
    """Return on what the figures were measured."""
    cpu = next(
        (
            line.split(":")[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "cores": os.cpu_count(),
        "memory_gib": round(pages / 2**30, 1),
        "cpu": cpu,
        "system": platform.platform(),
        "python": platform.python_version(),
        "load_average": [round(load, 2) for load in os.getloadavg()],
    }


def versions(names: Iterable[str]) -> dict[str, str]:
    """Return the installed versions of packages."""
    found = {}
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "absent"
    return found


def commit() -> str:
    """Return the commit that is measured, marked when files differ from it."""

    def git(*words: str) -> str:
        ran = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
        return ran.stdout.strip()

    changed = git("status", "--porcelain", "--untracked-files=no", "--", "src", "benchmarks")
    return (git("rev-parse", "HEAD") or "unknown") + ("+changes" if changed else "")


def without_folders(word: str) -> str:
    """Return a word of a command as a result file may show it: of a whole path only the end."""
    return Path(word).name if word.startswith("/") else word


def write_result(name: str, figures: Mapping[str, Any]) -> Path:
    """Write figures with their command, commit and machine; return the file."""
    RESULTS.mkdir(exist_ok=True)
    today = dt.datetime.now(tz=dt.UTC).date()
    file = RESULTS / f"{today}-{name}.json"
    written = {
        "command": " ".join(["python", "-m", *_module(), *map(without_folders, sys.argv[1:])]),
        "commit": commit(),
        "machine": machine(),
        **figures,
    }
    file.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return file


def _module() -> list[str]:
    spec = sys.modules["__main__"].__spec__
    return [spec.name if spec else sys.argv[0]]
