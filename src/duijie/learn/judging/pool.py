"""Pooling (合并标注池): the first k of several systems, put together so that nobody sees whose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from duijie.learn.judging.texts import ShownText

Ranking = Mapping[str, Sequence[str]]
"""Need id → record ids, best first."""


@dataclass(frozen=True, slots=True)
class System:
    """What one system found for each need (检索系统): a run file or a variant of the engine."""

    name: str
    ranking: Ranking


@dataclass(frozen=True, slots=True)
class PoolItem:
    """One pair to be judged (标注条目) and who judges it.

    `owner` judges every item of a need; on a shared item all judges are asked.
    """

    number: int
    need_id: str
    record_id: str
    judges: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """At which rank each system had an item (来源): kept apart from what judges see."""

    number: int
    ranks: Mapping[str, int]


def draw(texts: Sequence[ShownText], count: int, *, seed: int) -> list[ShownText]:
    """Return so many texts drawn by seed, in the order they stand in; 0: all of them."""
    if not 0 < count < len(texts):
        return list(texts)
    ranked = sorted(texts, key=lambda text: drawn(seed, text.text_id))
    chosen = {text.text_id for text in ranked[:count]}
    return [text for text in texts if text.text_id in chosen]


def pool(
    need_ids: Sequence[str], systems: Sequence[System], *, depth: int
) -> list[tuple[str, str, dict[str, int]]]:
    """Return need, record and the rank in each system for the first `depth` of every system.

    They are ordered by need and record id, which tells nothing about systems or ranks.
    """
    pooled: list[tuple[str, str, dict[str, int]]] = []
    for need_id in need_ids:
        ranks: dict[str, dict[str, int]] = {}
        for system in systems:
            distinct = dict.fromkeys(system.ranking.get(need_id, ()))
            for rank, record_id in enumerate(list(distinct)[:depth], start=1):
                ranks.setdefault(record_id, {})[system.name] = rank
        pooled += [(need_id, record_id, ranks[record_id]) for record_id in sorted(ranks)]
    return pooled


def assign(
    pairs: Sequence[tuple[str, str]], judges: Sequence[str], *, overlap: float, seed: int
) -> list[PoolItem]:
    """Return the pairs as numbered items, each with its judges (分配).

    Every need has one owner who judges all of it, so that no need is ranked by two measures; a
    share of `overlap` of the items, spread over all needs, is judged by everybody. The work is
    as even as whole needs allow.

    >>> [i.judges for i in assign([("N1", "a"), ("N1", "b")], ["wei", "li"], overlap=0.5, seed=1)]
    [('li', 'wei'), ('li',)]
    """
    needs: dict[str, list[int]] = {}
    for place, (need_id, _) in enumerate(pairs):
        needs.setdefault(need_id, []).append(place)
    load = dict.fromkeys(sorted(judges, key=lambda judge: drawn(seed, judge)), 0)
    asked: dict[int, tuple[str, ...]] = {}
    owed = 0.0
    for need_id in sorted(needs, key=lambda need_id: drawn(seed, need_id)):
        places = sorted(needs[need_id], key=lambda place: drawn(seed, *pairs[place]))
        owed += overlap * len(places)
        shared = min(int(owed + 1e-9), len(places))
        owed -= shared
        owner = min(load, key=lambda judge: load[judge])  # the first of equals, drawn by seed
        for n, place in enumerate(places):
            asked[place] = tuple(sorted(judges)) if n < shared else (owner,)
            for judge in asked[place]:
                load[judge] += 1
    return [
        PoolItem(place + 1, need_id, record_id, asked[place])
        for place, (need_id, record_id) in enumerate(pairs)
    ]


def order_of(items: Sequence[PoolItem], judge: str, *, seed: int) -> list[PoolItem]:
    """Return the items of a judge in the order of showing: need by need, both shuffled by seed."""
    own = [entry for entry in items if judge in entry.judges]
    return sorted(
        own,
        key=lambda entry: (
            drawn(seed, judge, entry.need_id),
            entry.need_id,
            drawn(seed, judge, entry.need_id, entry.record_id),
        ),
    )


def drawn(seed: int, *names: str) -> bytes:
    """Return a lot drawn by seed and names: the same on every machine and version of Python."""
    return sha256("\x00".join((str(seed), *names)).encode()).digest()
