"""A bounded load on a running site: so many requests by so many users at once, then the times.

    python -m benchmarks.speed.pages_load URL PLAN.json OUT.json

The plan says how many users and requests, and what is asked: addresses, and texts to be matched.
Every user signs in first, and reads pages one after another without pause. locust sends them.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any, ClassVar

import gevent
from locust import HttpUser, constant, events, task
from locust.env import Environment
from locust.exception import StopUser

KINDS = ("list with facets", "list with a search", "detail", "match")


class Load:
    """What is left to ask (余量): shared by all users, which are greenlets of one thread."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.left = int(plan["requests"])
        self.draw = random.Random(plan["seed"])
        self.failures: list[str] = []
        self.readers = 0

    def login(self) -> str:
        """Return the account of the next user: each has their own, as rates are limited."""
        logins = self.plan["logins"]
        self.readers += 1
        return str(logins[(self.readers - 1) % len(logins)])

    def take(self) -> bool:
        """Take one request of those left."""
        self.left -= 1
        return self.left >= 0


LOAD: list[Load] = []


class Reader(HttpUser):
    """Somebody who reads lists and records and now and then matches a need."""

    wait_time = constant(0)
    weights: ClassVar[tuple[int, ...]] = (4, 2, 3, 1)

    def on_start(self) -> None:
        """Sign in; not measured."""
        plan = LOAD[0].plan
        with self.client.get("/accounts/login/", name="(sign in)", catch_response=True) as page:
            page.success()
        form = {
            "login": LOAD[0].login(),
            "password": plan["password"],
            "csrfmiddlewaretoken": self.client.cookies.get("csrftoken", ""),
        }
        headers = {"Referer": f"{self.host}/accounts/login/"}
        self.client.post("/accounts/login/", form, headers=headers, name="(sign in)")
        assert "sessionid" in self.client.cookies, "the demo accounts must be there"

    @task
    def read(self) -> None:
        """Ask for one page."""
        load = LOAD[0]
        if not load.take():
            raise StopUser
        kind = load.draw.choices(KINDS, self.weights)[0]
        if kind == "match":
            self._match(load)
        else:
            self.client.get(load.draw.choice(load.plan["addresses"][kind]), name=kind)

    def _match(self, load: Load) -> None:
        form = {
            "text": load.draw.choice(load.plan["texts"]),
            "csrfmiddlewaretoken": self.client.cookies.get("csrftoken", ""),
        }
        headers = {"Referer": f"{self.host}/match/"}
        # With the page it leads to: that is what somebody waits for.
        asked = self.client.post(
            "/match/", form, headers=headers, name="(match, asked)", allow_redirects=False
        )
        spent = asked.elapsed.total_seconds()
        if asked.status_code not in (301, 302, 303):
            load.failures.append(f"match: {asked.status_code}")
            return
        shown = self.client.get(asked.headers["Location"], name="(match, shown)")
        events.request.fire(
            request_type="POST",
            name="match",
            response_time=(spent + shown.elapsed.total_seconds()) * 1000,
            response_length=len(shown.content),
            exception=None,
            context={},
        )


def main() -> None:
    """Send the requests of the plan and write how long each kind took."""
    url, plan_file, out = sys.argv[1:4]
    plan = json.loads(Path(plan_file).read_text("utf-8"))
    LOAD.append(Load(plan))
    environment = Environment(user_classes=[Reader], host=url.rstrip("/"), events=events)
    events.user_error.add_listener(
        lambda exception, **_: LOAD[0].failures.append(repr(exception)[:200])
    )
    runner = environment.create_local_runner()
    runner.start(plan["users"], spawn_rate=plan["users"])
    while runner.user_count == 0 and LOAD[0].left == plan["requests"]:
        gevent.sleep(0.05)  # the first one signs in
    while runner.user_count:
        gevent.sleep(0.05)
    runner.quit()
    figures: dict[str, Any] = {
        "users": plan["users"],
        "requests": environment.stats.total.num_requests,
        "failures": environment.stats.total.num_failures + len(LOAD[0].failures),
        "what_failed": LOAD[0].failures[:10],
        "requests_per_second": round(environment.stats.total.total_rps, 1),
    }
    for (name, _), entry in sorted(environment.stats.entries.items()):
        figures[name] = {
            "requests": entry.num_requests,
            "failures": entry.num_failures,
            "p50_ms": entry.get_response_time_percentile(0.5),
            "p95_ms": entry.get_response_time_percentile(0.95),
            "max_ms": round(entry.max_response_time),
        }
    Path(out).write_text(json.dumps(figures, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    main()
