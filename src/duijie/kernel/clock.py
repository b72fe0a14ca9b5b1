"""The time of this machine (系统时钟)."""

from datetime import datetime


def system_clock() -> datetime:
    """Return the present moment, with time zone."""
    return datetime.now().astimezone()
