"""Change numbers: every write that others may see takes a new one; the index follows by them."""

from duijie.app.records import models


def next_revisions(count: int) -> int:
    """Take the next `count` change numbers and return the first; only within a transaction."""
    if count == 0:
        return 0
    counter, _ = models.RevisionCounter.objects.select_for_update().get_or_create(pk=1)
    first = counter.last + 1
    counter.last += count
    counter.save()
    return first
