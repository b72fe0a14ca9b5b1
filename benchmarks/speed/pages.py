"""`make bench-pages`: how long pages take on a running site, and whether its memory stays flat.

    python -m benchmarks.speed.pages HOME [--port 8177] [--requests 600] [--soak 20000]

HOME is the data folder of an installation with the demo accounts, records and a built index; `make
bench-speed` leaves one with 800,000 achievements. The site is started by `duijie serve`, asked by
one user, by 16 at once, then by 16 until 20,000 requests are answered while its memory is read.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.measuring import ROOT, anonymous_mib, machine, run_step, versions, write_result
from benchmarks.speed.questions import generated_needs

if TYPE_CHECKING:
    from collections.abc import Iterator

PYTHON = Path(sys.executable)
DUIJIE = PYTHON.parent / "duijie"
PASSWORD = "duijie-demo"  # noqa: S105  (of the demo)
WORDS = (
    "锂离子电池 隔膜", "缺陷 在线检测", "催化剂", "废水 处理 膜", "图像识别", "钛合金 涂层",
    "环氧 防腐", "传感器 温度", "机器人 焊接", "two-dimensional molybdenum disulfide",
)  # fmt: skip
READ_EVERY_S = 2.0
USED = ("duijie", "django", "granian", "locust", "numpy", "tantivy")


def main() -> None:
    """Start the site, ask it, and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("--port", type=int, default=8177)
    parser.add_argument("--requests", type=int, default=600, help="for each number of users")
    parser.add_argument("--soak", type=int, default=20_000, help="requests of the memory run")
    parser.add_argument("--keep", action="store_true", help="write no file of results")
    asked = parser.parse_args()
    home = asked.home.resolve()
    url = f"http://127.0.0.1:{asked.port}"
    figures: dict[str, Any] = {"machine_at_start": machine(), "versions": versions(USED)}
    figures["records"], plan = _plan(home)
    with serving(home, asked.port, url) as server:
        figures["first_pages_s"] = _first_pages(url)
        work = home / "bench-pages"
        work.mkdir(exist_ok=True)
        load(url, plan | {"users": 2, "requests": 80}, work)  # pages of the disk into memory
        for users in (1, 16):
            figures[f"users_{users}"] = load(
                url, plan | {"users": users, "requests": asked.requests}, work
            )
        if asked.soak:
            figures["memory"] = soak(
                url, plan | {"users": 16, "requests": asked.soak}, work, server
            )
    print(json.dumps(figures, ensure_ascii=False, indent=1))
    if not asked.keep:
        size = f"{figures['records']['achievement'] // 1000}k"
        print(f"written: {os.path.relpath(write_result(f'pages-{size}', figures), ROOT)}")


@contextmanager
def serving(home: Path, port: int, url: str) -> Iterator[int]:
    """Run the site as its users start it; give the id of its first process."""
    command = [DUIJIE, "serve", "--port", str(port)]
    environment = os.environ | {"DUIJIE_HOME": str(home), "LANG": "C.UTF-8"}
    with (home / "bench-serve.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=ROOT)
    try:
        _wait(url, process)
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise SystemExit("the site has ended; see bench-serve.log in its data folder")
        with suppress(OSError):
            urllib.request.urlopen(f"{url}/accounts/login/", timeout=5).close()  # noqa: S310
            return
        time.sleep(0.2)
    raise SystemExit("the site does not answer")


def _first_pages(url: str) -> list[float]:
    """Return how long the first pages take, while lists are read into memory."""
    times = []
    for _ in range(3):
        started = time.perf_counter()
        urllib.request.urlopen(f"{url}/libraries/achievement/", timeout=120).close()  # noqa: S310
        times.append(round(time.perf_counter() - started, 2))
    return times


def load(url: str, plan: dict[str, Any], work: Path) -> dict[str, Any]:
    """Send the requests of a plan from a process of its own and return the times."""
    plan_file, out = work / "plan.json", work / "load.json"
    plan_file.write_text(json.dumps(plan, ensure_ascii=False), "utf-8")
    out.unlink(missing_ok=True)
    run_step([PYTHON, "-m", "benchmarks.speed.pages_load", url, plan_file, out], allowed=(0, 1))
    figures: dict[str, Any] = json.loads(out.read_text("utf-8"))
    print(json.dumps(figures, ensure_ascii=False), flush=True)
    return figures


def soak(url: str, plan: dict[str, Any], work: Path, server: int) -> dict[str, Any]:
    """Send many requests while the anonymous memory of the web processes is read."""
    read: list[float] = []
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(READ_EVERY_S):
            read.append(round(_web_memory(server)))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    figures = load(url, plan, work)
    ended.set()
    watcher.join()
    # The first tenth fills caches; what comes after must not grow.
    settled = read[len(read) // 10 :]
    third = max(1, len(settled) // 3)
    return {
        "what": "anonymous memory of the web processes in MiB, read every 2 s",
        "first_third_mean": round(sum(settled[:third]) / third),
        "last_third_mean": round(sum(settled[-third:]) / third),
        "greatest": max(read, default=0),
        "at_ends": [read[0], read[-1]] if read else [],
        "load": figures,
    }


def _web_memory(server: int) -> float:
    """Return the memory of everything below the first process that is granian."""
    children: dict[int, list[int]] = {}
    names: dict[int, str] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError):
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            children.setdefault(int(fields[1]), []).append(int(folder.name))
            names[int(folder.name)] = (folder / "cmdline").read_bytes().decode(errors="replace")
    below, waiting = [], [server]
    while waiting:
        pid = waiting.pop()
        below.append(pid)
        waiting += children.get(pid, [])
    return sum(anonymous_mib(pid) for pid in below if "granian" in names.get(pid, ""))


def _plan(home: Path) -> tuple[dict[str, int], dict[str, Any]]:
    """Return how many records there are, and what shall be asked of them."""
    out = home / "bench-plan.json"
    step = [PYTHON, "-c", _SAMPLE, out]
    run_step(step, env={"DUIJIE_HOME": str(home)})
    sample = json.loads(out.read_text("utf-8"))
    draw = random.Random(11)
    lists = ["/libraries/achievement/", "/libraries/need/"]
    for region in ("33", "3304", "3301", "330402"):
        lists.append(f"/libraries/achievement/?region={region}")
        lists.append(f"/libraries/achievement/?region={region}&trl={draw.randrange(1, 10)}")
    for year in range(2016, 2026):
        lists.append(f"/libraries/achievement/?industry=C&year={year}&trl=6&trl=7&trl=8")
        lists.append(f"/libraries/achievement/?year={year}&kind=applied_technology&sort=title")
    searches = [f"/libraries/achievement/?q={word}" for word in WORDS]
    searches += [f"/libraries/achievement/?q={word}&region=33&trl=7" for word in WORDS]
    details = [f"/records/{record_id}/" for record_id in sample["ids"]]
    return sample["counts"], {
        "logins": sample["logins"],
        "password": PASSWORD,
        "seed": 5,
        "addresses": {
            "list with facets": lists,
            "list with a search": searches,
            "detail": details,
        },
        "texts": [need.text for need in generated_needs(200)],
    }


_SAMPLE = """
import json, sys
from duijie.app.wiring import home_in_use, open_records, system_clock
open_records(home_in_use())
from duijie.app.accounts.demo import make_demo_accounts
from duijie.app.records.queries import counts_by_kind
from duijie.app.records.rows import table_of
from allauth.account.models import EmailAddress
from duijie.app.accounts.models import Membership, User
now = system_clock()
make_demo_accounts(now)
manager = Membership.objects.get(user__email="manager@demo.example")
logins = [f"reader-{number}@demo.example" for number in range(16)]
for email in logins:
    if not User.objects.filter(email=email).exists():
        user = User.objects.create_user(email, "duijie-demo", name=email)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        Membership.objects.create(
            user=user, organization=manager.organization, role=manager.role, since=now
        )
rows = table_of("achievement").model.objects.filter(state="published", visibility="public")
step = max(1, rows.order_by("-pk").values_list("pk", flat=True).first() // 400)
ids = list(rows.filter(pk__in=range(1, 400 * step, step)).values_list("record_id", flat=True))
counts = {one.kind: one.live for one in counts_by_kind()}
open(sys.argv[1], "w").write(json.dumps({"ids": ids, "counts": counts, "logins": logins}))
"""


if __name__ == "__main__":
    main()
