"""Indexing: from the stored records to the search index, whole or only what changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from duijie.app.encoders import encoder_for_build
from duijie.app.releases import live_or_nothing, noted_build
from duijie.app.releases import roll_back as undo_switch
from duijie.app.wiring import open_source
from duijie.index import (
    BuildPlan,
    build_index,
    index_status,
    open_encoder,
    open_index,
    verify_index,
)
from duijie.kernel.documents import Document
from duijie.kernel.errors import CallError, IndexDamagedError
from duijie.kernel.home import Home
from duijie.kernel.ports import IndexStats, Progress, RecordChange
from duijie.kernel.settings import Settings
from duijie.kernel.words import N_, Lang, say

CHANGES_A_WRITE = 5000


@dataclass(frozen=True, slots=True)
class IndexUpdate:
    """What an update brought into the index (索引更新)."""

    written: int
    removed: int
    stats: IndexStats


def build(home: Home, settings: Settings, progress: Progress) -> IndexStats:
    """Build the index anew from all live records and put it in use; return what it holds.

    Where there is no encoder yet, one is trained on the library first.
    """
    source = open_source(home)
    # Before the first record is read: what changes meanwhile is brought in by the next update.
    revision = source.revision()
    total = source.count()
    if total == 0:
        raise CallError(
            why=N_("there are no records to index"),
            remedy=N_("Please run: duijie import FILE --kind achievement"),
        )
    with noted_build(home) as room:
        encoder = encoder_for_build(home, settings, source, progress)
        ranker = live_or_nothing(home).ranker
        plan = BuildPlan(
            revision=revision,
            total=total,
            workers=settings.integer("index.workers"),
            progress=progress,
            ranker=ranker if room.fits(ranker, encoder.release) else "",
        )
        return build_index(home.index, source.documents(), encoder, plan)


def update(home: Home, progress: Progress) -> IndexUpdate:
    """Bring into the index what changed since it was last written; return how much that was."""
    index = open_index(home.index)
    try:
        release = index.stats().encoder_release
    finally:
        index.close()
    index = open_index(home.index, open_encoder(release, home) if release else None)
    source = open_source(home)
    written = removed = 0
    try:
        since, newest = index.stats().revision, source.revision()
        if since > newest:
            raise CallError(
                why=N_("the index holds changes that the records do not have"),
                remedy=N_("Please run: duijie index build"),
            )
        changes = source.changes(since)
        while chunk := list(islice(changes, CHANGES_A_WRITE)):
            upto = chunk[-1].revision
            gone = [change.record_id for change in chunk if change.document is None]
            there = list(_documents(chunk))
            if gone:
                # Until the documents of the chunk are in, the watermark stays: after a crash
                # the chunk is read again, and deleting twice does no harm.
                removed += index.delete(gone, revision=since if there else upto)
            if there:
                written += index.upsert(there, revision=upto)
            since = upto
            progress("index", written + removed, max(newest - since, 0) + written + removed)
        return IndexUpdate(written, removed, index.stats())
    finally:
        index.close()


def roll_back(home: Home) -> IndexStats:
    """Undo the last switch, be it of a build or of a release; return what the index holds."""
    return undo_switch(home, "", to_another=False)[1]


def verify(home: Home, lang: Lang, progress: Progress) -> list[str]:
    """Return what is wrong with the index, in itself and against the records, as sentences."""
    try:
        faults = verify_index(home.index, progress)
    except IndexDamagedError as error:
        return [error.message(lang)]
    sentences = [fault.sentence(lang) for fault in faults]
    if sentences:
        return sentences
    stats, source = index_status(home.index), open_source(home)
    if stats.revision == source.revision() and stats.documents != source.count():
        sentences.append(
            say(
                lang,
                "The index holds %(indexed)d records, the database %(stored)d.",
                indexed=stats.documents,
                stored=source.count(),
            )
        )
    return sentences


def _documents(changes: Sequence[RecordChange]) -> Iterator[Document]:
    return (change.document for change in changes if change.document is not None)
