"""`Ranker` (排序器): what may take the place of the weights that come with duijie."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from duijie.kernel.explanations import Reason
from duijie.kernel.ports import Vectors
from duijie.match.features import Featured
from duijie.match.rank import Ranked
from duijie.match.understand import Query

Weigh = Callable[[Sequence[str]], Sequence[float]]


@dataclass(frozen=True, slots=True)
class Recalled:
    """What earlier judgements say of a request before anything is searched (旧判回忆).

    `direction` is a further vector to search by, `record_ids` are records to look at whatever the
    searches find. `alike` says how much each judged request is like this one, `good` and `poor`
    how well and how badly each judged record did for those that are.
    """

    direction: NDArray[np.float32] | None = None
    record_ids: tuple[str, ...] = ()
    alike: NDArray[np.float32] | None = None
    good: NDArray[np.float32] | None = None
    poor: NDArray[np.float32] | None = None


NOTHING = Recalled()


@dataclass(frozen=True, slots=True)
class Listed:
    """The candidates of one request with all that a ranker may look at (待排清单).

    `vector` is the request's and `vectors` has a row per candidate; None without an encoder.
    """

    query: Query
    candidates: Sequence[Featured]
    recalled: Recalled = NOTHING
    vector: NDArray[np.float32] | None = None
    vectors: Vectors | None = None


@runtime_checkable
class Ranker(Protocol):
    """Candidates with figures → an order, chances and levels.

    Equal scores are ordered by record id. The figures of a candidate have names, and a ranker adds
    those it looks at to the ones that are there.
    """

    @property
    def release(self) -> str:
        """Return the name of the model release; empty for the weights that come with duijie."""

    @property
    def credible_from(self) -> float:
        """Return the chance of the best match below which the answer is *no good match*."""

    def recall(self, queries: Sequence[Query], vectors: Vectors | None) -> list[Recalled]:
        """Return what judgements say of each query; `vectors` has a row per query."""

    def rank(self, listed: Listed, weigh: Weigh) -> list[Ranked]:
        """Return all candidates of a list with their scores, best first."""

    def read(self, query: Query, shown: Sequence[Ranked], weigh: Weigh) -> list[Ranked]:
        """Return what is to be shown, in its order, with its chance and level."""

    def checked(self, entry: Ranked, figures: Mapping[str, float]) -> Ranked:
        """Return an entry with the figures of its card added to its own and to its score."""

    def reasons(self, shown: Sequence[Ranked]) -> list[tuple[Reason, ...]]:
        """Return for each entry the figures that moved it most; none where weights rank."""
