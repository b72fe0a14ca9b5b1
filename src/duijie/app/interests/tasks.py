"""What comes round by itself: what nobody answered runs out."""

from datetime import datetime

from duijie.app.interests.actions import expire_unanswered
from duijie.app.jobs.registry import every


@every("1h", name="interests.expire")
def expire(now: datetime) -> None:
    """Let run out what was not answered in time."""
    expire_unanswered(now)
