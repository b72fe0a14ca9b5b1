"""Files of people: checked by what they contain, stored under their SHA-256."""

import hashlib
import io
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import filetype

from duijie.kernel.errors import FileRefusedError
from duijie.kernel.home import Home
from duijie.kernel.words import N_, Phrase

OFFICE = "application/vnd.openxmlformats-officedocument."
ALLOWED = {
    "application/pdf": ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
    f"{OFFICE}wordprocessingml.document": ".docx",
    f"{OFFICE}spreadsheetml.sheet": ".xlsx",
    f"{OFFICE}presentationml.presentation": ".pptx",
}
UNPACKED = 200 * 1024 * 1024
ENTRIES = 5000
# After the end mark of a PDF some writers put a line break or a few blanks.
PDF_TAIL = 64
END_OF_ZIP = b"PK\x05\x06"
MACROS = ("vbaproject.bin", "activex", "embeddings/oleobject")


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be stored (已校验文件)."""

    content: bytes
    media_type: str
    sha256: str


def checked_file(name: str, content: bytes, *, most_megabytes: int) -> CheckedFile:
    """Return a file that is what it says, of an allowed type, and nothing else besides.

    Raises:
        FileRefusedError: it is too large, of another type, or two things at once.
    """
    if len(content) > most_megabytes * 1024 * 1024:
        raise _refused(name, Phrase("it is larger than %(most)d MB", most=most_megabytes))
    if not content:
        raise _refused(name, N_("it is empty"))
    media_type = filetype.guess_mime(content[:8192]) or ""
    if media_type == "application/zip":
        media_type = _office_type(content)
    if media_type not in ALLOWED:
        raise _refused(name, N_("only PDF, Word, Excel, PowerPoint, PNG, JPEG and WebP are taken"))
    if not _is_only(media_type, content):
        raise _refused(name, N_("it is damaged, or holds something else besides"))
    return CheckedFile(content, media_type, hashlib.sha256(content).hexdigest())


def shown_name(name: str, media_type: str) -> str:
    """Return the name under which a file is shown and offered: no path, and its type's ending.

    >>> shown_name("../../报告.exe", "application/pdf")
    '报告.pdf'
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    stem = last.rpartition(".")[0] if "." in last else last
    stem = "".join(char for char in stem if char.isprintable())
    return f"{stem.strip(' .')[:150] or 'file'}{ALLOWED[media_type]}"


def store(home: Home, file: CheckedFile) -> None:
    """Put a file where its SHA-256 says, so that it is whole or absent; once for each content."""
    path = path_of(home, file.sha256)
    if path.exists():
        return
    for folder in (path.parent.parent.parent, path.parent.parent, path.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{uuid4().hex}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(file.content)
        out.flush()
        os.fsync(out.fileno())
    unfinished.replace(path)


def path_of(home: Home, sha256: str) -> Path:
    """Return where a file lies: two folders by the beginning of its SHA-256."""
    return home.path / "files" / sha256[:2] / sha256[2:4] / sha256


def _refused(name: str, why: str | Phrase) -> FileRefusedError:
    remedy = N_("Save it as a PDF and add that.")
    return FileRefusedError(name=name[:100], why=why, remedy=remedy)


def _office_type(content: bytes) -> str:
    """Return the type of an office file that is recognised only by what lies in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return ""
    if "[Content_Types].xml" not in names:
        return ""
    for folder, media_type in (
        ("word/document.xml", f"{OFFICE}wordprocessingml.document"),
        ("xl/workbook.xml", f"{OFFICE}spreadsheetml.sheet"),
        ("ppt/presentation.xml", f"{OFFICE}presentationml.presentation"),
    ):
        if folder in names:
            return media_type
    return ""


def _is_only(media_type: str, content: bytes) -> bool:
    """Tell whether a file begins and ends as its type does, so that it is not another one too."""
    if media_type.startswith(OFFICE):
        return _is_only_office(content)
    if END_OF_ZIP in content[-66_000:]:
        return False
    if media_type == "application/pdf":
        end = content.rfind(b"%%EOF")
        is_closed = end >= 0 and not content[end + 5 :].strip() and len(content) - end <= PDF_TAIL
        return content.startswith(b"%PDF-") and is_closed
    if media_type == "image/png":
        return content.endswith(b"IEND\xaeB`\x82")
    if media_type == "image/jpeg":
        return content.rstrip(b"\x00").endswith(b"\xff\xd9")
    length = int.from_bytes(content[4:8], "little") + 8
    return content.startswith(b"RIFF") and length in (len(content), len(content) + 1)


def _is_only_office(content: bytes) -> bool:
    """Tell whether an office file is one archive without macros, of a bearable size unpacked."""
    end = content.rfind(END_OF_ZIP)
    if not content.startswith(b"PK\x03\x04") or end != len(content) - 22:
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    names = [entry.filename.lower() for entry in entries]
    is_bearable = len(entries) <= ENTRIES and sum(one.file_size for one in entries) <= UNPACKED
    is_inside = not any(name.startswith("/") or ".." in name.split("/") for name in names)
    return is_bearable and is_inside and not any(macro in n for n in names for macro in MACROS)
