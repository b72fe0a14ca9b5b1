"""Files and folders that are whole after a crash, or not there (落盘)."""

import os
from pathlib import Path


def write_durably(file: Path, content: bytes) -> None:
    """Replace a file so that after a crash the old or the new content is there, never a part."""
    aside = file.with_name(file.name + ".new")
    with aside.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    aside.replace(file)
    sync_folder(file.parent)


def private_folder(folder: Path) -> Path:
    """Return a folder, made so that only its owner can look into it; one that is there stays."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def sync_file(file: Path) -> None:
    """Make the content of a file that was written and closed durable."""
    _sync(file)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    _sync(folder)


def _sync(place: Path) -> None:
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
