"""Change numbers: every write that others may see takes a new one; the index follows by them."""

from duijie.app.records import models


def hold_revisions() -> models.RevisionCounter:
    """Return the counter, locked to the end of the transaction: who writes records takes it first.

    Rows are locked after it, never before: where many may write at once (PostgreSQL), an import
    that held the counter and waited for a row, and an edit that held the row and waited for the
    counter, would wait for each other for ever.
    """
    counter, _ = models.RevisionCounter.objects.select_for_update().get_or_create(pk=1)
    return counter


def next_revisions(count: int) -> int:
    """Take the next `count` change numbers and return the first; only within a transaction."""
    if count == 0:
        return 0
    counter = hold_revisions()
    first = counter.last + 1
    counter.last += count
    counter.save()
    return first
