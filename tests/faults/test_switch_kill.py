"""A switch of models is killed at every step; the long form of it is the program itself."""

import subprocess
import sys
from pathlib import Path


def test_a_promotion_killed_at_any_step_leaves_the_old_pair_or_the_new_one(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.faults.switching", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    kills, _, rest = done.stdout.splitlines()[-1].partition(" ")
    assert int(kills) > 15
    assert rest == "kills, 0 faults"
