"""Work of the queue and the schedule: imports are run, uploads left lying are forgotten."""

from datetime import datetime, timedelta

from duijie.app.imports import works
from duijie.app.imports.actions import forget_unfinished
from duijie.app.jobs.registry import every

KEPT = timedelta(days=7)

__all__ = ["forget_uploads", "works"]


@every("1d")
def forget_uploads(now: datetime) -> None:
    """Forget the uploads of a week ago that were never imported."""
    forget_unfinished(now - KEPT)
