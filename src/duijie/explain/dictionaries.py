"""The readable dictionaries of this room (词典), loaded once."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from duijie.kernel.folding import fold

FOLDER = Path(__file__).resolve().parent / "lexicon"


@cache
def table(name: str) -> dict[str, Any]:
    """Return one dictionary file (词典文件) as it is written.

    >>> "factors" in table("units")
    True
    """
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


@cache
def words(name: str, section: str) -> frozenset[str]:
    """Return the words of one list of a dictionary, folded.

    >>> "技术" in words("generic", "words")
    True
    """
    return frozenset(word_list(name, section))


@cache
def word_list(name: str, section: str) -> tuple[str, ...]:
    """Return the words of one list, folded, longest first: so a longer word wins in a pattern."""
    found: set[str] = set()
    for entry in table(name)[section]:
        found.update(fold(word) for word in entry.split())
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


@cache
def phrase_list(name: str, section: str) -> tuple[str, ...]:
    """Return the phrases of one list, folded, longest first; a phrase may hold spaces."""
    found = {fold(phrase) for phrase in table(name)[section]}
    return tuple(sorted(found, key=lambda phrase: (-len(phrase), phrase)))
