"""`make bench-speed`: from files to answers at 800,000 achievements, timed as a user gets it.

    python -m benchmarks.speed.run [--achievements 800000] [--data FOLDER] [--without-peers]

Every step is a real command of `duijie` in its own process, or a measurement on one core in a
process of its own. Figures go to `benchmarks/results/`, each beside the command that gave it.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.measuring import (
    ROOT,
    Step,
    folder_bytes,
    forget_pages,
    machine,
    run_step,
    spread,
    versions,
    write_result,
)
from benchmarks.speed.peers import measure_peers
from benchmarks.speed.questions import generated_needs, real_needs, save

PYTHON = Path(sys.executable)
DUIJIE = PYTHON.parent / "duijie"
CORE = 0
KINDS = ("organization", "need", "expert", "patent", "achievement")
USED = ("duijie", "tantivy", "turbovec", "numpy", "django", "rjieba", "orjson", "scipy")


class Bench:
    """One run (一次评测): a folder, its home, and the figures so far."""

    def __init__(self, asked: argparse.Namespace) -> None:
        self.asked = asked
        self.folder: Path = asked.work
        self.folder.mkdir(parents=True, exist_ok=True)
        self.home = self.folder / "home"
        self.region = self.folder / "region"
        self._lock = (self.folder / "lock").open("wb")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            # It would remove the home that the other one measures.
            raise SystemExit(f"another run uses {self.folder}: name another --work") from None
        self.figures: dict[str, Any] = {}

    def duijie(self, *words: str | Path, allowed: tuple[int, ...] = (0,)) -> Step:
        """Run a command of the product and say how long it took."""
        step = run_step(
            [DUIJIE, *words],
            env={"DUIJIE_HOME": str(self.home), "LANG": "C.UTF-8"},
            allowed=allowed,
        )
        print(
            f"{step.seconds:8.1f} s  {step.peak_anonymous_mib:6.0f} MiB  {step.command}", flush=True
        )
        return step

    def child(self, module: str, *words: str | Path, core: int | None = CORE) -> dict[str, Any]:
        """Run a measurement in its own process and return its figures."""
        out = self.folder / f"{module}.json"
        words = (*words, out)
        step = run_step([PYTHON, "-m", f"benchmarks.speed.{module}", *words], core=core)
        print(f"{step.seconds:8.1f} s  {step.peak_anonymous_mib:6.0f} MiB  {module}", flush=True)
        figures: dict[str, Any] = json.loads(out.read_text("utf-8"))
        return figures

    def build(self) -> None:
        """Generate, import, group duplicates, train, build."""
        asked = self.asked
        shutil.rmtree(self.home, ignore_errors=True)
        if asked.reuse_region and (self.region / "planted.tsv").exists():
            print("region: the files of an earlier run are used")
        else:
            generated = self.duijie(
                "generate", "--achievements", str(asked.achievements),
                "--organizations", str(asked.organizations), "--needs", str(asked.needs),
                "--out", self.region,
            )  # fmt: skip
            self.figures["generate"] = generated.figures()
        files = dict(zip(KINDS, _files(self.region), strict=True))
        imports = {
            kind: self.duijie("import", file, "--kind", kind, "--yes", allowed=(0, 1))
            for kind, file in files.items()
        }
        duplicates = self.duijie("duplicates", "--limit", "3")
        train = self.duijie("train", "encoder")
        index = self.duijie("index", "build")
        counted = sum(step.seconds for step in imports.values())
        self.figures["build"] = {
            "import": {kind: step.figures() for kind, step in imports.items()},
            "near_duplicates": duplicates.figures(),
            "encoder_training": train.figures(),
            "index_build": index.figures(),
            "import_and_index_seconds": round(counted + duplicates.seconds + index.seconds, 1),
            "without": "encoder training, which is given above",
        }
        self.figures["bytes_on_disk"] = {
            "index": folder_bytes(self.home / "index"),
            "records": sum(f.stat().st_size for f in self.home.glob("duijie.sqlite3*")),
            "releases": folder_bytes(self.home / "releases"),
        }

    def cold_start(self) -> None:
        """Time a fresh process to its first answer, with and without cached pages."""
        question = "高速检测含氟树脂粒子中的黑点杂质，能发现 40 微米以下的缺陷"
        env = {"DUIJIE_HOME": str(self.home), "LANG": "C.UTF-8"}
        times: dict[str, list[float]] = {"pages_cached": [], "pages_dropped": []}
        for state, spent in times.items():
            for _ in range(5):
                if state == "pages_dropped":
                    forget_pages(self.home / "index")
                    forget_pages(self.home / "releases")
                step = run_step([DUIJIE, "match", question, "--json"], env=env)
                assert json.loads(step.output)["matches"], "the worked example has a match"
                spent.append(step.seconds)
        self.figures["cold_start"] = {
            "what": "duijie match TEXT --json in a fresh process, from start to exit; 'dropped': "
            "the pages of index and encoder were given back to the system before",
            **{state: spread(spent) for state, spent in times.items()},
        }

    def answers(self) -> None:
        """Time warm answers on one core, on real needs where there are, and on generated ones."""
        real = real_needs(self.asked.data)
        generated = generated_needs(len(real) or 371)
        sets = {"real_needs": real, "generated_needs": generated}
        for name, questions in sets.items():
            if questions:
                file = save(questions, self.folder / f"{name}.json")
                self.figures[f"match.{name}"] = self.child("answering", self.home, file)
        self.questions = self.folder / ("real_needs.json" if real else "generated_needs.json")
        self.figures["queries_are"] = self.questions.stem

    def peers(self) -> None:
        """Measure retrieval alone against other engines on the same data."""
        exchange = self.folder / "exchange"
        run_step([PYTHON, "-m", "benchmarks.speed.exchange", self.home, self.questions, exchange])
        ours = self.child("retrieval", self.home, exchange)
        self.figures["retrieval"] = measure_peers(exchange, ours, self.asked.peers_python)
        if not self.asked.keep:
            shutil.rmtree(exchange)

    def rest(self) -> None:
        """Measure the batch on two cores, and how soon changes are seen."""
        batch = self.duijie("batch", "--out", self.folder / "batch.csv", "--limit", "20")
        self.figures["batch"] = {**batch.figures(), "needs": self.asked.needs}
        # Last: it changes the index.
        self.figures["freshness"] = self.child("freshness", self.home, core=None)
        changed = self.folder / "changed.csv"
        lines = (self.region / "achievements.csv").read_text("utf-8").splitlines(keepends=True)
        fresh = [
            line.replace("。", "，已更新。", 1).replace(". ", ", renewed. ", 1) for line in lines
        ]
        changed.write_text("".join([fresh[0], *fresh[1:1001]]), "utf-8")
        through = [
            self.duijie("import", changed, "--kind", "achievement", "--yes", allowed=(0, 1)),
            self.duijie("index", "update"),
        ]
        self.figures["freshness"]["through_the_command_line_seconds"] = [
            round(step.seconds, 2) for step in through
        ]


def _files(region: Path) -> list[Path]:
    names = ("organizations.xlsx", "needs.jsonl", "experts.csv", "patents.csv.gz")
    return [*(region / name for name in names), region / "achievements.csv"]


def main() -> None:
    """Run every part and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--achievements", type=int, default=800_000)
    parser.add_argument("--organizations", type=int, default=30_000)
    parser.add_argument("--needs", type=int, default=10_000)
    parser.add_argument("--data", type=Path, help="folder with bdci359, for real needs")
    parser.add_argument(
        "--work", type=Path, default=Path(tempfile.gettempdir()) / "duijie-bench-speed"
    )
    parser.add_argument("--peers-python", type=Path, default=ROOT / ".venv/peers/bin/python")
    parser.add_argument("--without-peers", action="store_true")
    parser.add_argument("--reuse-region", action="store_true", help="keep generated files")
    parser.add_argument("--reuse-home", action="store_true", help="skip import and build")
    parser.add_argument("--keep", action="store_true", help="keep the exchanged data")
    asked = parser.parse_args()
    asked.needs = min(asked.needs, asked.achievements // 20)
    bench = Bench(asked)
    bench.figures["size"] = {
        "achievements": asked.achievements,
        "organizations": asked.organizations,
        "needs": asked.needs,
        "one_core": f"taskset -c {CORE}, one thread in every library",
    }
    bench.figures["machine_at_start"] = machine()
    bench.figures["versions"] = versions(USED)
    if not asked.reuse_home:
        bench.build()
    bench.cold_start()
    bench.answers()
    if not asked.without_peers:
        bench.peers()
    bench.rest()
    size = f"{asked.achievements // 1000}k" if asked.achievements < 10**6 else "1m"
    file = write_result(f"speed-{size}", bench.figures)
    print(json.dumps(bench.figures, ensure_ascii=False, indent=1))
    print(f"written: {os.path.relpath(file, ROOT)}")


if __name__ == "__main__":
    main()
