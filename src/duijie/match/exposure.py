"""Exposure (曝光): in a batch, no holder is sent to more needs than it can talk to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from duijie.kernel.matching import Level
from duijie.match.diversify import diversify


@dataclass(frozen=True, slots=True)
class BatchMatch:
    """One match of a batch (批量匹配结果), without its documents and its card."""

    record_id: str
    owner: str
    rank: int
    score: float
    probability: float
    level: Level


@dataclass(frozen=True, slots=True)
class BatchList:
    """The answer to one request of a batch (批量匹配清单); empty when there is no good match."""

    request_id: str
    matches: tuple[BatchMatch, ...]


@dataclass(frozen=True, slots=True)
class Exposure:
    """What spreading did (曝光分散的效果).

    `holders_over_cap` would have been above the cap without it; `holders_at_cap` are full now;
    `places_before` and `places_after` is the most that one holder fills; `mean_loss` is how much
    chance (probability) a place lost on average, and `places_lost` could not be filled again.
    """

    holders_over_cap: int
    holders_at_cap: int
    places_before: int
    places_after: int
    lists_changed: int
    places_lost: int
    mean_loss: float


def spread(
    pools: Sequence[BatchList], *, cap: int, limit: int, per_organization: int
) -> tuple[list[BatchList], Exposure]:
    """Return each list cut to `limit` with no holder in more than `cap` places, and the effect.

    Places are given in rounds: everybody's first place, then everybody's second. Within a round
    the strongest chance goes first, so that a scarce holder meets the need it fits best. Equal
    chances are ordered by request and record id. What has no known holder is never held back.
    """
    before = [
        diversify(pool.matches, _owner, per_organization=per_organization, limit=limit)
        for pool in pools
    ]
    caps = (cap, per_organization)
    chosen: list[list[BatchMatch]] = [[] for _ in pools]
    places = [0] * len(pools)  # how far each pool has been read
    used: Counter[str] = Counter()
    own: list[Counter[str]] = [Counter() for _ in pools]
    for _ in range(limit):
        order = sorted(
            (n for n in range(len(pools)) if places[n] < len(pools[n].matches)),
            key=lambda n: (-pools[n].matches[places[n]].probability, pools[n].request_id),
        )
        for n in order:
            found, places[n] = _next(pools[n].matches, places[n], used, own[n], caps)
            if found is not None:
                chosen[n].append(found)
    lists = [
        BatchList(pool.request_id, numbered(kept)) for pool, kept in zip(pools, chosen, strict=True)
    ]
    return lists, _effect(before, chosen, cap)


def _next(
    pool: Sequence[BatchMatch],
    place: int,
    used: Counter[str],
    own: Counter[str],
    caps: tuple[int, int],
) -> tuple[BatchMatch | None, int]:
    """Return the next match of a pool whose holder is still free, and how far it was read."""
    cap, per_organization = caps
    while place < len(pool):
        found = pool[place]
        place += 1
        if not found.owner:
            return found, place
        if used[found.owner] < cap and own[found.owner] < per_organization:
            used[found.owner] += 1
            own[found.owner] += 1
            return found, place
    return None, place


def _effect(
    before: Sequence[Sequence[BatchMatch]], after: Sequence[Sequence[BatchMatch]], cap: int
) -> Exposure:
    was = Counter(match.owner for matches in before for match in matches if match.owner)
    now = Counter(match.owner for matches in after for match in matches if match.owner)
    asked = sum(len(matches) for matches in before)
    lost = sum(m.probability for matches in before for m in matches)
    lost -= sum(m.probability for matches in after for m in matches)
    changed = sum(
        [m.record_id for m in a] != [m.record_id for m in b]
        for a, b in zip(before, after, strict=True)
    )
    return Exposure(
        holders_over_cap=sum(count > cap for count in was.values()),
        holders_at_cap=sum(count >= cap for count in now.values()),
        places_before=max(was.values(), default=0),
        places_after=max(now.values(), default=0),
        lists_changed=changed,
        places_lost=asked - sum(len(matches) for matches in after),
        mean_loss=lost / asked if asked else 0.0,
    )


def numbered(matches: Sequence[BatchMatch]) -> tuple[BatchMatch, ...]:
    """Return matches with their ranks counted from 1."""
    return tuple(replace(match, rank=n) for n, match in enumerate(matches, start=1))


def _owner(match: BatchMatch) -> str:
    return match.owner
