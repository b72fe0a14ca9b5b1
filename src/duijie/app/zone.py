"""The time zone of this system by its name: pages show moments in it."""

import os
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_LOCALTIME, _WRITTEN = Path("/etc/localtime"), Path("/etc/timezone")
_FOLDER = "zoneinfo/"


def system_zone() -> str:
    """Return the name of the system's time zone; where it has none, one of the same offset."""
    for name in _names():
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
        return name
    offset = datetime.now().astimezone().utcoffset()
    hours = round(offset.total_seconds() / 3600) if offset else 0
    # The signs of these names are turned round: Etc/GMT-8 is eight hours ahead.
    return f"Etc/GMT{-hours:+d}" if hours else "UTC"


def _names() -> list[str]:
    if os.environ.get("TZ"):
        return [os.environ["TZ"].removeprefix(":")]
    names = []
    try:
        names.append(str(_LOCALTIME.readlink()).partition(_FOLDER)[2])
        names.append(_WRITTEN.read_text("utf-8").strip())
    except (OSError, ValueError):
        pass  # a system without them has only its offset
    return [name for name in names if name]
