"""Every hostile file ends in a clear error or a report, with bounded memory and no traceback."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ingest.hostile.attempt import attempt
from tests.ingest.hostile.case import HostileFile
from tests.ingest.hostile.texts import TEXTS
from tests.ingest.hostile.workbooks import WORKBOOKS

CORPUS = (*TEXTS, *WORKBOOKS)
ROOT = Path(__file__).resolve().parents[3]
MEGABYTES = 400


def test_the_corpus_is_large_and_every_file_has_its_own_name() -> None:
    names = [file.name for file in CORPUS]
    assert len(names) >= 60
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("file", CORPUS, ids=lambda file: file.name)
def test_a_hostile_file_ends_in_a_clear_error_or_report(file: HostileFile, tmp_path: Path) -> None:
    path = tmp_path / file.name
    file.build(path)
    ended = _in_little_memory(path) if file.is_heavy else attempt(path)
    assert ended["error"] == file.error, ended
    if file.error:
        assert ended["message"].startswith(file.error)
        assert len(ended["message"].split(". ", 1)[1]) > 5
        return
    assert file.codes <= set(ended["counts"]), ended
    if not file.codes:
        assert ended["rejected"] == 0, ended
    if file.accepted is not None:
        assert ended["accepted"] == file.accepted, ended
    _check_report(path.with_suffix(".report.csv"), ended["counts"])


def _in_little_memory(path: Path) -> dict:
    program = (
        "import resource, sys, json\n"
        f"resource.setrlimit(resource.RLIMIT_DATA, ({MEGABYTES} << 20, {MEGABYTES} << 20))\n"
        "from pathlib import Path\n"
        "from tests.ingest.hostile.attempt import attempt\n"
        "print(json.dumps(attempt(Path(sys.argv[1]))))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=ROOT,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    assert "Traceback" not in run.stderr
    return json.loads(run.stdout)


def _check_report(path: Path, counts: dict[str, int]) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert len(lines) == 1 + sum(counts.values())
    assert all(len(line) == 8 for line in lines)
    assert not [cell for line in lines for cell in line if cell[:1] in ("=", "+", "-", "@")]
