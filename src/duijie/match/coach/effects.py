"""What an answer changed (变化): which matches came, went and moved."""

from collections.abc import Sequence
from dataclasses import dataclass

from duijie.kernel.matching import MatchList

DEPTH = 10


@dataclass(frozen=True, slots=True)
class Effect:
    """What became of the first ten (回答的影响): record ids, and the change from 0 to 1."""

    came: tuple[str, ...]
    went: tuple[str, ...]
    first_before: str
    first_after: str
    change: float

    @property
    def has_new_first(self) -> bool:
        """Tell whether another match stands first now."""
        return self.first_before != self.first_after


def effect_of(before: MatchList, after: MatchList) -> Effect:
    """Return what changed from one answer of the engine to the next."""
    old, new = shown_ids(before), shown_ids(after)
    return Effect(
        came=tuple(one for one in new if one not in old),
        went=tuple(one for one in old if one not in new),
        first_before=old[0] if old else "",
        first_after=new[0] if new else "",
        change=order_change(old, new),
    )


def shown_ids(answer: MatchList) -> list[str]:
    """Return the first ten of an answer; where nothing fits, the nearest."""
    matches = answer.matches
    if not matches and answer.no_good_match is not None:
        matches = answer.no_good_match.nearest
    return [match.record_id for match in matches[:DEPTH]]


def order_change(before: Sequence[str], after: Sequence[str]) -> float:
    """Return how much two rankings differ, from 0 (the same) to 1 (nothing in common).

    One less the average overlap of their beginnings (Fagin, Kumar & Sivakumar, *Comparing top k
    lists*, 2003), which weighs the first places most.

    >>> order_change(["a", "b"], ["a", "b"]), order_change(["a", "b"], ["c", "d"])
    (0.0, 1.0)
    >>> order_change(["a", "b"], ["b", "a"])
    0.5
    """
    depth = max(len(before), len(after))
    if not depth:
        return 0.0
    shared = (len(set(before[:d]) & set(after[:d])) / d for d in range(1, depth + 1))
    return 1.0 - sum(shared) / depth
