"""A small judging round, its judges and a clock that goes on a minute at each look."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from duijie.learn.judging import (
    Round,
    RoundPlan,
    ShownText,
    System,
    create_round,
    next_item,
    record_level,
)

Clock = Callable[[], datetime]


def ticking(minutes: float = 1) -> Clock:
    moments = [datetime(2026, 11, 20, 9, 0, tzinfo=UTC)]

    def tick() -> datetime:
        moments[0] += timedelta(minutes=minutes)
        return moments[0]

    return tick


def need(number: int) -> ShownText:
    return ShownText(f"N{number}", f"need {number}", "wants something")


def achievement(record_id: str) -> ShownText:
    return ShownText(record_id, f"achievement {record_id}", "offers something")


def systems(needs: int, each: int) -> list[System]:
    """Two systems whose lists overlap by half."""
    lists: dict[str, dict[str, Sequence[str]]] = {"old": {}, "new": {}}
    for n in range(1, needs + 1):
        lists["old"][f"N{n}"] = [f"A{k}" for k in range(each)]
        lists["new"][f"N{n}"] = [f"A{k}" for k in range(each // 2, each // 2 + each)]
    return [System(name, ranking) for name, ranking in lists.items()]


def made_round(
    folder: Path,
    *,
    needs: int = 4,
    each: int = 4,
    judges: tuple[str, ...] = ("wei", "li"),
    overlap: float = 0.5,
    seed: int = 0,
) -> Round:
    plan = RoundPlan("spring", judges, depth=each, overlap=overlap, seed=seed)
    return create_round(
        folder,
        plan,
        [need(n) for n in range(1, needs + 1)],
        systems(needs, each),
        lambda ids: [achievement(record_id) for record_id in ids],
        clock=ticking(),
    )


def judge_all(
    judging: Round, judge: str, levels: Callable[[int], int], clock: Clock | None = None
) -> None:
    """Let a judge answer all items, each by a function of its number."""
    clock = clock or ticking()
    while (entry := next_item(judging, judge)) is not None:
        record_level(judging, judge, entry.number, levels(entry.number), clock=clock)


def levels_in(judging: Round, given: Mapping[str, Mapping[int, int]]) -> None:
    """Let judges give these levels."""
    clock = ticking()
    for judge, levels in given.items():
        for entry, level in levels.items():
            record_level(judging, judge, entry, level, clock=clock)
