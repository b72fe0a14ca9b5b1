"""The source: every live record as a document, and what changed since."""

from datetime import UTC, datetime
from hashlib import sha256
from itertools import pairwise

import pytest

from duijie.app.records import actions, queries
from duijie.app.records.queries import library
from duijie.app.records.sink import DatabaseSink
from duijie.app.records.source import DatabaseSource
from duijie.kernel.documents import to_document
from duijie.kernel.home import Home
from duijie.kernel.kinds import Record
from duijie.kernel.ports import DuplicateGroup, ImportPlan

NOW = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)


def record(kind: str, number: int, title: str = "电池") -> Record:
    return Record(kind, f"{kind}:{number}", {"title": f"{title}{number}"})


@pytest.fixture
def sink(records: Home) -> DatabaseSink:
    return DatabaseSink(lambda: NOW)


def store(sink: DatabaseSink, kind: str, rows: list[Record], *, withdraw: bool = False) -> None:
    run = sink.start(
        ImportPlan(
            kind, "f", sha256(repr(rows).encode()).hexdigest(), "m", withdraw_missing=withdraw
        )
    )
    if rows:
        sink.write(run, rows, rows_done=len(rows))
    sink.finish(run, rows=len(rows), rejected=0)


def test_documents_are_all_live_records_across_pages(
    sink: DatabaseSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "PAGE", 7)
    achievements = [record("achievement", number) for number in range(21)]
    needs = [record("need", number) for number in range(3)]
    store(sink, "achievement", achievements)
    store(sink, "need", needs)
    source = DatabaseSource()
    assert list(source.documents()) == [to_document(row) for row in achievements + needs]
    assert source.count() == 24
    assert [d.kind for d in DatabaseSource(["need"]).documents()] == ["need"] * 3


def test_changes_come_oldest_first_across_kinds_and_pages(
    sink: DatabaseSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "PAGE", 2)
    for number in range(5):
        store(sink, "achievement", [record("achievement", number)])
        store(sink, "need", [record("need", number)])
    source = DatabaseSource()
    changes = list(source.changes(4))
    assert [change.revision for change in changes] == [5, 6, 7, 8, 9, 10]
    assert changes[0].record_id == "achievement:2"
    assert list(source.changes(source.revision())) == []


def test_a_withdrawal_is_a_change_without_a_document(sink: DatabaseSink) -> None:
    store(sink, "need", [record("need", 1), record("need", 2)])
    seen = DatabaseSource().revision()
    store(sink, "need", [record("need", 2)], withdraw=True)
    changes = list(DatabaseSource().changes(seen))
    assert [(c.record_id, c.document) for c in changes] == [("need:1", None)]
    assert DatabaseSource().count() == 1


def test_revisions_are_never_given_out_twice(sink: DatabaseSink) -> None:
    for title in ("甲", "乙", "丙"):
        store(sink, "need", [record("need", number, title) for number in range(4)])
        store(sink, "patent", [record("patent", number, title) for number in range(4)])
    revisions = [change.revision for change in DatabaseSource().changes(0)]
    assert all(earlier < later for earlier, later in pairwise(revisions))
    assert len(revisions) == 8


def test_duplicate_groups_replace_the_earlier_ones_of_their_kind(records: Home) -> None:
    old = [DuplicateGroup(("need:1", "need:2"), "identifier", 1.0)]
    patents = [DuplicateGroup(("patent:1", "patent:2"), "text", 0.8)]
    new = [
        DuplicateGroup(("need:3", "need:1"), "text", 0.7),
        DuplicateGroup(("need:4", "need:5", "need:6"), "identifier", 1.0),
    ]
    actions.replace_duplicate_groups("need", old, NOW)
    actions.replace_duplicate_groups("patent", patents, NOW)
    assert actions.replace_duplicate_groups("need", new, NOW) == 2
    assert queries.duplicate_groups("need", limit=10) == [new[1], new[0]]
    assert queries.duplicate_groups("patent", limit=10) == patents
    assert queries.count_duplicate_groups("need") == 2
