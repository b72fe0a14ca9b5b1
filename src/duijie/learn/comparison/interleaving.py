"""Interleaving (交错比较): two releases in one list, and whose records people take.

It needs no model of how places are examined: both releases have the same chance at every place.

- Team draft: the releases take turns choosing, a coin decides who begins each round (Radlinski,
  Kurup & Joachims, *How Does Clickthrough Data Reflect Retrieval Quality?*, CIKM 2008).
- Balanced: at every depth the list holds the first records of both (Joachims, *Evaluating
  Retrieval Performance Using Clickthrough Data*, 2003); credit goes to whoever ranks the taken
  records higher.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy import stats


class Team(StrEnum):
    """Which release put a record into the list (所属)."""

    CANDIDATE = "candidate"
    LIVE = "live"


@dataclass(frozen=True, slots=True)
class InterleavedList:
    """A list made of two (交错清单): records in order, and the team of each place.

    A balanced list has no teams.
    """

    record_ids: tuple[str, ...]
    teams: tuple[Team, ...] = ()


@dataclass(frozen=True, slots=True)
class InterleavingTest:
    """How often people preferred the candidate (交错检验).

    `share` is its share of the lists with a winner, `low` and `high` the exact 95 % bounds of that
    (Clopper & Pearson), `p` the two-sided binomial (sign) test against a half.
    """

    candidate_wins: int
    live_wins: int
    ties: int
    share: float
    low: float
    high: float
    p: float

    def low_at(self, alpha: float) -> float:
        """Return the one-sided lower bound of the share at a level."""
        n = self.candidate_wins + self.live_wins
        if not self.candidate_wins:
            return 0.0
        return float(stats.beta.ppf(alpha, self.candidate_wins, n - self.candidate_wins + 1))

    def high_at(self, alpha: float) -> float:
        """Return the one-sided upper bound of the share at a level."""
        if not self.live_wins:
            return 1.0
        return float(stats.beta.isf(alpha, self.candidate_wins + 1, self.live_wins))


def team_draft(
    candidate: Sequence[str], live: Sequence[str], *, length: int, random: np.random.Generator
) -> InterleavedList:
    """Return a list of at most `length` records that both releases chose in turns."""
    queues = {Team.CANDIDATE: list(candidate), Team.LIVE: list(live)}
    taken: list[str] = []
    teams: list[Team] = []
    seen: set[str] = set()
    while len(taken) < length and any(_rest(queue, seen) for queue in queues.values()):
        order = [Team.CANDIDATE, Team.LIVE]
        if random.random() < 0.5:
            order.reverse()
        for team in order:
            rest = _rest(queues[team], seen)
            if rest and len(taken) < length:
                taken.append(rest[0])
                teams.append(team)
                seen.add(rest[0])
            queues[team] = rest[1:] if rest and rest[0] in seen else rest
    return InterleavedList(tuple(taken), tuple(teams))


def balanced(
    candidate: Sequence[str], live: Sequence[str], *, length: int, random: np.random.Generator
) -> InterleavedList:
    """Return a list whose every beginning holds equally long beginnings of both releases."""
    first_goes_first = bool(random.random() < 0.5)
    places = [0, 0]
    both = (list(dict.fromkeys(candidate)), list(dict.fromkeys(live)))
    taken: list[str] = []
    while len(taken) < length and places[0] < len(both[0]) and places[1] < len(both[1]):
        behind = places[0] < places[1] or (places[0] == places[1] and first_goes_first)
        which = 0 if behind else 1
        record_id = both[which][places[which]]
        if record_id not in taken:
            taken.append(record_id)
        places[which] += 1
    return InterleavedList(tuple(taken))


def credit(shown: InterleavedList, clicked: Iterable[str]) -> int:
    """Return how many more clicks of a team-draft list went to the candidate than to the live one.

    >>> shown = InterleavedList(("a", "b"), (Team.CANDIDATE, Team.LIVE))
    >>> credit(shown, ["a"]), credit(shown, ["a", "b"]), credit(shown, ["x"])
    (1, 0, 0)
    """
    chosen = set(clicked)
    return sum(
        1 if team is Team.CANDIDATE else -1
        for record_id, team in zip(shown.record_ids, shown.teams, strict=True)
        if record_id in chosen
    )


def balanced_credit(
    shown: InterleavedList, candidate: Sequence[str], live: Sequence[str], clicked: Iterable[str]
) -> int:
    """Return how many more of the clicked records the candidate has in its top than the live one.

    The top is as deep as one of them must be read to reach the lowest click of the shown list.
    """
    chosen = [record_id for record_id in shown.record_ids if record_id in set(clicked)]
    if not chosen:
        return 0
    lowest = chosen[-1]
    depths = [list(ids).index(lowest) + 1 for ids in (candidate, live) if lowest in ids]
    depth = min(depths, default=0)
    return len(set(chosen) & set(candidate[:depth])) - len(set(chosen) & set(live[:depth]))


def interleaving_test(surpluses: Iterable[int]) -> InterleavingTest:
    """Return the sign test over the credit surpluses of lists, one list per request.

    Several lists of one request are not independent: add their credits first.

    >>> found = interleaving_test([1] * 15 + [-1] * 5 + [0] * 3)
    >>> found.share, round(found.p, 4), round(found.low, 4)
    (0.75, 0.0414, 0.509)
    """
    signs = np.sign(np.array(list(surpluses), dtype=np.int64))
    wins, losses = int((signs > 0).sum()), int((signs < 0).sum())
    n = wins + losses
    if not n:
        return InterleavingTest(0, 0, len(signs), 0.5, 0.0, 1.0, 1.0)
    tested = stats.binomtest(wins, n)
    bounds = tested.proportion_ci(0.95, method="exact")
    return InterleavingTest(
        wins, losses, len(signs) - n, wins / n, bounds.low, bounds.high, float(tested.pvalue)
    )


def _rest(queue: Sequence[str], seen: set[str]) -> list[str]:
    """Return what a release can still choose."""
    return [record_id for record_id in queue if record_id not in seen]
