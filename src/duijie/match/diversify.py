"""Diversify (打散): no organisation fills the list; the order is otherwise kept."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def diversify(
    ranked: Sequence[T], owner_of: Callable[[T], str], *, per_organization: int, limit: int
) -> list[T]:
    """Return the first `limit` with at most `per_organization` of one owner.

    What has no known owner is never held back.

    >>> diversify(["a1", "a2", "b1"], lambda name: name[0], per_organization=1, limit=5)
    ['a1', 'b1']
    """
    places: Counter[str] = Counter()
    kept: list[T] = []
    for entry in ranked:
        if len(kept) == limit:
            break
        owner = owner_of(entry)
        if owner:
            if places[owner] >= per_organization:
                continue
            places[owner] += 1
        kept.append(entry)
    return kept
