"""`make bench-faults`: `kill -9` at random moments of import, update and rebuild; what is left?

    python -m benchmarks.faults.run [--kills 50] [--seed 1] [--achievements 12000]

Each kill hits a real `duijie` process: every second one its whole process group, as a power cut
would, the others only the process itself, so that orphaned workers would be found. Afterwards
everything that was acknowledged must be there, nothing may be half, and the same command run again
must end in the state of an undisturbed run.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks.faults.killing import Killed
from benchmarks.faults.scenes import SCENES, Stage, prepare
from benchmarks.measuring import write_result


def run(folder: Path, *, kills: int, seed: int, achievements: int) -> list[dict[str, object]]:
    """Return what was found after each kill."""
    r = random.Random(f"faults {seed}")
    stage: Stage = prepare(folder, achievements, seed)
    found: list[dict[str, object]] = []
    for turn in range(kills):
        scene = SCENES[turn % len(SCENES)]
        killed: Killed = scene.disturb(stage, r, whole_group=(turn // len(SCENES)) % 2 == 0)
        faults = [*scene.look(stage, killed), *scene.finish(stage)]
        found.append({"scene": scene.name, **killed.figures(), "faults": faults})
        print(
            f"{turn + 1:3d}/{kills} {scene.name:8s} after {killed.after_seconds:5.2f} s"
            f" {'' if killed.was_running else '(had ended)':12s}"
            f" {killed.acknowledged:>8} acknowledged  {faults or 'whole'}",
            flush=True,
        )
    return found


def main() -> None:
    """Kill, look, and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--achievements", type=int, default=12_000)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="duijie-faults-"))
    try:
        found = run(folder, kills=asked.kills, seed=asked.seed, achievements=asked.achievements)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    running = [one for one in found if one["was_running"]]
    figures = {
        "kills": len(found),
        "kills_that_hit_a_running_process": len(running),
        "by_scene": Counter(str(one["scene"]) for one in running),
        "faults": sum(len(list(one["faults"])) for one in found),  # type: ignore[call-overload]
        "achievements": asked.achievements,
        "each": found,
    }
    file = write_result("faults", figures)
    print(json.dumps({k: v for k, v in figures.items() if k != "each"}, indent=1))
    print(f"written: {file}")
    if figures["faults"]:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
