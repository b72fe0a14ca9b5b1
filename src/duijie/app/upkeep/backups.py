"""Backing up a running installation, and restoring one (备份与恢复)."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from duijie import __version__
from duijie.app.upkeep.archive import Manifest, read_archive, write_archive
from duijie.app.upkeep.tables import POSTGRESQL, SQLITE, dump_database, load_tables
from duijie.app.wiring import open_records
from duijie.kernel.durable import sync_folder
from duijie.kernel.errors import BackupError
from duijie.kernel.home import Home
from duijie.kernel.ports import Progress
from duijie.kernel.words import N_, Phrase

DATABASE = "database"
# What is derived or only of the moment: the index is built anew, pages are collected at the start.
LEFT_OUT = {"static", "logs", "cache", "migrate.lock", "duijie.sqlite3", "duijie.sqlite3-wal",
            "duijie.sqlite3-shm", "backups", "index"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made (备份)."""

    file: Path
    files: int
    bytes_packed: int


def back_up(
    home: Home, target: Path, *, now: datetime, with_index: bool, progress: Progress
) -> Backup:
    """Write database, files and releases of a running installation into one archive.

    The database is read first: files are stored before the rows that name them, so that every
    file that the copy names is there when its turn comes.

    Raises:
        BackupError: the archive is there already, or cannot be written.
    """
    if target.exists():
        raise BackupError(
            file=target, why=N_("it is there already"), remedy=N_("Name another file.")
        )
    open_records(home)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=home.path) as aside:
        vendor = dump_database(Path(aside))
        members = [(f"{DATABASE}/{file.name}", file) for file in sorted(Path(aside).iterdir())]
        members += _files(home, with_index=with_index, but={target, Path(aside)})
        about = Manifest(__version__, now.isoformat(), vendor, {})
        manifest = write_archive(target, members, about, progress)
    return Backup(target, len(manifest.files), target.stat().st_size)


def restore(home: Home, source: Path, *, now: datetime, progress: Progress) -> Manifest:
    """Make the installation of a backup; one that is there is kept beside, nothing is deleted.

    Everything is unpacked and checked aside before anything changes.

    Raises:
        BackupError: the archive cannot be used.
    """
    if not source.is_file():
        raise BackupError(
            file=source, why=N_("there is no such file"), remedy=N_("Check the path.")
        )
    home.path.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{home.path.name}-", dir=home.path.parent))
    try:
        manifest = read_archive(source, aside, progress)
        _check_database(home, manifest, source)
        if manifest.database == SQLITE:
            (aside / DATABASE / "duijie.sqlite3").rename(aside / "duijie.sqlite3")
            (aside / DATABASE).rmdir()
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    _put_in_place(home, aside, now)
    if manifest.database == POSTGRESQL:
        open_records(home)
        load_tables(home.path / DATABASE, source)
        shutil.rmtree(home.path / DATABASE)
    open_records(home)
    return manifest


def _check_database(home: Home, manifest: Manifest, source: Path) -> None:
    """See that the backup is of the kind of database that the installation is set up with."""
    from duijie.app.database import database_of

    here = SQLITE if database_of(home)["ENGINE"].endswith("sqlite3") else POSTGRESQL
    if here != manifest.database:
        raise BackupError(
            file=source,
            why=Phrase(
                "it was made of %(made)s, and here the records are in %(here)s",
                made=manifest.database,
                here=here,
            ),
            remedy=N_("Set database.url as it was where the backup was made."),
        )


def _put_in_place(home: Home, aside: Path, now: datetime) -> None:
    """Swap the folders: what was there before is kept beside, under its moment."""
    if home.path.exists() and any(home.path.iterdir()):
        home.path.rename(home.path.with_name(f"{home.path.name}.before-{now:%Y%m%d-%H%M%S}"))
    elif home.path.exists():
        home.path.rmdir()
    aside.rename(home.path)
    sync_folder(home.path.parent)


def _files(home: Home, *, with_index: bool, but: set[Path]) -> Iterator[tuple[str, Path]]:
    """Yield the files of an installation that a backup holds, with their names in it."""
    left_out = LEFT_OUT - {"index"} if with_index else LEFT_OUT
    for place in sorted(home.path.iterdir()):
        if place.name in left_out or place in but or place.name.startswith(".backup-"):
            continue
        files = sorted(place.rglob("*")) if place.is_dir() else [place]
        for file in files:
            if file.is_file() and not file.is_symlink() and file not in but:
                yield file.relative_to(home.path).as_posix(), file
