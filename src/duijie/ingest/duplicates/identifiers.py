"""Documents → keys that only the same thing has."""

from collections.abc import Iterator
from hashlib import blake2b

from duijie.kernel.codes.code_list import fold_name
from duijie.kernel.documents import Document
from duijie.kernel.identifiers import read_patent_number

# Attributes of the kinds that hold patent numbers (tests/ingest/test_duplicates.py).
PATENT_ATTRIBUTES = ("application_number", "patent_numbers")
# A shorter title, such as 项目, is not enough to be the same thing.
_SHORTEST_TITLE = 4


def identifying_keys(document: Document) -> Iterator[int]:
    """Yield a number for each identifier of a document: patents, and owner with title.

    Several patent numbers count together: one patent may stand behind several achievements.
    """
    for name in PATENT_ATTRIBUTES:
        written = document.attributes.get(name)
        if written:
            read = (read_patent_number(part) for part in written.split(","))
            numbers = sorted({number.text for number in read if number is not None})
            if numbers:
                yield _key(document.kind, name, *numbers)
    title = fold_name(document.title)
    if len(title) >= _SHORTEST_TITLE and document.kind != "organization":
        owners = {document.organization_id, fold_name(document.organization)} - {""}
        for owner in sorted(owners):
            yield _key(document.kind, "title", owner, title)


def _key(*parts: str) -> int:
    digest = blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "little")
