"""Readers of the judged collections (评测集) that the quality benchmarks measure on.

Nothing of the data is in this project. The folder that holds it is an argument, and a missing
folder raises `CollectionMissingError`, which a benchmark turns into a clear "skipped".

Run the benchmarks as modules from the repository root, ``python -m benchmarks.quality.encoders``:
run as a plain script, this file would hide the standard module ``collections``.
"""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Qrels = Mapping[str, Mapping[str, int]]

NAMES = ("bdci359", "stard", "csl_titles", "csl_keywords", "cranfield")


class CollectionMissingError(Exception):
    """The folder of a collection is not there, so its measurement is skipped."""


@dataclass(frozen=True, slots=True)
class Item:
    """One text of a collection: a document or a query (文档或查询)."""

    id: str
    title: str
    text: str

    @property
    def full_text(self) -> str:
        """Title and text as one string."""
        return f"{self.title}\n{self.text}".strip()


@dataclass(frozen=True, slots=True)
class Collection:
    """A library, the queries put to it and what was judged relevant (评测集).

    Attributes:
        documents: the library that is searched, and all that an encoder may be trained on.
        queries: those with at least one relevant document.
        qrels: query id -> document id -> grade; nDCG takes the gain ``2 ** grade - 1``, and a grade
            of 1 or more counts as relevant for recall and MRR (see `relevant_from`).
        judged_only: True where each query ranks only its own judged documents (a judged set of
            pairs grouped by need), not the whole library.
        relevant_from: the lowest grade that counts as relevant in recall and MRR.
    """

    name: str
    language: str
    documents: tuple[Item, ...]
    queries: tuple[Item, ...]
    qrels: Qrels
    judged_only: bool = False
    relevant_from: int = 1


def load(name: str, data_dir: str | Path) -> Collection:
    """Return one collection of `NAMES` read from the data folder.

    ``csl`` is short for ``csl_titles``; ``patents_zh`` is part of the library of both CSL
    collections and has no queries of its own.
    """
    folder = Path(data_dir)
    name = "csl_titles" if name == "csl" else name
    readers: dict[str, Callable[[Path], Collection]] = {
        "bdci359": _bdci359,
        "stard": _stard,
        "csl_titles": _csl_titles,
        "csl_keywords": _csl_keywords,
        "cranfield": _cranfield,
    }
    if name not in readers:
        raise ValueError(f"no collection {name!r}; there are: {', '.join(NAMES)}")
    try:
        return readers[name](folder)
    except FileNotFoundError as missing:
        raise CollectionMissingError(f"{name}: no file {missing.filename}") from missing


def load_needs(data_dir: str | Path) -> tuple[Item, ...]:
    """Return the 371 real needs (技术需求) of ``bdci359``, judged or not."""
    rows = _json_lines(Path(data_dir) / "bdci359" / "needs.jsonl")
    return tuple(Item(row["id"], row["title"] or "", row["text"] or "") for row in rows)


def load_library(data_dir: str | Path) -> tuple[Item, ...]:
    """Return CSL with titles, plus the patents: a library of achievements as a user has it."""
    folder = Path(data_dir)
    rows = _json_lines(folder / "csl" / "results.jsonl")
    papers = [Item(f"csl-{row['id']}", row.get("title") or "", row["abstract"]) for row in rows]
    return (*papers, *_patents(folder))


def _json_lines(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def _patents(folder: Path) -> list[Item]:
    with (folder / "patents_zh" / "patents.csv").open(encoding="utf-8", newline="") as file:
        return [Item(row["publication_number"], row["title"], "") for row in csv.DictReader(file)]


def _bdci359(folder: Path) -> Collection:
    """Needs with at least five judged achievements and one of level 3 or 4; grade = level - 1.

    An achievement is known by the content words of its title only; ``N`` stands for no words.
    """
    needs = {need.id: need for need in load_needs(folder)}
    documents: list[Item] = []
    judged: dict[str, dict[str, int]] = defaultdict(dict)
    with (folder / "bdci359" / "pairs_train.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            words = row["ach_title_tokens"]
            documents.append(Item(row["aid"], "" if words == "N" else words, ""))
            judged[row["rid"]][row["aid"]] = int(row["level"]) - 1
    qrels = {
        need: grades
        for need, grades in sorted(judged.items())
        if len(grades) >= 5 and max(grades.values()) >= 2
    }
    return Collection(
        name="bdci359",
        language="zh",
        documents=tuple(documents),
        queries=tuple(needs[need] for need in qrels),
        qrels=qrels,
        judged_only=True,
        relevant_from=2,
    )


def _stard(folder: Path) -> Collection:
    rows = _json_lines(folder / "stard" / "corpus.jsonl")
    documents = tuple(Item(row["id"], row["name"] or "", row["text"]) for row in rows)
    qrels: dict[str, dict[str, int]] = defaultdict(dict)
    with (folder / "stard" / "qrels_train.tsv").open(encoding="utf-8") as lines:
        for line in lines:
            query, _, document, grade = line.split("\t")
            qrels[query][document] = int(grade)
    queries: list[Item] = []
    with (folder / "stard" / "queries_train.tsv").open(encoding="utf-8") as lines:
        for line in lines:
            query, text = line.rstrip("\n").split("\t", 1)
            if query in qrels:
                queries.append(Item(query, "", text))
    return Collection("stard", "zh", documents, tuple(queries), dict(qrels))


def _csl(folder: Path, name: str, query_of: Callable[[dict[str, Any]], str]) -> Collection:
    """Known-item search: the library holds abstracts and patent titles, never the query."""
    rows = _json_lines(folder / "csl" / "results.jsonl")
    documents = [Item(f"csl-{row['id']}", "", row["abstract"]) for row in rows]
    queries: list[Item] = []
    for row in rows:
        query = query_of(row)
        if query:
            queries.append(Item(f"q-{row['id']}", "", query))
    qrels = {query.id: {query.id.replace("q-", "csl-"): 1} for query in queries}
    library = (*documents, *_patents(folder))
    return Collection(name, "zh", library, tuple(queries), qrels)


def _csl_titles(folder: Path) -> Collection:
    return _csl(folder, "csl_titles", lambda row: row.get("title") or "")


def _csl_keywords(folder: Path) -> Collection:
    return _csl(folder, "csl_keywords", lambda row: " ".join(row.get("keywords") or ()))


_SECTION = re.compile(r"^\.([A-Z])(.*)$")


def _sections(path: Path) -> list[dict[str, str]]:
    """Return the records of a SMART file (.I .T .A .B .W), each as section -> text."""
    records: list[dict[str, str]] = []
    current = ""
    for line in path.read_text(encoding="latin-1").splitlines():
        mark = _SECTION.match(line)
        if mark is None:
            records[-1][current] = f"{records[-1].get(current, '')} {line.strip()}".strip()
        elif mark[1] == "I":
            records.append({"I": mark[2].strip()})
        else:
            current = mark[1]
    return records


def _cranfield(folder: Path) -> Collection:
    """Judgements number the queries by their place in the file, not by the id printed there.

    The scale runs 1-4 and its direction is told differently by different sources, so each is
    taken as relevant (grade 1); -1 is not relevant.
    """
    documents = []
    for record in _sections(folder / "cranfield" / "cran.all.1400"):
        title, text = record.get("T", ""), record.get("W", "")
        documents.append(Item(record["I"], title, text.removeprefix(title).strip()))
    known = {document.id for document in documents}
    qrels: dict[str, dict[str, int]] = defaultdict(dict)
    for line in (folder / "cranfield" / "cranqrel").read_text(encoding="latin-1").splitlines():
        query, document, grade = line.split()
        if document in known:
            qrels[query][document] = 1 if int(grade) > 0 else 0
    records = _sections(folder / "cranfield" / "cran.qry")
    queries = [Item(str(n), "", record["W"]) for n, record in enumerate(records, start=1)]
    kept = tuple(query for query in queries if any(qrels.get(query.id, {}).values()))
    return Collection("cranfield", "en", tuple(documents), kept, dict(qrels))
