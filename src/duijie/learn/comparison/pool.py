"""The pool (候选明细): what was shown and what two rankings would show, as columns."""

from dataclasses import dataclass

import numpy as np

from duijie.learn.feedback.examination import Draws, Floats, Ints


@dataclass(frozen=True, slots=True)
class Pool:
    """Every record that a logged list showed or that one of two rankings would show there.

    One row per list and record, ordered by list; no list is without rows. `list_of` says which
    list, `cluster_of` (one entry per list) which request. `shown` is the rank where the row stood,
    0 where it was not shown; `reward` what that brought, `clicked` whether it was looked at. `at`
    and `chance` hold the ranks where it could have stood with the logged chances, padded with rank
    0; `propensity` the chance of `shown`. `candidate` and `live` are the ranks the two rankings
    give, 0 for none. `features` feed the reward model. `list_chance` (one entry per list) is the
    chance of the whole list, 0 if unknown.
    """

    list_of: Ints
    cluster_of: Ints
    shown: Ints
    reward: Floats
    clicked: Floats
    at: Ints
    chance: Floats
    propensity: Floats
    candidate: Ints
    live: Ints
    features: Floats
    list_chance: Floats

    @property
    def lists(self) -> int:
        """Return how many lists there are."""
        return len(self.cluster_of)

    @property
    def clusters(self) -> int:
        """Return how many requests there are."""
        return int(self.cluster_of.max()) + 1 if len(self.cluster_of) else 0

    def draws(self) -> Draws:
        """Return the shown rows, for estimating how places are examined."""
        rows = self.shown > 0
        return Draws(
            at=self.at[rows],
            chance=self.chance[rows],
            shown=self.shown[rows],
            clicked=self.clicked[rows],
            cluster=self.cluster_of[self.list_of[rows]],
        )

    def sums(self, values: Floats) -> Floats:
        """Return the sum of a column, or of each of several columns, list by list."""
        if not len(self.list_of) or 0 in values.shape:
            return np.zeros((self.lists, *values.shape[1:]))
        starts = np.searchsorted(self.list_of, np.arange(self.lists))
        return np.asarray(np.add.reduceat(values, starts, axis=0))
