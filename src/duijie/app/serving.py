"""Serving: the processes of a site, started together and stopped together."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

from duijie.app.wiring import open_records
from duijie.kernel.home import Home
from duijie.kernel.settings import Settings

THREADS = 8  # of one web process: while one waits for the disk or the engine, others answer
STOP_S = 20


@dataclass(frozen=True, slots=True)
class Place:
    """Where a site listens (监听位置)."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """Return the address to open in a browser on this machine."""
        shown = "localhost" if self.host in {"127.0.0.1", "0.0.0.0", "::"} else self.host  # noqa: S104
        return f"http://{shown}:{self.port}/"


def serve_site(home: Home, settings: Settings, place: Place, say: Callable[[str], None]) -> None:
    """Run web processes and worker until one of them ends or a signal comes."""
    open_records(home)
    _collect_static()
    say(place.url)
    processes = [_web(home, settings, place), _worker(home)]

    def stop(number: int, frame: object) -> None:
        del number, frame
        for process in processes:
            process.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        processes[0].wait()
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            try:
                process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                process.kill()


def _collect_static() -> None:
    from django.conf import settings
    from django.core.management import call_command

    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "whitenoise.storage.CompressedManifestStaticFilesStorage"
    )
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)


def _web(home: Home, settings: Settings, place: Place) -> "subprocess.Popen[bytes]":
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi",
        "--host", place.host, "--port", str(place.port),
        "--workers", str(settings.integer("web.processes")),
        "--blocking-threads", str(THREADS),
        "--log-level", "warning", "--no-ws",
        "duijie.app.wsgi:application",
    ]  # fmt: skip
    return subprocess.Popen(command, env=_environment(home))  # noqa: S603


def _worker(home: Home) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "django", "db_worker", "--queue-name", "*"]
    return subprocess.Popen(command, env=_environment(home))  # noqa: S603


def _environment(home: Home) -> dict[str, str]:
    return os.environ | {
        "DUIJIE_HOME": str(home.path),
        "DJANGO_SETTINGS_MODULE": "duijie.app.django_settings",
    }
