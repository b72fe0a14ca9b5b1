"""The site as a user starts it: real processes on a real port."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from duijie.app.serving import Kept, Place, check_place
from duijie.kernel.errors import PlaceTakenError
from tests.app.calls import PROGRAM, Call, environment

WAIT_S = 90


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answer(port: int, path: str) -> tuple[int, dict[str, object]]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as said:
            return said.status, json.loads(said.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


def wait_until_up(port: int) -> None:
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        try:
            answer(port, "/healthz")
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail("the site did not come up")


def children_of(pid: int) -> list[int]:
    folder = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in folder.read_text("ascii").split()]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "serve", "--port", str(port)],
        env=environment(tmp_path / "home"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_up(port)
        yield process, port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(WAIT_S)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="reads the processes of Linux")
def test_a_site_comes_up_survives_its_processes_and_ends_when_told(
    site: tuple[subprocess.Popen[bytes], int],
) -> None:
    process, port = site
    assert answer(port, "/readyz") == (
        200,
        {"status": "ok", "checks": {"database": True, "index": True}},
    )
    before = children_of(process.pid)
    assert len(before) == 2
    for child in before:
        os.kill(child, signal.SIGKILL)
    end = time.monotonic() + WAIT_S
    after: set[int] = set()
    while len(after) < 2 and time.monotonic() < end:
        time.sleep(0.2)
        after = set(children_of(process.pid)) - set(before)
    assert len(after) == 2
    wait_until_up(port)
    process.send_signal(signal.SIGTERM)
    assert process.wait(WAIT_S) == 0
    assert not any(Path(f"/proc/{child}").exists() for child in after)


def test_a_taken_port_is_said_before_anything_starts(tmp_path: Path, duijie: Call) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PlaceTakenError):
            check_place(Place("127.0.0.1", port))
        said = duijie(tmp_path / "home", "serve", "--port", str(port))
    assert said.code == 2
    assert f"127.0.0.1:{port}" in said.err
    assert "duijie serve --port 8080" in said.err


def test_a_process_that_keeps_ending_is_started_later_each_time() -> None:
    kept = Kept("web", [sys.executable, "-c", "raise SystemExit(3)"], dict(os.environ))
    now, pauses = 0.0, []
    for _ in range(8):
        kept.look(now)
        assert kept.process is not None
        kept.process.wait()
        assert kept.look(now) == 3
        pauses.append(kept.pause_s)
        now = kept.due
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]
