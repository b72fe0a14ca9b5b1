"""Measure search across languages: a Chinese request for English documents, and back.

    apt-get update -o Acquire::Languages=zh_CN,en    (as root; or with lists in a folder of your own)
    python -m benchmarks.quality.bilingual [--lists FOLDER] [--out FILE] [--pairs N]

The set is made from what a Debian or Ubuntu machine can have anyway: the descriptions of its packages,
which volunteers translate. Nothing of it is in this project. One package of each source counts, so
that the near-twins of a package (its libraries, its documentation) are not each other's right answer.
The title of a description is its first line, the text the rest.

Half of the sources with a Chinese description teach (pairs of related records); the other half are
searched for: the Chinese description (whole, or its title) must find the English one among all English
ones, and back. Latin letters are also taken out of the Chinese side, since names such as *Python* stand
in both languages and make the task easy.
"""

from __future__ import annotations

import argparse
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from duijie.kernel.documents import Document

LISTS = Path("/var/lib/apt/lists")
_READER = "/usr/lib/apt/apt-helper"
_LATIN = re.compile(r"[A-Za-z0-9_.+#/'-]{2,}")


class ListsMissingError(Exception):
    """The package lists of a Debian machine are not there, so the measurement is skipped."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One thing described in both languages (中英对照)."""

    name: str
    chinese: Document
    english: Document


@dataclass(frozen=True, slots=True)
class BilingualSet:
    """English descriptions, and those that are there in Chinese as well (双语集)."""

    english: tuple[Document, ...]
    pairs: tuple[Pair, ...]


def load(lists: Path) -> BilingualSet:
    """Return the set made from the package lists of a folder."""
    packages = _entries(lists, "*_Packages*")
    chinese = {e["Package"]: e for e in _entries(lists, "*_Translation-zh*CN*")}
    sources = {e["Package"]: (e.get("Source") or e["Package"]).split(" ")[0] for e in packages}
    english = {e["Package"]: e for e in _entries(lists, "*_Translation-en*") if "Package" in e}
    if not chinese or not english:
        raise ListsMissingError(
            f"no package descriptions in Chinese and English in {lists}; "
            "run: apt-get update -o Acquire::Languages=zh_CN,en"
        )
    chosen: dict[str, str] = {}
    for name in sorted(english, key=lambda name: (name not in chinese, len(name), name)):
        chosen.setdefault(sources.get(name, name), name)
    documents: list[Document] = []
    pairs: list[Pair] = []
    for source, name in sorted(chosen.items()):
        document = _document(f"en-{source}", english[name], "Description-en")
        documents.append(document)
        if name in chinese:
            other = _document(f"zh-{source}", chinese[name], "Description-zh_CN")
            pairs.append(Pair(source, other, document))
    return BilingualSet(tuple(documents), tuple(pairs))


def without_latin(text: str) -> str:
    """Return a Chinese text without names in Latin letters.

    >>> without_latin("用 Python 写的 2048 游戏")
    '用   写的   游戏'
    """
    return _LATIN.sub(" ", text)


def _entries(lists: Path, pattern: str) -> list[dict[str, str]]:
    return [entry for file in sorted(lists.glob(pattern)) for entry in _parsed(file)]


def _parsed(file: Path) -> Iterator[dict[str, str]]:
    """Yield the entries of a list; apt reads it, in whatever way it is packed."""
    try:
        text = subprocess.run(
            [_READER, "cat-file", str(file)], capture_output=True, check=True
        ).stdout.decode("utf-8", "replace")
    except (OSError, subprocess.CalledProcessError) as error:
        raise ListsMissingError(f"{file} cannot be read by apt: {error}") from error
    for block in text.split("\n\n"):
        fields: dict[str, str] = {}
        current = ""
        for line in block.splitlines():
            if line.startswith(" "):
                fields[current] += "\n" + line[1:]
            elif ":" in line:
                current, _, value = line.partition(":")
                fields[current] = value.strip()
        if fields:
            yield fields


def _document(identifier: str, entry: dict[str, str], field: str) -> Document:
    title, _, text = entry[field].partition("\n")
    lines = ["" if line == "." else line for line in text.splitlines()]
    body = "\n".join(lines)
    if "zh" in field:
        body = re.sub(r"(?<=[^\x00-\x7f])\n(?=[^\x00-\x7f])", "", body)
    return Document(f"achievement:{identifier}", "achievement", title, body)
