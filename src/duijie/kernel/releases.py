"""Model releases (模型版本): folders of files with hashes, whole or not there.

What is in the files is known to the room that loads them; this is what all releases share.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from duijie.kernel.durable import private_folder, sync_file, sync_folder, write_durably
from duijie.kernel.errors import ReleaseError
from duijie.kernel.words import N_

CARD = "card.json"
"""The file of a release that says what it is: data, seed, scores, hashes of the other files."""


@dataclass(frozen=True, slots=True)
class FileMark:
    """What a file of a release must be: its size and its SHA-256."""

    bytes: int
    sha256: str


def mark_of(file: Path) -> FileMark:
    """Return size and hash of a file."""
    with file.open("rb") as content:
        return FileMark(file.stat().st_size, hashlib.file_digest(content, "sha256").hexdigest())


def verify_files(folder: Path, files: Mapping[str, FileMark], *, remedy: str) -> None:
    """Return when every file of a release is what its card says.

    Raises:
        ReleaseError: a file is missing, a link, cut short or changed.
    """
    name = folder.name
    for file_name, mark in files.items():
        file = folder / file_name
        if Path(file_name).name != file_name or not file.is_file():
            raise ReleaseError(release=name, why=N_("a file of it is missing"), remedy=remedy)
        if file.is_symlink():
            raise ReleaseError(release=name, why=N_("a file of it is a link"), remedy=remedy)
        if file.stat().st_size != mark.bytes:
            raise ReleaseError(
                release=name, why=N_("a file of it has the wrong size"), remedy=remedy
            )
        if mark_of(file).sha256 != mark.sha256:
            raise ReleaseError(
                release=name,
                why=N_("a file of it was changed after it was written"),
                remedy=remedy,
            )


def read_fields(folder: Path, *, form: str, version: int, remedy: str) -> Mapping[str, Any]:
    """Return what the card of a release says, after checking that it is one of this form.

    Raises:
        ReleaseError: there is no release, or its card is damaged or of another form or version.
    """
    name = folder.name
    try:
        fields = json.loads((folder / CARD).read_text("utf-8"))
    except FileNotFoundError as error:
        raise ReleaseError(
            release=name, why=N_("there is no such release"), remedy=remedy
        ) from error
    except (OSError, ValueError) as error:
        raise ReleaseError(
            release=name, why=N_("its card cannot be read"), remedy=remedy
        ) from error
    if not isinstance(fields, dict) or fields.get("format") != form:
        raise ReleaseError(release=name, why=N_("its card is of another kind"), remedy=remedy)
    if fields.get("format_version") != version:
        raise ReleaseError(
            release=name, why=N_("it was written by another version of Duijie"), remedy=remedy
        )
    return fields


def card_text(fields: Mapping[str, Any], *, form: str, version: int) -> str:
    """Return the text of a card that `read_fields` reads; moments are written with time zone."""
    told = {"format": form, "format_version": version, **fields}
    return json.dumps(told, ensure_ascii=False, indent=2, sort_keys=True, default=_plain) + "\n"


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def file_marks(fields: Mapping[str, Any]) -> dict[str, FileMark]:
    """Return what a card says of the files of its release.

    Raises:
        KeyError, TypeError, ValueError, AttributeError: it says it wrongly or not at all.
    """
    return {
        str(name): FileMark(int(mark["bytes"]), str(mark["sha256"]))
        for name, mark in fields["files"].items()
    }


def write_release(
    releases: Path,
    prefix: str,
    fill: Callable[[Path], None],
    card: Callable[[str, Mapping[str, FileMark]], str],
) -> str:
    """Write a release folder and return its name: the prefix and a hash of the content.

    The folder is filled aside and moved into place. The same content again keeps the folder and
    renews only its card, so that it counts as the newest.

    Args:
        releases: the folder that gets the release folder.
        prefix: the first part of the name, such as `static`.
        fill: writes the files of the release into a folder.
        card: makes the text of the card from the name and the marks of these files.
    """
    private_folder(releases)
    aside = Path(mkdtemp(prefix=".writing-", dir=releases))
    try:
        fill(aside)
        files = {file.name: mark_of(file) for file in sorted(aside.iterdir())}
        for file_name in files:
            sync_file(aside / file_name)
        name = f"{prefix}-{content_hash(files)}"
        write_durably(aside / CARD, card(name, files).encode())
        place = releases / name
        if place.exists() and _holds(place, files):
            (aside / CARD).replace(place / CARD)
        else:
            if place.exists():
                shutil.rmtree(place)  # a damaged copy of the same content
            aside.rename(place)
        sync_folder(releases)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return name


def content_hash(files: Mapping[str, FileMark]) -> str:
    """Return twelve hexadecimal digits that equal content shares, whatever the card says."""
    marks = "\n".join(f"{name} {mark.sha256}" for name, mark in sorted(files.items()))
    return hashlib.sha256(marks.encode()).hexdigest()[:12]


def _holds(place: Path, files: Mapping[str, FileMark]) -> bool:
    return all(
        (place / name).is_file() and mark_of(place / name) == mark for name, mark in files.items()
    )
