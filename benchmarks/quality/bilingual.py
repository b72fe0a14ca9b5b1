"""Measure search across languages: a Chinese request for English documents, and back.

    apt-get update -o Acquire::Languages=zh_CN,en    (as root; or with lists in an own folder)
    python -m benchmarks.quality.bilingual [--lists FOLDER] [--pairs N]

The set is made from what a Debian or Ubuntu machine can have anyway: the descriptions of its
packages, which volunteers translate. Nothing of it is in this project. One package of each source
counts, so that the near-twins of a package (its libraries, its documentation) are not each other's
right answer. The title of a description is its first line, the text the rest.

Half of the sources with a Chinese description teach (pairs of related records); the other half are
searched for: the Chinese description, whole or only its title, must find the English one among all
English ones, and back. The English texts of both halves are in the library, as they would be; the
Chinese requests and their pairs are seen by nothing before. Latin letters are also taken out of the
Chinese side, since names such as *Python* stand in both languages and make the task easy.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.measuring import write_result
from benchmarks.quality.libraries import Library
from benchmarks.quality.metrics import figures, interval
from benchmarks.quality.systems import DEPTH, engine_of
from duijie.index import BuildPlan, StaticEncoder, analyze, build_index, open_index
from duijie.kernel.documents import Document
from duijie.kernel.filters import Filter
from duijie.kernel.matching import MatchRequest, TextQuery
from duijie.learn import Lessons, train_encoder
from duijie.match import BatchOptions, match_batch

ENGLISH, CHINESE = "achievement", "patent"  # kinds, so that one language can be searched alone
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
    kind = CHINESE if "zh" in field else ENGLISH
    return Document(f"{kind}:{identifier}", kind, title, body)


@dataclass(frozen=True, slots=True)
class Task:
    """Requests in one language whose answer is in the other (检索任务)."""

    name: str
    requests: tuple[MatchRequest, ...]
    answers: tuple[str, ...]


Found = list[list[str]]


def halves(pairs: Sequence[Pair], seed: int = 0) -> tuple[list[Pair], list[Pair]]:
    """Return the pairs that teach and those that are searched for."""
    order = np.random.default_rng(seed).permutation(len(pairs))
    return [pairs[n] for n in order[::2]], [pairs[n] for n in order[1::2]]


def tasks_to_english(test: Sequence[Pair], kinds: tuple[str, ...]) -> list[Task]:
    """Return the Chinese requests, whole and as titles, with and without Latin letters."""
    where = Filter(kinds=kinds)
    forms: dict[str, Callable[[Document], tuple[str, str]]] = {
        "whole": lambda d: (d.title, d.text),
        "title": lambda d: (d.title, ""),
        "whole, no Latin letters": lambda d: (without_latin(d.title), without_latin(d.text)),
        "title, no Latin letters": lambda d: (without_latin(d.title), ""),
    }
    return [
        Task(
            name,
            tuple(MatchRequest(form(p.chinese)[1], form(p.chinese)[0], where) for p in test),
            tuple(p.english.record_id for p in test),
        )
        for name, form in forms.items()
    ]


def task_to_chinese(test: Sequence[Pair]) -> Task:
    """Return the English requests; the Chinese library has no Latin letters then."""
    where = Filter(kinds=(CHINESE,))
    requests = tuple(MatchRequest(p.english.text, p.english.title, where) for p in test)
    return Task("whole", requests, tuple(p.chinese.record_id for p in test))


def by_words(library: Library, task: Task) -> Found:
    """Return what BM25 over words and bigrams finds."""
    asked = [
        TextQuery(tuple((t, float(n)) for t, n in Counter(analyze(_text(r))).items()))
        for r in task.requests
    ]
    hits = library.index.search_text(asked, where=task.requests[0].where, limit=DEPTH)
    return [[hit.record_id for hit in found] for found in hits]


def by_meaning(library: Library, task: Task) -> Found:
    """Return what the encoder finds."""
    vectors = library.encoder.encode([_text(r) for r in task.requests], is_query=True)
    hits = library.index.search_vectors(vectors, where=task.requests[0].where, limit=DEPTH)
    return [[hit.record_id for hit in found] for found in hits]


def by_engine(library: Library, task: Task) -> Found:
    """Return what the product's engine finds, however weak."""
    engine = engine_of(library, credible_from=0.0)
    options = BatchOptions(limit=DEPTH, pool=DEPTH, block=64, workers=1)
    answers = match_batch(engine, task.requests, options=options)
    return [[match.record_id for match in answer.matches] for answer in answers]


SYSTEMS: Mapping[str, Callable[[Library, Task], Found]] = {
    "BM25": by_words,
    "encoder": by_meaning,
    "engine": by_engine,
}


def measured(library: Library, task: Task) -> list[dict[str, Any]]:
    """Return one row a system: nDCG@10, recall@10 and @100, MRR, with intervals."""
    rows = []
    for system, search in SYSTEMS.items():
        found = search(library, task)
        values = figures(found, [{answer: 1} for answer in task.answers])
        row: dict[str, Any] = {"request": task.name, "system": system}
        for place, name in enumerate(("ndcg@10", "recall@10", "recall@100", "mrr")):
            low, high = interval(values[:, place])
            row[name] = round(float(values[:, place].mean()), 4)
            row[f"{name}_interval"] = [round(low, 4), round(high, 4)]
        rows.append(row)
        print("  ", *(f"{name} {value}" for name, value in row.items()), flush=True)
    return rows


def _text(request: MatchRequest) -> str:
    return f"{request.title}\n{request.text}".strip()


def _stripped(document: Document) -> Document:
    title, text = without_latin(document.title), without_latin(document.text)
    return Document(document.record_id, document.kind, title, text)


def _library(folder: Path, documents: Sequence[Document], encoder: StaticEncoder) -> Library:
    build_index(folder, documents, encoder, BuildPlan(revision=1, total=len(documents)))
    return Library(open_index(folder, encoder), encoder)


def compare(found: BilingualSet, pairs: int, work: Path) -> dict[str, Any]:
    """Return the figures of an encoder that knows no pairs and of one that was taught some."""
    train, test = halves(found.pairs)
    known = [*found.english, *(pair.chinese for pair in train)]
    taught = train[:pairs] if pairs else train
    lessons = {
        "library and dictionary": Lessons(),
        f"and {len(taught)} pairs": Lessons(
            related=[(p.chinese.record_id, p.english.record_id) for p in taught]
        ),
    }
    report: dict[str, Any] = {
        "english": len(found.english),
        "chinese": len(found.pairs),
        "requests": len(test),
    }
    for name, one in lessons.items():
        print(name, flush=True)
        release = train_encoder(
            known, releases=work / name, clock=lambda: datetime.now(UTC), lessons=one
        )
        encoder = StaticEncoder.load(work / name / release)
        library = _library(work / name / "mixed", known, encoder)
        to_english = [measured(library, t) for t in tasks_to_english(test, (ENGLISH,))]
        among_both = [measured(library, t) for t in tasks_to_english(test, (ENGLISH, CHINESE))]
        chinese = [_stripped(pair.chinese) for pair in found.pairs]
        back = measured(_library(work / name / "back", chinese, encoder), task_to_chinese(test))
        report[name] = {
            "held_out": dict(encoder.card.scores),
            "Chinese request, English records": [row for rows in to_english for row in rows],
            "Chinese request, records in both languages": [
                row for rows in among_both for row in rows
            ],
            "English request, Chinese records": back,
        }
    return report


def main() -> int:
    """Measure, print and write; 1 when the lists are not there."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--lists", type=Path, default=LISTS, help="folder of package lists")
    parser.add_argument("--pairs", type=int, default=0, help="teach so many pairs; 0: half of all")
    parser.add_argument("--dry", action="store_true", help="write no result file")
    chosen = parser.parse_args()
    try:
        found = load(chosen.lists)
    except ListsMissingError as missing:
        print(f"skipped: {missing}")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        report = compare(found, chosen.pairs, Path(folder))
    if not chosen.dry:
        print(write_result("bilingual", report))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
