"""Text messages (短信): two senders that need no provider; another is added by name."""

import fcntl
import os
import sys
from collections.abc import Callable

import orjson

from duijie.kernel.clock import system_clock
from duijie.kernel.home import Home
from duijie.kernel.ports import Clock, SmsSender


class ConsoleSms:
    """Prints messages where the site was started."""

    def send(self, phone: str, text: str) -> None:
        """Print a text."""
        sys.stderr.write(f"{phone}: {text}\n")
        sys.stderr.flush()


class FileSms:
    """Adds messages to `outbox/sms.jsonl` in the data folder, which only its owner can read."""

    def __init__(self, home: Home, clock: Clock = system_clock) -> None:
        self._file = home.path / "outbox" / "sms.jsonl"
        self._clock = clock

    def send(self, phone: str, text: str) -> None:
        """Add a text as one line of JSON."""
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        line = orjson.dumps({"at": self._clock().isoformat(), "phone": phone, "text": text})
        opened = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(opened, "ab") as stream:
            # Two processes write one line each, never into one another's.
            fcntl.flock(stream, fcntl.LOCK_EX)
            stream.write(line + b"\n")


SENDERS: dict[str, Callable[[], SmsSender]] = {
    "console": ConsoleSms,
    "file": lambda: FileSms(Home.from_environment()),
}


def sms_sender() -> SmsSender:
    """Return the sender that the settings name."""
    from django.conf import settings

    return SENDERS[settings.SMS_SENDER]()
