"""Real calls of `duijie` as a process of its own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROGRAM = "from duijie.app.cli import main; main()"


@dataclass(frozen=True)
class Said:
    """What a call said, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def environment(home: Path, **more: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "DUIJIE_HOME": str(home), "LANG": "C.UTF-8"} | more


def duijie(home: Path, *arguments: str | Path, stdin: str = "", **more: str) -> Said:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *map(str, arguments)],
        input=stdin.encode(),
        capture_output=True,
        env=environment(home, **more),
        timeout=300,
        check=False,
    )
    said = Said(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))
    assert "Traceback" not in said.err
    return said
