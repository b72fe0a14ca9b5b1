"""A training that is cut off goes on where it was, and comes to the same end."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from duijie.learn import EncoderOptions, train_encoder
from duijie.learn.encoder import library as library_stage
from tests.learn.conftest import clock, made_up_library

OPTIONS = EncoderOptions(dimensions=32, epochs=4, batch=32)
PROGRAM = """
import sys, time
from pathlib import Path
from duijie.learn import train_encoder
from duijie.learn.encoder import library
from tests.learn.conftest import clock, made_up_library
from tests.learn.encoder.test_resuming import OPTIONS

library.CHECKPOINT_STEPS = 10

def told(stage, finished, total=None, note=""):
    if stage == "train" and finished > 40:
        time.sleep(0.2)

train_encoder(
    made_up_library(300), releases=Path(sys.argv[1]), clock=clock, options=OPTIONS, progress=told
)
"""


def step_after(kept: int) -> object:
    def told(stage: str, finished: int, total: int | None = None, note: str = "") -> None:
        if stage == "train" and finished == kept:
            raise KeyboardInterrupt

    return told


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library_stage, "CHECKPOINT_STEPS", 10)


@pytest.mark.usefixtures("often")
@pytest.mark.parametrize("cut_off_at", [5, 25, 100])
def test_a_training_cut_off_and_run_again_gives_the_same_release(
    cut_off_at: int, tmp_path: Path
) -> None:
    documents = made_up_library(300)
    whole = train_encoder(documents, releases=tmp_path / "whole", clock=clock, options=OPTIONS)
    steps: list[int] = []

    def told(stage: str, finished: int, total: int | None = None, note: str = "") -> None:
        if stage == "train":
            steps.append(finished)

    with pytest.raises(KeyboardInterrupt):
        train_encoder(
            documents,
            releases=tmp_path / "cut",
            clock=clock,
            options=OPTIONS,
            progress=step_after(cut_off_at),  # type: ignore[arg-type]
        )
    again = train_encoder(
        documents, releases=tmp_path / "cut", clock=clock, options=OPTIONS, progress=told
    )
    assert again == whole
    assert steps[0] == cut_off_at // 10 * 10 + 1 - (10 if cut_off_at % 10 == 0 else 0)
    assert [folder.name for folder in (tmp_path / "cut").iterdir()] == [whole]


def test_a_training_killed_in_the_middle_gives_the_same_release(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[3]
    environment = {**os.environ, "PYTHONPATH": f"{root}{os.pathsep}{root / 'src'}"}
    command = [sys.executable, "-c", PROGRAM, str(tmp_path)]
    with subprocess.Popen(command, cwd=root, env=environment) as training:
        waited = time.monotonic() + 60
        while not list(tmp_path.glob(".training-*/state.npz")) and time.monotonic() < waited:
            time.sleep(0.02)
        training.send_signal(signal.SIGKILL)
    assert training.returncode == -signal.SIGKILL
    assert [folder.name[:10] for folder in tmp_path.iterdir()] == [".training-"]
    documents = made_up_library(300)
    again = train_encoder(documents, releases=tmp_path, clock=clock, options=OPTIONS)
    whole = train_encoder(documents, releases=tmp_path / "whole", clock=clock, options=OPTIONS)
    assert again == whole


@pytest.mark.usefixtures("often")
def test_what_is_left_of_another_training_is_not_taken_up(tmp_path: Path) -> None:
    first, second = made_up_library(300), made_up_library(300, seed=8)
    with pytest.raises(KeyboardInterrupt):
        train_encoder(
            first,
            releases=tmp_path,
            clock=clock,
            options=OPTIONS,
            progress=step_after(50),  # type: ignore[arg-type]
        )
    name = train_encoder(second, releases=tmp_path, clock=clock, options=OPTIONS)
    assert name == train_encoder(second, releases=tmp_path / "other", clock=clock, options=OPTIONS)


def test_what_was_never_taken_up_is_removed_after_a_week(tmp_path: Path) -> None:
    for name, days in (("old", 8), ("new", 6)):
        folder = tmp_path / f".training-{name}"
        folder.mkdir()
        (folder / "state.npz").write_bytes(b"left")
        moment = (clock() - timedelta(days=days)).timestamp()
        os.utime(folder, (moment, moment))
    name = train_encoder(made_up_library(30), releases=tmp_path, clock=clock, options=OPTIONS)
    assert sorted(folder.name for folder in tmp_path.iterdir()) == [".training-new", name]


@pytest.mark.usefixtures("often")
@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 cut short", b"something else"])
def test_a_damaged_state_counts_as_none(damage: bytes, tmp_path: Path) -> None:
    documents = made_up_library(300)
    with pytest.raises(KeyboardInterrupt):
        train_encoder(
            documents,
            releases=tmp_path,
            clock=clock,
            options=OPTIONS,
            progress=step_after(30),  # type: ignore[arg-type]
        )
    [state] = tmp_path.glob(".training-*/state.npz")
    state.write_bytes(damage)
    again = train_encoder(documents, releases=tmp_path, clock=clock, options=OPTIONS)
    assert again == train_encoder(
        documents, releases=tmp_path / "whole", clock=clock, options=OPTIONS
    )
