"""A document read once for explaining (文档视图)."""

from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from duijie.explain.dictionaries import table
from duijie.explain.frame import quantities_of
from duijie.explain.quantities import find_quantities
from duijie.explain.scan import Scan, scan
from duijie.kernel.documents import Document
from duijie.kernel.explanations import Evidence
from duijie.kernel.frames import Quantity, Span


@dataclass(frozen=True)
class View:
    """Title and text of one document, folded, with its numbers."""

    title: Scan
    text: Scan

    @property
    def fields(self) -> tuple[Scan, Scan]:
        """Return title and text, the order in which evidence is looked for."""
        return self.title, self.text

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Return every number of the document with what it measures."""
        found: list[Quantity] = []
        for field in self.fields:
            found += quantities_of(field, find_quantities(field))
        return tuple(found)


def view_of(document: Document) -> View:
    """Return the view of a document."""
    return _view(document.title, document.text)


@lru_cache(maxsize=512)
def _view(title: str, text: str) -> View:
    return View(scan("title", title), scan("text", text))


def evidence(document: Document, field: Scan, start: int, end: int) -> Evidence:
    """Return the sentence around a span of one document, with true offsets."""
    low, high = field.quote(start, end)
    return Evidence(document.record_id, field.raw[low:high], low, Span(field.field, start, end))


def places_of(folded: str, word: str) -> list[int]:
    """Return where a word stands; a Latin word only between word ends."""
    found, place = [], folded.find(word)
    while place >= 0:
        if _is_whole(folded, word, place) and not _is_trapped(folded, word, place):
            found.append(place)
        place = folded.find(word, place + 1)
    return found


def _is_trapped(folded: str, word: str, place: int) -> bool:
    """Tell whether a word is only part of a longer one of another meaning: 石墨 in 石墨烯."""
    for longer in _traps().get(word, ()):
        start = place - longer.find(word)
        if start >= 0 and folded.startswith(longer, start):
            return True
    return False


@cache
def _traps() -> dict[str, tuple[str, ...]]:
    return {word: tuple(longer) for word, longer in table("negation")["traps"].items()}


def _is_whole(folded: str, word: str, place: int) -> bool:
    end = place + len(word)
    if word[0].isascii() and word[0].isalnum() and place and _is_latin(folded[place - 1]):
        return False
    if not (word[-1].isascii() and word[-1].isalnum() and end < len(folded)):
        return True
    if not _is_latin(folded[end]):
        return True
    return folded[end] == "s" and not _is_latin(folded[end + 1 : end + 2] or " ")


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
