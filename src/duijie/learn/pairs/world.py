"""The world of pairs (配对全集): distinct titles, needs, and which title is listed for which need.

Which titles stand together in a need's list is known before anybody judges them: the lists of
training and test pairs are looked at, their levels never.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from duijie.learn.pairs.reading import Need, Pair
from duijie.learn.pairs.space import Space, Texts, placed
from duijie.learn.pairs.terms import TITLE_WEIGHT, Integers, counted, need_terms, title_terms

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """Pairs as numbers: the need and the title of each (配对编号)."""

    needs: Integers
    titles: Integers

    def __len__(self) -> int:
        return len(self.needs)

    def taken(self, places: np.ndarray) -> "Rows":
        """Return the rows at some places."""
        return Rows(self.needs[places], self.titles[places])


@dataclass(frozen=True, slots=True)
class World:
    """Needs and distinct titles in a space, with the lists (配对全集).

    `listed` is titles × needs: how often each title stands in the list of each need. `heads` are
    the titles of the needs, `bodies` their texts alone, `needs` both.
    """

    titles: Texts
    heads: Texts
    bodies: Texts
    needs: Texts
    listed: csr_array

    @property
    def present(self) -> csr_array:
        """Return titles × needs: 1 where a title is listed."""
        there = self.listed.copy()
        there.data = np.ones_like(there.data)
        return there


class Numbering:
    """Needs and titles → numbers, in the order of ids and words."""

    def __init__(self, needs: Sequence[Need], pairs: Sequence[Pair]) -> None:
        self.needs = sorted(needs, key=lambda need: need.need_id)
        self.titles: list[Words] = sorted({pair.words for pair in pairs})
        self._need_of = {need.need_id: n for n, need in enumerate(self.needs)}
        self._title_of = {title: n for n, title in enumerate(self.titles)}

    def rows(self, pairs: Sequence[Pair]) -> Rows:
        """Return the numbers of pairs."""
        return Rows(
            np.array([self._need_of[pair.need_id] for pair in pairs], dtype=np.int64),
            np.array([self._title_of[pair.words] for pair in pairs], dtype=np.int64),
        )

    def from_numbers(self, before: "Numbering") -> tuple[Integers, Integers]:
        """Return for each number of an earlier numbering the one here: of needs, and of titles."""
        needs = [self._need_of[need.need_id] for need in before.needs]
        titles = [self._title_of[title] for title in before.titles]
        return np.array(needs, dtype=np.int64), np.array(titles, dtype=np.int64)

    def listed(self, rows: Rows) -> csr_array:
        """Return titles × needs: how often each pair is there."""
        shape = (len(self.titles), len(self.needs))
        ones = np.ones(len(rows), dtype=np.float32)
        lists = csr_array((ones, (rows.titles, rows.needs)), shape=shape)
        lists.sum_duplicates()
        return lists


def world_of(numbering: Numbering, listed: csr_array, space: Space) -> World:
    """Return needs and titles placed in a space."""
    heads, bodies = need_terms(numbering.needs)
    head_counts = counted(heads, space.vocabulary)
    body_counts = counted(bodies, space.vocabulary)
    titles = counted([title_terms(title) for title in numbering.titles], space.vocabulary)
    return World(
        placed(titles, space),
        placed(head_counts, space),
        placed(body_counts, space),
        placed(csr_array(head_counts * TITLE_WEIGHT + body_counts), space),
        listed,
    )
