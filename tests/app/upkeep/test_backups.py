"""A backup of a running installation is whole, and an installation can be made of it again."""

import hashlib
import tarfile
import threading
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import orjson
import pytest
import zstandard

from duijie.app.records import queries
from duijie.app.records.opening import open_records
from duijie.app.records.sink import DatabaseSink
from duijie.app.upkeep.backups import back_up, restore
from duijie.kernel.errors import BackupError
from duijie.kernel.home import Home
from duijie.kernel.kinds import Record
from duijie.kernel.ports import ImportPlan, silent

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def store(count: int, start: int = 0) -> None:
    sink = DatabaseSink(lambda: NOW)
    run = sink.start(ImportPlan("need", "needs.csv", f"s{start}", "m"))
    rows = [Record("need", f"need:{n}", {"title": f"防爆电池 {n}"}) for n in range(start, count)]
    sink.write(run, rows, rows_done=len(rows))
    sink.finish(run, rows=len(rows), rejected=0)


@pytest.fixture
def backup(records: Home, tmp_path: Path) -> Path:
    store(5)
    attached = records.path / "files" / "ab" / "cd" / "abcd"
    attached.parent.mkdir(parents=True)
    attached.write_bytes(b"%PDF-1.7 attached")
    (records.path / "settings.toml").write_text('lang = "en"\n', "utf-8")
    target = tmp_path / "elsewhere" / "b.tar.zst"
    back_up(records, target, now=NOW, with_index=False, progress=silent)
    return target


def test_an_installation_is_made_of_a_backup_again(backup: Path, tmp_path: Path) -> None:
    other = Home(tmp_path / "other")
    manifest = restore(other, backup, now=NOW, progress=silent)
    assert (manifest.made_at, queries.count_live("need")) == (NOW.isoformat(), 5)
    found = queries.find_record("need:3")
    assert found is not None
    assert found.values["title"] == "防爆电池 3"
    attached = other.path / "files" / "ab" / "cd" / "abcd"
    assert attached.read_bytes() == b"%PDF-1.7 attached"
    assert (other.path / "settings.toml").read_text("utf-8") == 'lang = "en"\n'


def test_what_is_written_after_a_restore_goes_on_where_the_backup_ended(
    backup: Path, tmp_path: Path
) -> None:
    restore(Home(tmp_path / "other"), backup, now=NOW, progress=silent)
    store(8, start=5)
    assert queries.count_live("need") == 8


def test_what_was_there_before_is_kept_beside(backup: Path, records: Home, tmp_path: Path) -> None:
    (records.path / "settings.toml").write_text('lang = "zh"\n', "utf-8")
    restore(records, backup, now=NOW, progress=silent)
    assert (records.path / "settings.toml").read_text("utf-8") == 'lang = "en"\n'
    before = records.path.with_name("home.before-20261120-093000")
    assert (before / "settings.toml").read_text("utf-8") == 'lang = "zh"\n'


def test_a_backup_can_be_read_by_its_owner_only(backup: Path, tmp_path: Path) -> None:
    assert backup.stat().st_mode & 0o077 == 0
    other = Home(tmp_path / "other")
    restore(other, backup, now=NOW, progress=silent)
    files = [path for path in other.path.rglob("*") if path.is_file()]
    assert [path for path in files if path.stat().st_mode & 0o077] == []


def test_a_backup_made_while_others_write_holds_whole_transactions(
    records: Home, tmp_path: Path
) -> None:
    store(50)
    stopped, written = threading.Event(), []

    def keep_writing() -> None:
        from django.db import connection

        try:
            while not stopped.is_set() and len(written) < 40:
                first = 50 * (len(written) + 1)
                store(first + 50, start=first)
                written.append(first)
        finally:
            connection.close()

    writer = threading.Thread(target=keep_writing)
    writer.start()
    target = tmp_path / "b.tar.zst"
    try:
        back_up(records, target, now=NOW, with_index=False, progress=silent)
    finally:
        stopped.set()
        writer.join()
    restore(Home(tmp_path / "other"), target, now=NOW, progress=silent)
    assert queries.count_live("need") % 50 == 0
    assert queries.newest_revision() == queries.count_live("need") >= 50


def test_a_backup_is_not_written_over_another(backup: Path, records: Home) -> None:
    open_records(records)
    with pytest.raises(BackupError, match="there already"):
        back_up(records, backup, now=NOW, with_index=False, progress=silent)


def packed(entries: dict[str, bytes], *, manifest: bool = True, link: str = "") -> bytes:
    out = BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name, content in entries.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, BytesIO(content))
        if link:
            entry = tarfile.TarInfo("files/link")
            entry.type, entry.linkname = tarfile.SYMTYPE, link
            tar.addfile(entry)
        if manifest:
            hashes = {
                name: hashlib.sha256(content).hexdigest() for name, content in entries.items()
            }
            told = {"format": "duijie-backup", "version": 1, "duijie": "0", "made_at": "x",
                    "database": "sqlite", "files": hashes}  # fmt: skip
            entry = tarfile.TarInfo("manifest.json")
            content = orjson.dumps(told)
            entry.size = len(content)
            tar.addfile(entry, BytesIO(content))
    return zstandard.compress(out.getvalue())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        zstandard.compress(b"hello"),
        packed({"files/a": b"a"}, manifest=False),
        packed({"../outside": b"a"}),
        packed({"/tmp/outside": b"a"}),  # noqa: S108
        packed({"files/../../outside": b"a"}),
        packed({}, link="/etc/passwd"),
    ],
    ids=["empty", "text", "no tar", "no list", "up", "absolute", "up within", "link"],
)
def test_what_is_no_backup_changes_nothing(content: bytes, records: Home, tmp_path: Path) -> None:
    store(2)
    file = tmp_path / "b.tar.zst"
    file.write_bytes(content)
    before = {path for path in tmp_path.rglob("*") if "sqlite3-" not in path.name}
    with pytest.raises(BackupError):
        restore(records, file, now=NOW, progress=silent)
    assert {path for path in tmp_path.rglob("*") if "sqlite3-" not in path.name} == before
    open_records(records)
    assert queries.count_live("need") == 2


def test_a_backup_cut_short_is_refused(backup: Path, tmp_path: Path) -> None:
    whole = backup.read_bytes()
    for share in (0.1, 0.5, 0.9, 0.999):
        backup.write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(BackupError):
            restore(Home(tmp_path / "other"), backup, now=NOW, progress=silent)
    assert not (tmp_path / "other").exists()
