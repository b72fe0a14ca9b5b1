"""Boosted trees (提升树) from their text form: scores, and what each figure added to them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from duijie.kernel.errors import ReleaseError
from duijie.kernel.words import N_
from duijie.match.adapters.lightgbm_alone import load_lightgbm

Table = NDArray[np.float64]


class Trees:
    """A LightGBM model, asked with one row of figures per candidate."""

    def __init__(self, text: str, *, release: str, remedy: str) -> None:
        lightgbm = load_lightgbm(N_("A trained ranker"))
        try:
            self._booster = lightgbm.Booster(model_str=text)
        except (lightgbm.basic.LightGBMError, ValueError) as error:
            raise ReleaseError(
                release=release, why=N_("its trees cannot be read"), remedy=remedy
            ) from error

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the figures in the order of the columns."""
        return tuple(self._booster.feature_name())

    def scores(self, table: Table) -> Table:
        """Return one raw score per row."""
        if not len(table):
            return np.zeros(0)
        found = self._booster.predict(table, raw_score=True, num_threads=1)
        return np.asarray(found, dtype=np.float64)

    def contributions(self, table: Table) -> Table:
        """Return per row what each figure added to the raw score; the last column is the start.

        A row adds up to the score of the row.
        """
        if not len(table):
            return np.zeros((0, len(self.names) + 1))
        found = self._booster.predict(table, pred_contrib=True, num_threads=1)
        return np.asarray(found, dtype=np.float64)


def table_of(rows: Sequence[Sequence[float]], width: int) -> Table:
    """Return rows of figures as a table, also when there are none."""
    return np.array(rows, dtype=np.float64).reshape(len(rows), width)
