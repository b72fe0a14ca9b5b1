"""Files of a record: what is taken, where it lies, who opens it."""

import io
import stat
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from duijie.app.records import actions, files
from duijie.app.records.files import checked_file, shown_name
from duijie.app.records.models import Attachment, Opening
from duijie.kernel.errors import DeniedError, FileRefusedError, GoneError
from duijie.kernel.home import Home
from duijie.kernel.kinds import Disclosure
from tests.app.records.making import draft, published
from tests.app.web import NOW, People, visitor

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def png() -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + crc

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + pixels + chunk(b"IEND", b"")


def office(**parts: bytes) -> bytes:
    """Return a Word file with further parts, by their names with dots for slashes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def plain_archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "a")
    return out.getvalue()


JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\0" * 20 + b"\xff\xd9"
WEBP_BODY = b"WEBPVP8 " + b"\0" * 20
WEBP = b"RIFF" + struct.pack("<I", len(WEBP_BODY)) + WEBP_BODY
TAKEN = {"a.pdf": PDF, "a.png": png(), "a.jpg": JPEG, "a.webp": WEBP, "a.docx": office()}
REFUSED = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "html": b"<!doctype html><script>alert(1)</script>",
    "html called pdf": b"<html>%PDF-1.7",
    "program": b"MZ" + b"\0" * 200,
    "plain archive": plain_archive(),
    "old Word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "pdf with an archive behind": PDF + office(),
    "pdf with a page behind": PDF + b"<script>alert(1)</script>" * 10,
    "pdf without an end": PDF[:-7],
    "png with an archive behind": png() + office(),
    "jpeg with a page behind": JPEG + b"<script>alert(1)</script>",
    "webp with more behind": WEBP + b"<script>",
    "office with macros": office(**{"word/vbaProject.bin": b"x"}),
    "office that leads outside": office(**{"../../evil.xml": b"x"}),
    "office with something before": b"<script>" + office(),
    "office with something behind": office() + b"<script>",
    "empty": b"",
}


@pytest.mark.parametrize("name", TAKEN)
def test_usual_files_are_taken(name: str) -> None:
    checked = checked_file(name, TAKEN[name], most_megabytes=1)
    assert files.ALLOWED[checked.media_type] == name[1:]


@pytest.mark.parametrize("what", REFUSED)
def test_what_may_be_shown_run_or_be_two_things_is_refused(what: str) -> None:
    with pytest.raises(FileRefusedError):
        checked_file("innocent.pdf", REFUSED[what], most_megabytes=1)


def test_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "UNPACKED", 1_000_000)
    bomb = office(**{"word/media.bin": b"\0" * 2_000_000})
    assert len(bomb) < 10_000
    with pytest.raises(FileRefusedError):
        checked_file("a.docx", bomb, most_megabytes=1)


def test_a_file_over_the_limit_is_refused() -> None:
    with pytest.raises(FileRefusedError):
        checked_file("a.pdf", b"%PDF-1.7\n" + b"\0" * (1024 * 1024) + b"%%EOF", most_megabytes=1)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("..\\..\\win.ini", "win.pdf"),
        ("报告.html", "报告.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie: x=1.pdf"),
        (".pdf", "file.pdf"),
        ("x" * 500, "x" * 150 + ".pdf"),
    ],
)
def test_a_name_is_only_shown_and_never_a_path(given: str, shown: str) -> None:
    assert shown_name(given, "application/pdf") == shown


def attached(people: People, record_id: str, disclosure: str) -> Attachment:
    return actions.attach(
        people.li.actor,
        record_id,
        ("图纸.pdf", PDF),
        disclosure=Disclosure(disclosure),
        now=NOW,
    )


def test_a_file_lies_under_its_hash_for_its_owner_only(people: People, home: Home) -> None:
    attachment = attached(people, published(people, people.li), "public")
    digest = attachment.sha256
    path = home.path / "files" / digest[:2] / digest[2:4] / digest
    assert path.read_bytes() == PDF
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    below = [one for one in (home.path / "files").rglob("*") if one.is_file()]
    assert below == [path]


# Who downloads a file of a public record of Li's, by who may open it.
OPENS = {
    "public": {"nobody", "ning", "wei", "mallory", "wang", "zhao", "olga", "li"},
    "members": {"wei", "mallory", "wang", "zhao", "olga", "li"},
    "partners": {"li"},
}


def test_a_file_is_opened_by_who_may_and_by_nobody_else(people: People) -> None:
    record_id = published(people, people.li)
    browsers = {name: who.browser() for name, who in people.all.items()} | {"nobody": visitor()}
    for disclosure, may in OPENS.items():
        attachment = attached(people, record_id, disclosure)
        address = f"/records/{record_id}/files/{attachment.pk}/"
        answers = {name: one.get(address).status_code for name, one in browsers.items()}
        assert {name for name, status in answers.items() if status == 200} == may
        assert set(answers.values()) <= {200, 403}


def test_not_even_the_name_of_a_closed_file_is_shown(people: People) -> None:
    record_id = published(people, people.li)
    attached(people, record_id, "partners")
    page = people.mallory.browser().get(f"/records/{record_id}/").content.decode()
    assert "A closed file" in page
    assert "图纸" not in page


def test_a_file_comes_as_a_download_that_no_browser_shows_as_a_page(people: People) -> None:
    record_id = published(people, people.li)
    attachment = attached(people, record_id, "public")
    answer = visitor().get(f"/records/{record_id}/files/{attachment.pk}/")
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["content-type"] == "application/pdf"
    assert b"".join(answer) == PDF  # type: ignore[call-overload]


def test_openings_of_files_that_are_not_public_are_logged(people: People) -> None:
    record_id = published(people, people.li)
    for disclosure in ("public", "members"):
        attachment = attached(people, record_id, disclosure)
        for who in (people.mallory, people.li):
            actions.open_attachment(who.actor, record_id, attachment.pk, now=NOW)
    logged = Opening.objects.get()
    assert (logged.user, logged.part, logged.detail) == (
        people.mallory.user, Opening.Part.ATTACHMENT, "图纸.pdf",
    )  # fmt: skip


def test_a_file_belongs_to_its_record_and_goes_with_it(people: People) -> None:
    record_id, other = published(people, people.li), published(people, people.mallory)
    attachment = attached(people, record_id, "public")
    with pytest.raises(GoneError):  # by way of a record that the reader owns
        actions.open_attachment(people.mallory.actor, other, attachment.pk, now=NOW)
    with pytest.raises(GoneError):
        actions.detach(people.mallory.actor, other, attachment.pk, now=NOW)
    with pytest.raises(DeniedError):
        actions.detach(people.mallory.actor, record_id, attachment.pk, now=NOW)
    actions.withdraw(people.li.actor, record_id, now=NOW)
    with pytest.raises(GoneError):
        actions.open_attachment(people.mallory.actor, record_id, attachment.pk, now=NOW)


def test_only_the_owner_adds_files_and_a_removed_one_is_gone(people: People) -> None:
    record_id = draft(people.li).record_id
    attachment = attached(people, record_id, "partners")
    with pytest.raises(GoneError):
        actions.attach(
            people.mallory.actor, record_id, ("a.pdf", PDF),
            disclosure=Disclosure.PUBLIC, now=NOW,
        )  # fmt: skip
    actions.detach(people.li.actor, record_id, attachment.pk, now=NOW)
    with pytest.raises(GoneError):
        actions.open_attachment(people.li.actor, record_id, attachment.pk, now=NOW)


def test_in_the_browser_a_file_is_added_and_a_bad_one_is_told(people: People) -> None:
    record_id = draft(people.li).record_id
    browser, address = people.li.browser(), f"/records/{record_id}/files/"
    good = SimpleUploadedFile("../../说明.pdf", PDF, "text/html")
    browser.post(address, {"file": good, "disclosure": "members"})
    assert "说明.pdf" in browser.get(f"/records/{record_id}/").content.decode()
    bad = SimpleUploadedFile("x.pdf", REFUSED["svg"], "application/pdf")
    told = browser.post(address, {"file": bad, "disclosure": "members"}, follow=True)
    assert "E-APP-006" in told.content.decode()
    assert Attachment.objects.count() == 1


def test_a_broken_write_leaves_no_half_file(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    checked = checked_file("a.pdf", PDF, most_megabytes=1)

    def broken(path: Path, target: Path) -> None:
        raise OSError

    monkeypatch.setattr(Path, "replace", broken)
    with pytest.raises(OSError):  # noqa: PT011
        files.store(home, checked)
    assert not files.path_of(home, checked.sha256).exists()


def test_a_file_is_looked_at_before_the_record_is_locked(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []

    def looked(*arguments: object, **named: object) -> files.CheckedFile:
        seen.append(connection.in_atomic_block)
        return checked_file("a.pdf", PDF, most_megabytes=1)

    monkeypatch.setattr("duijie.app.records.actions.attachments.checked_file", looked)
    record_id, public = draft(people.li).record_id, Disclosure.PUBLIC
    before = connection.in_atomic_block  # a test may be one transaction itself
    actions.attach(people.li.actor, record_id, ("a.pdf", PDF), disclosure=public, now=NOW)
    assert seen == [before]
    with pytest.raises(GoneError):
        actions.attach(people.mallory.actor, record_id, ("a", PDF), disclosure=public, now=NOW)
    assert len(seen) == 1  # of who may not, nothing is even looked at
