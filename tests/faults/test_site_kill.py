"""Processes of a served site are killed during imports and edits; the long form is the program."""

import json
import subprocess
import sys


def test_a_killed_worker_or_web_process_loses_no_row_and_no_edit() -> None:
    command = [sys.executable, "-m", "benchmarks.faults.site", "--only-print"]
    command += ["--kills", "3", "--rows", "6000", "--seed", "3"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=400, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    figures = json.loads(done.stdout[done.stdout.index("{\n") :])
    assert (figures["kills"], figures["faults"]) == (3, 0)
    assert figures["jobs_done"] + figures["jobs_failed_visibly"] == 3
