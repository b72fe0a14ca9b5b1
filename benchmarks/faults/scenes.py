"""What is disturbed: an import, an update of the index, a rebuild; and what must hold after."""

from __future__ import annotations

import csv
import json
import random
import shutil
import sqlite3
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.faults.killing import Killed, call, kill_after
from duijie.index import index_status, open_index, verify_index
from duijie.ingest.generate import Sizes, generate_region, synthetic_documents
from duijie.kernel.documents import Document
from duijie.kernel.live import live_pairs
from duijie.learn import EncoderOptions, train_encoder

# Before that a process only loads libraries; a kill there disturbs nothing.
_FIRST_SECOND = 0.4
_TRIES = 6
Rows = list[tuple[str, str, str]]


@dataclass(slots=True)
class Stage:
    """Prepared homes (布景) and the undisturbed states to compare with."""

    folder: Path
    achievements: Path  # the file that is imported
    changed: Path  # the same records, many of them changed
    ids: Sequence[str]  # in the order of the file; "" for a row that is rejected
    seconds: dict[str, float]  # how long each command takes undisturbed
    stored: Rows  # the records after an undisturbed import
    changed_rows: Rows  # and after the changed file

    @property
    def home(self) -> Path:
        """Return the home that is disturbed now."""
        return self.folder / "now"

    def copy(self, name: str) -> Path:
        """Put a prepared home in place of the one disturbed before."""
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.copytree(self.folder / name, self.home)
        return self.home


def prepare(folder: Path, achievements: int, seed: int) -> Stage:
    """Return the stage: homes before an import, before an update and before a rebuild."""
    sizes = Sizes(achievements, organizations=300, needs=50, experts=10, patents=10)
    region = generate_region(folder / "region", sizes, seed=seed)
    file = region.files["achievement"]
    changed = folder / "changed.csv"
    with file.open(encoding="utf-8", newline="") as given:
        rows = list(csv.reader(given))
    with changed.open("w", encoding="utf-8", newline="") as written:
        copied = csv.writer(written)
        copied.writerow(rows[0])
        for place, row in enumerate(rows[1:]):
            if place % 3:
                row[2] = f"zzchanged {row[2]}"
            copied.writerow(row)
    stage = Stage(
        folder, file, changed, [r[0] if r[1].strip() else "" for r in rows[1:]], {}, [], []
    )
    home = folder / "imported"
    stage.seconds["import"] = _timed(home, *_import(file), allowed=(0, 1))
    stage.stored = stored_rows(home)
    _train(home)
    stage.seconds["rebuild"] = _timed(home, "index", "build")
    shutil.copytree(home, folder / "changed")
    call(folder / "changed", *_import(changed), allowed=(0, 1))
    stage.changed_rows = stored_rows(folder / "changed")
    shutil.copytree(folder / "changed", folder / "updated")
    stage.seconds["update"] = _timed(folder / "updated", "index", "update")
    (folder / "empty").mkdir()
    return stage


class Scene(ABC):
    """One kind of disturbed work (场景)."""

    name: str
    start: str

    @abstractmethod
    def words(self, stage: Stage) -> Sequence[str | Path]:
        """Return the command that is killed."""

    @abstractmethod
    def acknowledged(self, home: Path) -> int:
        """Return what a reader is told at this moment: rows stored, or the index's revision."""

    @abstractmethod
    def look(self, stage: Stage, killed: Killed) -> Iterator[str]:
        """Yield what is wrong right after the kill."""

    @abstractmethod
    def finish(self, stage: Stage) -> Iterator[str]:
        """Run the command again and yield what is wrong at its end."""

    def disturb(self, stage: Stage, r: random.Random, *, whole_group: bool) -> Killed:
        """Start the command over a prepared home and kill it at a random moment."""
        longest = max(_FIRST_SECOND + 0.1, stage.seconds[self.name])
        seconds = r.uniform(_FIRST_SECOND, longest)
        for _ in range(_TRIES):
            home = stage.copy(self.start)
            killed = kill_after(
                home,
                self.words(stage),
                seconds,
                lambda: self.acknowledged(stage.home),
                whole_group=whole_group,
            )
            if killed.was_running:
                break
            # It had ended before: the machine is quicker now than when it was measured.
            seconds = r.uniform(_FIRST_SECOND, killed.after_seconds)
        return killed


class ImportScene(Scene):
    """`duijie import` into an empty home."""

    name, start = "import", "empty"

    def words(self, stage: Stage) -> Sequence[str | Path]:
        """Return the import."""
        return _import(stage.achievements)

    def acknowledged(self, home: Path) -> int:
        """Return how many rows the database says are done."""
        return rows_done(home)

    def look(self, stage: Stage, killed: Killed) -> Iterator[str]:
        """Yield what is wrong: stored must be exactly the rows said to be done."""
        yield from _orphans(killed)
        done = rows_done(stage.home)
        if done < killed.acknowledged:
            yield f"{killed.acknowledged} rows were acknowledged, {done} are done"
        wanted = {f"achievement:{number}" for number in stage.ids[:done] if number}
        have = {record_id for record_id, _, _ in stored_rows(stage.home)}
        if have != wanted:
            yield f"{len(wanted - have)} records missing, {len(have - wanted)} too many"

    def finish(self, stage: Stage) -> Iterator[str]:
        """Yield what is wrong after the same import again."""
        call(stage.home, *self.words(stage), allowed=(0, 1))
        if stored_rows(stage.home) != stage.stored:
            yield "the resumed import differs from the undisturbed one"


class UpdateScene(Scene):
    """`duijie index update` after many records have changed."""

    name, start = "update", "changed"

    def words(self, stage: Stage) -> Sequence[str | Path]:
        """Return the update."""
        del stage
        return ("index", "update")

    def acknowledged(self, home: Path) -> int:
        """Return the revision of the committed index."""
        return index_revision(home)

    def look(self, stage: Stage, killed: Killed) -> Iterator[str]:
        """Yield what is wrong: a whole index, at least at the revision that was acknowledged."""
        yield from _orphans(killed)
        yield from verified(stage.home)
        status = index_status(stage.home / "index")
        if status.revision < killed.acknowledged:
            yield f"revision {killed.acknowledged} was acknowledged, {status.revision} is there"
        if status.documents != len(stage.stored):
            yield f"{status.documents} documents of {len(stage.stored)}"
        yield from same_documents(stage.home, upto=status.revision)

    def finish(self, stage: Stage) -> Iterator[str]:
        """Yield what is wrong after the same update again."""
        call(stage.home, *self.words(stage))
        yield from verified(stage.home)
        behind = newest_revision(stage.home) - index_status(stage.home / "index").revision
        if behind:
            yield f"{behind} changes are not indexed"
        yield from same_documents(stage.home)


class RebuildScene(Scene):
    """`duijie index build` over an index in use."""

    name, start = "rebuild", "imported"

    def words(self, stage: Stage) -> Sequence[str | Path]:
        """Return the rebuild."""
        del stage
        return ("index", "build")

    def acknowledged(self, home: Path) -> int:
        """Return the number of the generation in use."""
        return int(live_pairs(home / "index")[0].generation)

    def look(self, stage: Stage, killed: Killed) -> Iterator[str]:
        """Yield what is wrong: one whole generation answers, the old one or the new one."""
        yield from _orphans(killed)
        yield from verified(stage.home)
        if self.acknowledged(stage.home) < killed.acknowledged:
            yield "the generation went back"
        yield from same_documents(stage.home)

    def finish(self, stage: Stage) -> Iterator[str]:
        """Yield what is wrong after the same rebuild again."""
        before = self.acknowledged(stage.home)
        call(stage.home, *self.words(stage))
        if self.acknowledged(stage.home) <= before:
            yield "no new generation is in use"
        yield from verified(stage.home)
        yield from same_documents(stage.home)
        left = [place.name for place in (stage.home / "index").glob("*.building")]
        if left:
            yield f"left over: {left}"


SCENES: tuple[Scene, ...] = (ImportScene(), UpdateScene(), RebuildScene())


def verified(home: Path) -> Iterator[str]:
    """Yield what is wrong in the index when the whole of it is read."""
    for fault in verify_index(home / "index"):
        yield fault.sentence("en")


def same_documents(home: Path, *, upto: int | None = None) -> Iterator[str]:
    """Yield how the documents in the index differ from the records; `upto` a revision."""
    index = open_index(home / "index")
    try:
        if upto is None:
            upto = index.stats().revision
        with closing(_database(home)) as database:
            rows = database.execute(
                "SELECT record_id, revision, title, summary FROM records_achievement"
            ).fetchall()
        ids = [row[0] for row in rows]
        documents: list[Document | None] = []
        for start in range(0, len(ids), 2000):
            documents.extend(index.get(ids[start : start + 2000]))
        for (record_id, revision, title, summary), document in zip(rows, documents, strict=True):
            if document is None:
                yield f"{record_id} is not in the index"
                return
            is_same = document.title == title and document.text.startswith(summary)
            # What changed after the index's revision may be there or not; the rest must be.
            if revision <= upto and not is_same:
                yield f"{record_id} is not as it was stored"
                return
    finally:
        index.close()


def rows_done(home: Path) -> int:
    """Return how many rows the newest import has stored, as any reader of the database sees."""
    try:
        with closing(_database(home)) as database:
            row = database.execute(
                "SELECT rows_done FROM records_importrun ORDER BY id DESC LIMIT 1"
            ).fetchone()
    except sqlite3.OperationalError:  # no database, or no tables yet
        return 0
    return int(row[0]) if row else 0


def stored_rows(home: Path) -> Rows:
    """Return record id, content and state of every stored achievement, by id."""
    try:
        with closing(_database(home)) as database:
            return database.execute(
                "SELECT record_id, content_hash, state FROM records_achievement ORDER BY record_id"
            ).fetchall()
    except sqlite3.OperationalError:
        return []


def newest_revision(home: Path) -> int:
    """Return the newest change number that the database has given out."""
    with closing(_database(home)) as database:
        return int(database.execute("SELECT last FROM records_revisioncounter").fetchone()[0])


def index_revision(home: Path) -> int:
    """Return the revision that the manifest of the current generation has committed."""
    root = home / "index"
    manifest = json.loads((root / live_pairs(root)[0].generation / "manifest.json").read_text())
    return int(manifest["revision"]) if not manifest["pending"] else 0


def _database(home: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{home / 'duijie.sqlite3'}?mode=ro", uri=True, timeout=10)


def _train(home: Path) -> None:
    """Put a small encoder into a home: what is killed is not the training."""
    options = EncoderOptions(dimensions=64, terms=4000, pieces=500, epochs=1)
    train_encoder(
        synthetic_documents(1000),
        releases=home / "releases",
        clock=lambda: datetime(2026, 1, 1, tzinfo=UTC),
        options=options,
    )


def _import(file: Path) -> tuple[str | Path, ...]:
    return ("import", file, "--kind", "achievement", "--yes")


def _orphans(killed: Killed) -> Iterator[str]:
    if killed.orphans:
        yield f"{killed.orphans} orphaned processes"


def _timed(home: Path, *words: str | Path, allowed: Sequence[int] = (0,)) -> float:
    started = time.perf_counter()
    call(home, *words, allowed=allowed)
    return time.perf_counter() - started
