"""Serving: the processes of a site, started together, kept running and stopped together."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from time import monotonic

from duijie.app.wiring import open_records
from duijie.kernel.errors import PlaceTakenError
from duijie.kernel.home import Home
from duijie.kernel.settings import Settings
from duijie.kernel.words import Lang, say

THREADS = 4  # of one web process: while one waits for the disk or the engine, others answer
STOP_S = 20
LOOK_S = 0.5
# A process that ends is started again, later each time; one that ran this long begins anew.
LONGEST_PAUSE_S, SETTLED_S = 60.0, 120.0
LOOPBACK = {"127.0.0.1", "::1", "localhost"}

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a site listens (监听位置)."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """Return the address to open in a browser on this machine.

        >>> Place("0.0.0.0", 8000).url
        'http://localhost:8000/'
        """
        anywhere = {"", "0.0.0.0", "::"}  # noqa: S104  (compared, not listened on)
        shown = "localhost" if self.host in anywhere | LOOPBACK else self.host
        return f"http://{shown}:{self.port}/"


@dataclass(slots=True)
class Kept:
    """A process that is kept running (常驻进程)."""

    name: str
    command: list[str]
    environment: dict[str, str]
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    pause_s: float = 0.0
    due: float = 0.0

    def look(self, now: float) -> int | None:
        """Start the process when it is due; return the exit code of one that has just ended."""
        if self.process is None:
            if now >= self.due:
                # A group of its own: the web server has children, and all of them must end with it.
                self.process = subprocess.Popen(  # noqa: S603
                    self.command, env=self.environment, start_new_session=True
                )
                self.started = now
            return None
        code = self.process.poll()
        if code is None:
            return None
        _kill_group(self.process)
        self.process = None
        if now - self.started > SETTLED_S:
            self.pause_s = 0.0
        self.pause_s = min(max(2 * self.pause_s, 1.0), LONGEST_PAUSE_S)
        self.due = now + self.pause_s
        return code


def serve_site(home: Home, settings: Settings, place: Place, lang: Lang, tell: Say) -> None:
    """Run web processes and worker until a signal comes; what ends is started again.

    Raises:
        PlaceTakenError: nothing can listen at the place.
    """
    check_place(place)
    open_records(home)
    _collect_static()
    _warn(place, settings, lang, tell)
    kept = [
        Kept("web", _web(settings, place), _environment(home, place)),
        Kept("worker", _worker(), _environment(home, place)),
    ]
    stopped = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    tell(say(lang, "The site is at %(url)s. Stop it with Ctrl+C.", url=place.url))
    try:
        while not stopped.wait(LOOK_S):
            for one in kept:
                code = one.look(monotonic())
                if code is not None:
                    tell(_ended(one, code, lang))
    finally:
        _stop(kept)


def check_place(place: Place) -> None:
    """See that the site can listen at a place, before anything is started.

    Raises:
        PlaceTakenError: it cannot.
    """
    family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((place.host, place.port))
        except OSError as error:
            why = error.strerror or str(error)
            raise PlaceTakenError(host=place.host, port=place.port, why=why) from error


def _ended(one: Kept, code: int, lang: Lang) -> str:
    return say(
        lang,
        "The %(process)s process ended with code %(code)d; it is started again in %(pause)d s.",
        process=one.name,
        code=code,
        pause=round(one.pause_s),
    )


def _stop(kept: list[Kept]) -> None:
    """End every process, those of the web first; what does not end in time is killed."""
    running = [one.process for one in kept if one.process is not None]
    for process in running:
        process.terminate()
    for process in running:
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        _kill_group(process)


def _kill_group(process: "subprocess.Popen[bytes]") -> None:
    """End what an ended process has left behind: its children would go on answering."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _warn(place: Place, settings: Settings, lang: Lang, tell: Say) -> None:
    """Say what makes a site unsafe that others can reach."""
    from duijie.app.accounts.demo import has_demo_accounts

    if place.host in LOOPBACK and not settings.text("web.public_url"):
        return
    if has_demo_accounts():
        tell(say(lang, "Anybody can sign in with the demo's accounts: their password is known."))
    if not settings.text("web.public_url"):
        tell(
            say(
                lang,
                "Only this machine can use the site: set web.public_url to the address that "
                "others type.",
            )
        )


def _collect_static() -> None:
    """Bring styles, scripts and pictures together, named by what they hold."""
    from django.conf import settings
    from django.core.management import call_command

    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "whitenoise.storage.CompressedManifestStaticFilesStorage"
    )
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)


def _web(settings: Settings, place: Place) -> list[str]:
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi",
        "--host", place.host, "--port", str(place.port),
        "--workers", str(settings.integer("web.processes")),
        "--blocking-threads", str(THREADS),
        "--respawn-failed-workers", "--workers-kill-timeout", str(STOP_S // 2),
        "--log-level", "critical", "--no-ws",
        "duijie.app.wsgi:application",
    ]  # fmt: skip


def _worker() -> list[str]:
    return [sys.executable, "-c", "from duijie.app.cli import main; main()", "worker"]


def _environment(home: Home, place: Place) -> dict[str, str]:
    """Return what the processes are told: links in letters lead to where the site really is."""
    return os.environ | {
        "DUIJIE_WEB_HOST": place.host,
        "DUIJIE_WEB_PORT": str(place.port),
        "DUIJIE_HOME": str(home.path),
        "DJANGO_SETTINGS_MODULE": "duijie.app.django_settings",
    }
