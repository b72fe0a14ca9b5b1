"""The bilingual dictionary as lessons (双语词典): words that mean the same, as tiny documents."""

from collections.abc import Sequence

from duijie.explain import translations
from duijie.index import analyze
from duijie.kernel.documents import Document

_PREFIX = "translation:"


def translation_lessons(
    documents: Sequence[Document],
) -> tuple[list[Document], list[tuple[str, str]]]:
    """Return words as documents, and which of them mean the same, for a library in two languages.

    Only words whose terms all stand in the library are there: in a library of one language there
    is nothing to learn from a dictionary.
    """
    said: set[str] = set()
    for document in documents:
        said.update(analyze(document.title))
        said.update(analyze(document.text))
    found: dict[str, Document] = {}
    pairs: list[tuple[str, str]] = []
    for chinese, english in translations():
        if not (said.issuperset(analyze(chinese)) and said.issuperset(analyze(english))):
            continue
        for word in (chinese, english):
            found[word] = Document(f"{_PREFIX}{word}", "translation", word)
        pairs.append((f"{_PREFIX}{chinese}", f"{_PREFIX}{english}"))
    return list(found.values()), pairs


def is_translation(record_id: str) -> bool:
    """Tell whether a document is a word of the dictionary and not of the library."""
    return record_id.startswith(_PREFIX)
