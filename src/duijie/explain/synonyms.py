"""Words that mean the same (同义词)."""

from functools import cache

from duijie.explain.dictionaries import table
from duijie.kernel.folding import fold


@cache
def synonym_groups() -> dict[str, tuple[str, ...]]:
    """Return every word of the synonym dictionary (同义词) with its group."""
    known: dict[str, tuple[str, ...]] = {}
    for line in table("synonyms")["groups"]:
        group = tuple(fold(word).replace("-", " ") for word in line.split())
        for word in group:
            known[word] = group
            known[word.replace(" ", "-")] = group
    return known


def synonyms(word: str) -> tuple[str, ...]:
    """Return the other words that mean the same.

    >>> "瑕疵" in synonyms("缺陷")
    True
    """
    return tuple(w for w in synonym_groups().get(word, ()) if w != word)
