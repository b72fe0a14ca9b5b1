"""Pairs of texts (文本对) that belong together: what a transformer is fine-tuned on."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from duijie.index import document_text
from duijie.kernel.documents import Document
from duijie.kernel.matching import Level
from duijie.learn.encoder.lessons import Lessons

_SENTENCE_END = re.compile(r"(?<=[。！？!?；;\n])|(?<=[.])\s")
_ENOUGH = 8  # characters of a sentence that says something


@dataclass(frozen=True, slots=True)
class TextPair:
    """A text that is asked, the one it should find, and one it should not ("" if none is known)."""

    asked: str
    found: str
    avoided: str = ""


def library_pairs(
    documents: Sequence[Document], lessons: Lessons, random: np.random.Generator
) -> Iterator[TextPair]:
    """Yield the views of each document, then related records, then what was judged.

    Title and text, keywords and text, a sentence and the whole; one view a document is drawn.
    """
    texts = {document.record_id: document_text(document).strip() for document in documents}
    for document in documents:
        views = _views(document, random)
        if views:
            yield TextPair(*views[int(random.integers(len(views)))])
    for one, other in lessons.related:
        if texts.get(one) and texts.get(other):
            yield TextPair(texts[one], texts[other])
    yield from _judged(lessons, texts, random)


def _views(document: Document, random: np.random.Generator) -> list[tuple[str, str]]:
    title, text = document.title.strip(), document.text.strip()
    if not text:
        return []
    views = [(title, text)] if title else []
    if document.keywords:
        views.append(("，".join(document.keywords), f"{title}\n{text}".strip()))
    sentences = [part.strip() for part in _SENTENCE_END.split(text) if len(part.strip()) >= _ENOUGH]
    if len(sentences) > 1:
        views.append((sentences[int(random.integers(len(sentences)))], f"{title}\n{text}".strip()))
    return views


def _judged(
    lessons: Lessons, texts: dict[str, str], random: np.random.Generator
) -> Iterator[TextPair]:
    wrong: dict[str, list[str]] = {}
    for one in lessons.judgements:
        if one.level == Level.NONE and texts.get(one.record_id):
            wrong.setdefault(one.request_id, []).append(texts[one.record_id])
    for one in lessons.judgements:
        asked, found = lessons.requests.get(one.request_id, ""), texts.get(one.record_id, "")
        if one.level >= Level.FAIRLY_STRONG and asked.strip() and found:
            known = wrong.get(one.request_id, [])
            avoided = known[int(random.integers(len(known)))] if known else ""
            yield TextPair(asked, found, avoided)
