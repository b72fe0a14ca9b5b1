"""Crash trials: a writer is killed at a random moment, then the index is opened and compared.

    python -m duijie.index.crashes FOLDER --trials 50 --seed 1

A writer process does numbered steps (upsert, delete, full rebuild) and says each one that was
acknowledged. What the index must hold after step n follows from n alone: after the kill it holds
exactly that of the last acknowledged step, or of the one after it, whole.
"""

import argparse
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from duijie.index.backends.embedded import BuildPlan
from duijie.index.conformance import ToyEncoder, text_query
from duijie.index.door import build_index, open_index, verify_index
from duijie.kernel.documents import Document
from duijie.kernel.errors import IndexMissingError
from duijie.kernel.filters import EVERYTHING

_IDS = 3000
_A_STEP = 250
_LONGEST_SECONDS = 2.5
_WORDS = ("石墨烯", "导热薄膜", "锂离子电池", "催化剂", "废水处理", "图像识别", "钛合金", "发酵")


@dataclass(frozen=True, slots=True)
class CrashTrial:
    """What was found after one kill (崩溃试验); `faults` is empty when nothing is half or lost."""

    killed_after_seconds: float
    acknowledged: int
    found: int
    faults: tuple[str, ...]


def expected_after(step: int) -> dict[str, Document]:
    """Return what the index holds after a step, step 0 being an empty index."""
    documents: dict[str, Document] = {}
    for done in range(1, step + 1):
        if done % 5 == 3:
            for record_id in _gone(done):
                documents.pop(record_id, None)
        elif done % 5 != 0:
            documents.update((document.record_id, document) for document in _changed(done))
    return documents


def work(folder: Path, seconds: float) -> Iterator[int]:
    """Do steps from where the index stands for so long; yield each acknowledged one."""
    index = open_index(folder, ToyEncoder(), create=True)
    step = index.stats().revision
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        step += 1
        if step % 5 == 3:
            index.delete(_gone(step), revision=step)
        elif step % 5 == 0:
            documents = list(expected_after(step).values())
            plan = BuildPlan(revision=step, workers=1 + step % 2)
            build_index(folder, documents, ToyEncoder(), plan)
            index.refresh()
        else:
            index.upsert(_changed(step), revision=step)
        yield step


def crash_trial(folder: Path, draw: random.Random) -> CrashTrial:
    """Start a writer, kill it at a random moment, open the index and compare."""
    command = [sys.executable, "-m", "duijie.index.crashes", str(folder), "--work"]
    writer = subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True)  # noqa: S603
    assert writer.stdout is not None  # noqa: S101
    first = writer.stdout.readline()  # the imports are over
    seconds = draw.uniform(0, _LONGEST_SECONDS)
    time.sleep(seconds)
    writer.kill()
    writer.wait()
    # A line may be torn by the kill; workers that outlive the writer hold no end of this pipe.
    lines = (first + writer.stdout.read()).split(b"\n")[:-1]
    if not lines:
        return CrashTrial(seconds, 0, 0, ("the writer did not start",))
    acknowledged = int(lines[-1])
    found, faults = _compare(folder, acknowledged)
    return CrashTrial(seconds, acknowledged, found, tuple(faults))


def _compare(folder: Path, acknowledged: int) -> tuple[int, list[str]]:
    try:
        index = open_index(folder)
    except IndexMissingError:
        return 0, [] if acknowledged == 0 else ["an acknowledged index is gone"]
    found = index.stats().revision
    faults = [fault.sentence("en") for fault in verify_index(folder)]
    if found not in (acknowledged, acknowledged + 1):
        faults.append(f"it stands at step {found}, {acknowledged} was acknowledged")
    expected = expected_after(found)
    ids = [f"need:{number}" for number in range(_IDS)]
    if index.get(ids) != [expected.get(record_id) for record_id in ids]:
        faults.append("the stored documents differ")
    for word in _WORDS:
        hits = index.search_text([text_query(word)], where=EVERYTHING, limit=_IDS)[0]
        standing = {i for i, document in expected.items() if word in document.text}
        if {hit.record_id for hit in hits} != standing:
            faults.append(f"the text index differs for {word}")
    if expected:
        some = list(expected)[:: max(1, len(expected) // 50)]
        encoded = ToyEncoder().encode([f"{expected[i].title}\n\n{expected[i].text}" for i in some])
        if abs(index.vectors(some) - encoded).max() > 1e-3:
            faults.append("the vectors differ")
    index.close()
    return found, faults


def _changed(step: int) -> list[Document]:
    draw = random.Random(step)  # noqa: S311  (no secret)
    return [
        Document(f"need:{number}", "need", f"第{step}版", text=" ".join(draw.sample(_WORDS, 3)))
        for number in draw.sample(range(_IDS), _A_STEP)
    ]


def _gone(step: int) -> list[str]:
    draw = random.Random(step)  # noqa: S311
    return [f"need:{number}" for number in draw.sample(range(_IDS), _A_STEP // 2)]


def main() -> int:
    """Run trials from the command line; return 1 when one found a fault."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("folder", type=Path)
    reader.add_argument("--trials", type=int, default=50)
    reader.add_argument("--seed", type=int, default=1)
    reader.add_argument("--work", action="store_true")
    asked = reader.parse_args()
    write = sys.stdout.write
    if asked.work:
        write(f"{_standing(asked.folder)}\n")
        sys.stdout.flush()
        for step in work(asked.folder, 60.0):
            write(f"{step}\n")
            sys.stdout.flush()
        return 0
    draw = random.Random(asked.seed)  # noqa: S311
    wrong = 0
    for number in range(1, asked.trials + 1):
        trial = crash_trial(asked.folder, draw)
        wrong += bool(trial.faults)
        write(f"{number} {trial}\n")
        sys.stdout.flush()
    write(f"{asked.trials - wrong} of {asked.trials} whole\n")
    return 1 if wrong else 0


def _standing(folder: Path) -> int:
    try:
        index = open_index(folder)
    except IndexMissingError:
        return 0
    revision = index.stats().revision
    index.close()
    return revision


if __name__ == "__main__":
    sys.exit(main())
