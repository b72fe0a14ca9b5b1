"""The source of the index: the database's live records as documents."""

import heapq
from collections.abc import Iterator, Sequence

from duijie.app.records import queries
from duijie.kernel.documents import Document, to_document
from duijie.kernel.kinds import KINDS
from duijie.kernel.ports import RecordChange


class DatabaseSource:
    """Reads records from the database (记录来源): a `RecordSource` of some kinds, or of all."""

    def __init__(self, kinds: Sequence[str] = ()) -> None:
        self._kinds = tuple(kinds) or tuple(KINDS)

    def count(self) -> int:
        """Return how many live records there are."""
        return sum(queries.count_live(kind) for kind in self._kinds)

    def revision(self) -> int:
        """Return the newest change number."""
        return queries.newest_revision()

    def documents(self) -> Iterator[Document]:
        """Yield every live record as a document, kind by kind in the order of first import."""
        for kind in self._kinds:
            for record in queries.live_records(kind):
                yield to_document(record)

    def changes(self, since: int) -> Iterator[RecordChange]:
        """Yield what changed after a revision, oldest first, withdrawals included."""
        # Fixed at the start: the kinds are read page by page, and a later write to one of them
        # must not overtake an earlier write to another.
        until = self.revision()
        streams = [queries.changed_records(kind, since, until) for kind in self._kinds]
        for change in heapq.merge(*streams, key=lambda change: change.revision):
            document = None if change.record is None else to_document(change.record)
            yield RecordChange(change.record_id, change.revision, document)
