"""Killing the processes of a site while people import and edit: is anything acknowledged lost?

    python -m benchmarks.faults.site [--kills 30] [--seed 1] [--rows 20000]

A real `duijie serve` runs. Somebody imports a file through its pages, somebody else's edits go on
beside it; then one of its processes (web or worker) is killed at a random moment with SIGKILL, and
the site is left to itself. In the end the import must be whole or have failed visibly, each record
must have been brought in once, no row that was acknowledged may be gone, and every edit whose form
was taken must be there.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import threading
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.faults.browser import Browser, SiteAwayError
from benchmarks.faults.killing import DUIJIE, environment
from benchmarks.measuring import ROOT, write_result

EMAIL = "company@demo.example"
EDITED = 5
STARTED_WITHIN_S, ENDED_WITHIN_S = 90.0, 180.0
LATEST_KILL_S = 1.2


@dataclass
class Site:
    """A served site (站点) over one home."""

    home: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Return its address."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.process = subprocess.Popen(
            [str(DUIJIE), "serve", "--port", str(self.port)],
            cwd=ROOT,
            env=environment(self.home),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.wait()

    def wait(self) -> None:
        """Wait until it answers."""
        deadline = time.monotonic() + STARTED_WITHIN_S
        while time.monotonic() < deadline:
            with suppress(SiteAwayError):
                Browser(self.url, "").get("/healthz")
                return
            time.sleep(0.2)
        raise RuntimeError("the site did not come up")

    def processes(self, *, of: str) -> list[int]:
        """Return its processes of the web or of the worker; "" is all of them."""
        lines: dict[int, bytes] = {}
        parents: dict[int, int] = {}
        for place in Path("/proc").iterdir():
            if place.name.isdigit():
                with suppress(OSError):
                    words = (place / "stat").read_text().rpartition(")")[2].split()
                    parents[int(place.name)] = int(words[1])
                    lines[int(place.name)] = (place / "cmdline").read_bytes()
        family = {self.process.pid} if self.process else set()
        for _ in range(10):  # children of children
            family |= {pid for pid, parent in parents.items() if parent in family}
        is_of = {
            "web": lambda line: b"granian" in line,
            "worker": lambda line: line.endswith(b"worker\0"),
            "": lambda _: True,
        }[of]
        return sorted(pid for pid in family if is_of(lines.get(pid, b"")))

    def stop(self) -> None:
        """Stop it with everything that it started."""
        if self.process is None:
            return
        family = self.processes(of="")
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(30)
        for pid in family:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()


@dataclass
class Edits:
    """Edits that go on while something is killed (编辑): what was acknowledged, what was tried."""

    browser: Browser
    turn: int
    taken: dict[int, str] = field(default_factory=dict)
    tried: dict[int, list[str]] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Edit one record after the other until told to stop."""
        number = 0
        while not self.over.wait(0.05):
            number += 1
            record, title = number % EDITED, f"turn {self.turn} edit {number}"
            page = f"/records/need:E{record}/edit/"
            with suppress(SiteAwayError):
                fields = self.browser.fields(page, 'name="title"')
                if not fields:
                    continue
                self.tried.setdefault(record, []).append(title)
                if self.browser.post(page, fields | {"title": title}):
                    self.taken[record] = title
                    self.tried[record] = []

    def faults(self, home: Path) -> list[str]:
        """Return which acknowledged edits are gone."""
        with closing(database(home)) as records:
            rows = records.execute("SELECT record_id, title FROM records_need").fetchall()
        said = dict(rows)
        return [
            f"need:E{record}: {taken!r} was taken, {said.get(f'need:E{record}')!r} is there"
            for record, taken in self.taken.items()
            if said.get(f"need:E{record}") not in [taken, *self.tried.get(record, [])]
        ]


def prepare(home: Path) -> str:
    """Make accounts and the records that are edited; return the session of the company."""
    os.environ["DUIJIE_HOME"] = str(home)
    from duijie.app.wiring import open_records
    from duijie.kernel.home import Home

    open_records(Home(home))
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.db import connection

    from duijie.app.accounts.demo import make_demo_accounts
    from duijie.app.accounts.models import User
    from duijie.app.accounts.queries import actor_of
    from duijie.app.records.actions import create

    now = datetime.now(tz=UTC)
    make_demo_accounts(now)
    user = User.objects.get(email=EMAIL)
    actor = actor_of(user, now)
    for number in range(EDITED):
        values = {"need_number": f"E{number}", "title": "first", "description": "检测缺陷。"}
        create(actor, "need", values, owner_id=min(actor.organizations), now=now)  # type: ignore[arg-type]
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    connection.close()
    return str(session.session_key)


def database(home: Path) -> sqlite3.Connection:
    """Return the database of a home, to read from."""
    return sqlite3.connect(f"file:{home / 'duijie.sqlite3'}?mode=ro", uri=True, timeout=30)


def table(turn: int, rows: int) -> bytes:
    """Return the file of a turn; every tenth row has no title and is rejected."""
    lines = ["成果登记号,成果名称,成果简介"]
    lines += [
        f"T{turn}-{n},{'' if n % 10 == 0 else f'成果{n}'},第{n}项成果的简介，检测精度{n}微米。"
        for n in range(rows)
    ]
    return "\n".join(lines).encode()


def begin(browser: Browser, turn: int, rows: int) -> str:
    """Upload a file, accept its columns and start the import; return its address."""
    fields = browser.fields("/imports/new/", 'name="kind"') | {"kind": "achievement"}
    place = browser.post("/imports/new/", fields, file=table(turn, rows))
    assert place, "the upload was not taken"
    browser.post(place, browser.fields(place, 'name="column-0"'))
    one = place.removesuffix("columns/")
    deadline = time.monotonic() + ENDED_WITHIN_S
    while not (fields := browser.fields(f"{one}preview/", f"{one}run/")):
        assert time.monotonic() < deadline, "the file was not checked"
        time.sleep(0.2)
    assert browser.post(f"{one}run/", fields), "the import was not started"
    return one


def state_of(home: Path, one: str) -> tuple[str, int, int, int]:
    """Return how an import stands: state of its job, rows done and records created, tries."""
    key = one.strip("/").split("/")[-1].replace("-", "")
    with closing(database(home)) as records:
        row = records.execute(
            "SELECT j.state, coalesce(r.rows_done, 0), coalesce(r.created, 0), j.tries"
            " FROM imports_fileimport i JOIN jobs_job j ON j.id = i.job_id"
            " LEFT JOIN records_importrun r ON r.id = i.run_id WHERE i.id = ?",
            (key,),
        ).fetchone()
    return str(row[0]), int(row[1]), int(row[2]), int(row[3])


def disturb(site: Site, session: str, r: random.Random, turn: int, rows: int) -> dict[str, object]:
    """Kill one process during an import and edits; return what was found afterwards."""
    victim = ("worker", "web")[turn % 3 == 2]
    one = begin(Browser(site.url, session), turn, rows)
    edits = Edits(Browser(site.url, session), turn)
    editing = threading.Thread(target=edits.run)
    editing.start()
    after, acknowledged, killed = r.uniform(0.0, LATEST_KILL_S), 0, 0
    started, faults = time.monotonic(), []
    running_at_kill, begun = "", started if victim == "web" else 0.0
    while time.monotonic() - started < ENDED_WITHIN_S:
        state, done, _, _ = state_of(site.home, one)
        if done < acknowledged:
            faults.append(f"{acknowledged} rows were acknowledged, {done} are done")
        acknowledged = max(acknowledged, done)
        if not begun and state != "queued":
            begun = time.monotonic()  # the worker is killed at a moment of its job
        if begun and not killed and time.monotonic() - begun >= after:
            running_at_kill = state
            for pid in site.processes(of=victim):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                    killed += 1
        elif killed and state in ("done", "failed"):
            break
        time.sleep(0.02)
    site.wait()
    time.sleep(0.5)
    edits.over.set()
    editing.join()
    state, _, created, tries = state_of(site.home, one)
    faults += edits.faults(site.home) + left(site.home, turn, rows, state, created)
    return {
        "victim": victim, "after_seconds": round(after, 3), "processes_killed": killed,
        "state_at_kill": running_at_kill, "rows_acknowledged": acknowledged, "state": state,
        "tries": tries, "edits_taken": len(edits.taken),
        "settled_seconds": round(time.monotonic() - started, 1), "faults": faults,
    }  # fmt: skip


def left(home: Path, turn: int, rows: int, state: str, created: int) -> list[str]:
    """Return what is wrong with the records of an import after it settled."""
    wanted = {f"achievement:T{turn}-{n}" for n in range(rows) if n % 10}
    with closing(database(home)) as records:
        have = {
            name
            for (name,) in records.execute(
                "SELECT record_id FROM records_achievement WHERE record_id LIKE ?",
                (f"achievement:T{turn}-%",),
            )
        }
    if state == "failed":
        return ["it failed"] if have - wanted else []
    if state != "done":
        return [f"the job is {state}: neither resumed nor failed"]
    faults = []
    if have != wanted:
        faults.append(f"{len(wanted - have)} records missing, {len(have - wanted)} too many")
    if created != len(wanted):
        faults.append(f"{created} records counted as created of {len(wanted)}")
    return faults


def run(folder: Path, *, kills: int, seed: int, rows: int) -> list[dict[str, object]]:
    """Return what was found after each kill."""
    home = folder / "home"
    session = prepare(home)
    r, found = random.Random(f"site {seed}"), []
    for turn in range(kills):
        site = Site(home, _free_port())
        try:
            site.start()  # anew each time: what ends often is started again later and later
            found.append(disturb(site, session, r, turn, rows))
        finally:
            site.stop()
        print(f"{turn + 1:3d}/{kills} {found[-1]}", flush=True)
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> None:
    """Kill, look, and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--only-print", action="store_true", help="write no file of results")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="duijie-site-"))
    try:
        found = run(folder, kills=asked.kills, seed=asked.seed, rows=asked.rows)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    figures = {
        "kills": sum(1 for one in found if one["processes_killed"]),
        "kills_while_the_job_ran": sum(1 for one in found if one["state_at_kill"] == "running"),
        "jobs_done": sum(1 for one in found if one["state"] == "done"),
        "jobs_failed_visibly": sum(1 for one in found if one["state"] == "failed"),
        "faults": sum(len(list(one["faults"])) for one in found),  # type: ignore[call-overload]
        "rows": asked.rows,
        "each": found,
    }
    print(json.dumps({k: v for k, v in figures.items() if k != "each"}, indent=1))
    if not asked.only_print:
        print(f"written: {write_result('site-faults', figures)}")
    if figures["faults"]:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
