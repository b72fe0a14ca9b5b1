"""A result file says what was measured, by which command, at which commit, on which machine."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "benchmarks" / "results"


def write_result(name: str, figures: dict[str, Any], command: str) -> Path:
    """Write figures with command, commit, machine and date; return the file."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    path = RESULTS / f"{datetime.now(UTC).date().isoformat()}-{name}.json"
    told = {"command": command, "commit": _commit(), "machine": _machine(), **figures}
    path.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return path


def _commit() -> str:
    def git(*words: str) -> str:
        told = subprocess.run(
            ("git", *words), cwd=ROOT, capture_output=True, text=True, check=False
        )
        return told.stdout.strip()

    changed = git("status", "--porcelain", "--untracked-files=no", "--", "src", "benchmarks")
    return git("rev-parse", "--short", "HEAD") + ("+changes" if changed else "")


def _machine() -> dict[str, Any]:
    return {
        "processors": os.cpu_count(),
        "architecture": platform.machine(),
        "system": platform.system(),
        "python": sys.version.split()[0],
    }
