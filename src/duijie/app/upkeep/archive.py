"""The archive of a backup (备份包): a packed tar with a list of what is in it and how it hashes."""

import hashlib
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path, PurePosixPath

import orjson

from duijie.kernel.durable import sync_folder
from duijie.kernel.errors import BackupError
from duijie.kernel.ports import Progress
from duijie.kernel.words import N_

MANIFEST = "manifest.json"
FORMAT = "duijie-backup"
FORMAT_VERSION = 1
BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds (备份清单): `files` is path → SHA-256, `database` how it is kept."""

    duijie: str
    made_at: str
    database: str
    files: dict[str, str]


def write_archive(
    target: Path, members: list[tuple[str, Path]], about: Manifest, progress: Progress
) -> Manifest:
    """Pack files under their names into a new archive; it is whole or not there.

    A file that grew while it was read is packed as far as it was when it was opened; one that is
    gone by then is left out: the database tells what counts.

    Raises:
        BackupError: the archive cannot be written.
    """
    aside = target.with_name(target.name + ".part")
    hashes: dict[str, str] = {}
    try:
        with _packing(aside) as tar:
            for number, (name, file) in enumerate(members, start=1):
                digest = _add(tar, name, file)
                if digest:
                    hashes[name] = digest
                progress("backup", number, len(members))
            manifest = Manifest(about.duijie, about.made_at, about.database, hashes)
            told = {"format": FORMAT, "version": FORMAT_VERSION} | asdict(manifest)
            content = orjson.dumps(told, option=orjson.OPT_INDENT_2)
            entry = tarfile.TarInfo(MANIFEST)
            entry.size, entry.mode = len(content), 0o600
            tar.addfile(entry, BytesIO(content))
        aside.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise BackupError(
            file=target,
            why=error.strerror or str(error),
            remedy=N_("Name a file in a folder that can be written and has room."),
        ) from error
    return manifest


def read_archive(source: Path, folder: Path, progress: Progress) -> Manifest:
    """Unpack an archive into a new folder and check every file; return what it holds.

    Raises:
        BackupError: it is no backup, it is damaged, or it was written by a newer version.
    """
    hashes: dict[str, str] = {}
    told: dict[str, object] = {}
    try:
        with _unpacking(source) as tar:
            for number, entry in enumerate(tar, start=1):
                if entry.name == MANIFEST:
                    told = _manifest_of(tar, entry)
                    continue
                hashes[entry.name] = _unpack(tar, entry, folder, source)
                progress("restore", number)
    except (OSError, EOFError, tarfile.TarError, ValueError, _zstandard_error()) as error:
        raise _unusable(source, N_("it is damaged or no backup of duijie")) from error
    if told.get("format") != FORMAT:
        raise _unusable(source, N_("it is damaged or no backup of duijie"))
    if int(str(told.get("version"))) > FORMAT_VERSION:
        raise _unusable(source, N_("it was made by a newer version of duijie"))
    if told.get("files") != hashes:
        raise _unusable(source, N_("a file in it is missing or was changed"))
    made = (str(told["duijie"]), str(told["made_at"]), str(told["database"]))
    return Manifest(*made, files=hashes)


def name_at(moment: datetime) -> str:
    """Return the name of a backup made at a moment.

    >>> from datetime import UTC
    >>> name_at(datetime(2026, 11, 20, 9, 30, tzinfo=UTC))
    'duijie-20261120-093000.tar.zst'
    """
    return f"duijie-{moment:%Y%m%d-%H%M%S}.tar.zst"


@contextmanager
def _packing(file: Path) -> Iterator[tarfile.TarFile]:
    """Open a new packed tar that only its owner can read: it holds passwords' hashes and keys."""
    import zstandard

    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as raw:
        packer = zstandard.ZstdCompressor(level=3)
        with (
            packer.stream_writer(raw, closefd=False) as packed,
            tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
        ):
            yield tar
        raw.flush()
        os.fsync(raw.fileno())


@contextmanager
def _unpacking(file: Path) -> Iterator[tarfile.TarFile]:
    import zstandard

    with (
        file.open("rb") as raw,
        zstandard.ZstdDecompressor().stream_reader(raw) as unpacked,
        tarfile.open(fileobj=unpacked, mode="r|") as tar,
    ):
        yield tar


def _zstandard_error() -> type[Exception]:
    import zstandard

    return zstandard.ZstdError


def _add(tar: tarfile.TarFile, name: str, file: Path) -> str:
    """Pack one file; return its hash, "" when it is gone."""
    try:
        stream = file.open("rb")
    except FileNotFoundError:
        return ""
    with stream:
        entry = tarfile.TarInfo(name)
        entry.size = os.fstat(stream.fileno()).st_size
        entry.mode, entry.mtime = 0o600, int(file.stat().st_mtime)
        reader = _Hashing(stream, entry.size)
        tar.addfile(entry, reader)
        return reader.hash.hexdigest()


class _Hashing:
    """Reads a file as long as it was, and hashes what it read."""

    def __init__(self, stream: object, size: int) -> None:
        self._stream, self._left = stream, size
        self.hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes; zeros where the file became shorter."""
        wanted = self._left if size < 0 else min(size, self._left)
        block: bytes = self._stream.read(wanted)  # type: ignore[attr-defined]
        block = block.ljust(wanted, b"\0")
        self._left -= len(block)
        self.hash.update(block)
        return block


def _unpack(tar: tarfile.TarFile, entry: tarfile.TarInfo, folder: Path, source: Path) -> str:
    """Write one file below the folder; return its hash. Nothing leads out of the folder."""
    path = PurePosixPath(entry.name)
    if not entry.isreg() or path.is_absolute() or ".." in path.parts or "\\" in entry.name:
        raise _unusable(source, N_("it holds something that is no plain file of an installation"))
    stream = tar.extractfile(entry)
    if stream is None:
        raise _unusable(source, N_("it is damaged or no backup of duijie"))
    target = folder / path
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = hashlib.sha256()
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        while block := stream.read(BLOCK):
            digest.update(block)
            out.write(block)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest()


def _manifest_of(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> dict[str, object]:
    stream = tar.extractfile(entry)
    told = orjson.loads(stream.read()) if stream is not None else {}
    return told if isinstance(told, dict) else {}


def _unusable(source: Path, why: str) -> BackupError:
    return BackupError(file=source, why=why, remedy=N_("Take another backup; nothing was changed."))
