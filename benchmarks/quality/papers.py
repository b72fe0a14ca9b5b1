"""Requests made from papers, for fitting and measuring what is credible.

A paper's keywords or title, with or without the first half of its abstract, ask; its title with
the second half of its abstract answers. Asking and answering texts share a subject, not sentences,
as a need and an achievement do. With the paper taken out, nothing in the library answers.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.quality.collections import Item, load_library
from benchmarks.quality.libraries import KIND, Library, library_of, record_id, to_document
from duijie.kernel.filters import Filter
from duijie.kernel.matching import MatchRequest

SEED, PAPERS = 5, 1000
KINDS = ("keywords", "keywords_and_text", "text", "title")
_SENTENCE = re.compile(r"(?<=[。;；!！])|(?<=[.])(?=[^\d])")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request made from a paper and the record that answers it."""

    request: MatchRequest
    answer: str


def requests_of(kind: str, papers: Sequence[dict[str, Any]]) -> list[Asked]:
    """Return the requests of a kind, one per paper."""
    return [Asked(_request(kind, paper), record_id(f"csl-{paper['id']}")) for paper in papers]


def papers_of(data: str) -> list[dict[str, Any]]:
    """Return a fixed random sample of the papers that have title and keywords."""
    with (Path(data) / "csl" / "results.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    known = [row for row in rows if row.get("title") and row.get("keywords")]
    random.Random(SEED).shuffle(known)
    return known[:PAPERS]


def answering_library(kind: str, data: str, work: Path | None) -> Library:
    """Return the library that a kind of request is put to: titled, unless the title asks."""
    halved = [_answering(item, titled=kind != "title") for item in load_library(data)]
    name = "papers_untitled" if kind == "title" else "papers"
    return library_of(name, [to_document(item) for item in halved], work)


def _answering(item: Item, *, titled: bool) -> Item:
    if not item.text:
        return item
    return Item(item.id, item.title if titled else "", _halves(item.text)[1])


def _request(kind: str, paper: dict[str, Any]) -> MatchRequest:
    keywords, first = " ".join(paper["keywords"]), _halves(paper["abstract"])[0]
    where = Filter(kinds=(KIND,))
    if kind == "keywords":
        return MatchRequest(keywords, where=where)
    if kind == "text":
        return MatchRequest(first, where=where)
    title = keywords if kind == "keywords_and_text" else paper["title"]
    return MatchRequest(first, title, where=where)


def _halves(text: str) -> tuple[str, str]:
    sentences = [part for part in _SENTENCE.split(text) if part.strip()]
    middle = max(1, len(sentences) // 2)
    return "".join(sentences[:middle]), "".join(sentences[middle:])
