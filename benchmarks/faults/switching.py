"""Killing a switch of models at every single step: is one whole pair live, the old or the new?

    python -m benchmarks.faults.switching FOLDER

A process that promotes, or rolls back, is killed just before its first call that makes something
durable (fsync, rename, write of the journal, removal of a folder), then before its second, and so
on until it comes to its end. Each time a reader looks: generation, encoder and ranker must belong
together, the journal must be readable, and the next command must settle what was left.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from duijie.index import (
    BuildPlan,
    analysis_fingerprint,
    build_index,
    live_models,
    open_encoder,
    open_index,
    verify_index,
)
from duijie.kernel.documents import Document
from duijie.kernel.home import Home
from duijie.kernel.live import Models, live_pairs
from duijie.kernel.releases import write_release
from duijie.learn import EncoderOptions, train_encoder
from duijie.learn.releases import ReleaseRoom, Step
from duijie.match.rankers import RankerCard

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
TINY = EncoderOptions(dimensions=32, epochs=1, batch=32, terms=300, pieces=50)
WORDS = ("石墨烯", "导热薄膜", "锂离子电池", "催化剂", "废水处理", "图像识别", "钛合金", "发酵")
LIBRARY = [
    Document(f"need:{n}", "need", f"{WORDS[n % 8]}{WORDS[n // 8 % 8]}", text=WORDS[n % 7])
    for n in range(64)
]
STEPS = ((os, "fsync"), (os, "write"), (os, "rename"), (os, "replace"), (shutil, "rmtree"))
MOST_STEPS = 60


@dataclass(frozen=True, slots=True)
class Stage:
    """A home with two pairs of models (布景): the first is live, the second is built aside."""

    home: Home
    first: Models
    second: Models
    third: str  # another ranker for the first encoder


@dataclass(frozen=True, slots=True)
class Stopped:
    """What was found after one kill (被杀切换)."""

    action: str
    step: int
    live: Models
    was_killed: bool
    faults: tuple[str, ...]


def clock() -> datetime:
    """Return one moment."""
    return NOW


def prepare(folder: Path) -> Stage:
    """Return a home with two trained encoders, three rankers and an index built aside."""
    home = Home(folder / "home")
    encoders = [
        train_encoder(
            LIBRARY, releases=home.releases, clock=clock, options=replace(TINY, seed=seed)
        )
        for seed in (1, 2)
    ]
    rankers = [_ranker(home, encoders[n == 1], bytes([n])) for n in range(3)]
    first, second = (Models(*pair) for pair in zip(encoders, rankers[:2], strict=True))
    _build(home, home.index, first)
    _build(home, ReleaseRoom(home, clock).trial, second)
    return Stage(home, first, second, rankers[2])


def promote_pair(stage: Stage) -> None:
    """Put the second pair in use."""
    room = ReleaseRoom(stage.home, clock)
    with room.changing():
        room.promote(room.plan(stage.second.encoder, stage.second.ranker), None, "trial")


def promote_ranker(stage: Stage) -> None:
    """Put another ranker in use over the same generation."""
    room = ReleaseRoom(stage.home, clock)
    with room.changing():
        room.promote(room.plan(stage.third), None, "trial")


def roll_back(stage: Stage) -> None:
    """Put the first pair in use again."""
    room = ReleaseRoom(stage.home, clock)
    with room.changing():
        room.roll_back("trial", to_another=True)


def trials(folder: Path) -> Iterator[Stopped]:
    """Yield what was found after a kill at each step of each action."""
    stage = prepare(folder / "start")
    third = replace(stage.first, ranker=stage.third)
    promoted = _copied(stage, folder / "promoted")
    promote_pair(promoted)
    for action, start, pairs in (
        (promote_pair, stage, (stage.first, stage.second)),
        (promote_ranker, stage, (stage.first, third)),
        (roll_back, promoted, (stage.second, stage.first)),
    ):
        for step in range(1, MOST_STEPS):
            now = _copied(start, folder / "now")
            was_killed = _kill_at(step, action, now)
            live = live_models(now.home.index)
            faults = [*_of_readers(now, live, pairs), *_of_journal(now, live, pairs)]
            if not was_killed and live != pairs[1]:
                faults.append("it came to its end and did not switch")
            if live == pairs[0] and action is not promote_pair:
                action(now)
                if live_models(now.home.index) != pairs[1]:
                    faults.append("the same command again does not switch")
            yield Stopped(action.__name__, step, live, was_killed, tuple(faults))
            if not was_killed:
                break


def _kill_at(step: int, action: Callable[[Stage], None], stage: Stage) -> bool:
    """Do an action in a process of its own that is killed before a step; tell whether it was."""
    child = os.fork()
    if child == 0:
        left = [step]
        for place, name in STEPS:
            setattr(place, name, _counted(getattr(place, name), left))
        action(stage)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return True
    if status:
        raise RuntimeError(f"{action.__name__} ended with {status}")
    return False


def _counted(done: Callable[..., Any], left: list[int]) -> Callable[..., Any]:
    def counted(*given: Any, **named: Any) -> Any:
        left[0] -= 1
        if left[0] == 0:
            if done.__name__ == "write" and isinstance(given[1], bytes):
                done(given[0], given[1][: len(given[1]) // 2])  # a line that is cut off
            os.kill(os.getpid(), signal.SIGKILL)
        return done(*given, **named)

    counted.__name__ = done.__name__
    return counted


def _of_readers(stage: Stage, live: Models, pairs: tuple[Models, Models]) -> Iterator[str]:
    """Yield what a reader finds wrong."""
    index = stage.home.index
    if live not in pairs:
        yield f"a mixed pair is live: {live}"
    reader = open_index(index)
    stats = reader.stats()
    reader.close()
    if Models(stats.encoder_release, stats.ranker_release) != live:
        yield "a reader sees another pair"
    yield from (fault.sentence("en") for fault in verify_index(index))
    for pair in live_pairs(index):
        if not (index / pair.generation).is_dir():
            yield f"generation {pair.generation} can be rolled back to and is gone"


def _of_journal(stage: Stage, live: Models, pairs: tuple[Models, Models]) -> Iterator[str]:
    """Yield what is wrong with the journal after the next command has settled it."""
    room = ReleaseRoom(stage.home, clock)
    with room.changing():
        entries = room.journal.entries()
    if entries and entries[-1].step is Step.BEGUN:
        yield "an action stays begun for ever"
    told = [entry.after for entry in entries if entry.step is Step.DONE]
    if told and told[-1] != live:
        yield "the journal says another pair is live"
    if not told and live == pairs[1]:
        yield "the journal does not say that the pair was switched"


def _copied(stage: Stage, folder: Path) -> Stage:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(stage.home.path, folder)
    return replace(stage, home=Home(folder))


def _build(home: Home, place: Path, models: Models) -> None:
    plan = BuildPlan(workers=1, ranker=models.ranker)
    build_index(place, LIBRARY, open_encoder(models.encoder, home), plan)


def _ranker(home: Home, encoder: str, content: bytes) -> str:
    card = RankerCard(
        name="",
        created_at=NOW,
        analysis=analysis_fingerprint(),
        encoder=encoder,
        figures=(),
        requests=1,
        judgements=1,
        seed=1,
        credible_from=0.3,
        levels=False,
    )

    def fill(folder: Path) -> None:
        (folder / "trees").write_bytes(content)

    return write_release(
        home.releases,
        "ranker",
        fill,
        lambda name, files: replace(card, name=name, files=files).to_json(),
    )


def main() -> int:
    """Kill at every step, print what was found; return 1 when something was mixed or lost."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("folder", type=Path)
    asked = reader.parse_args()
    wrong = count = 0
    for one in trials(asked.folder):
        wrong += bool(one.faults)
        count += one.was_killed
        sys.stdout.write(
            json.dumps(
                {
                    "action": one.action,
                    "step": one.step,
                    "was_killed": one.was_killed,
                    "live": [one.live.encoder, one.live.ranker],
                    "faults": list(one.faults),
                }
            )
            + "\n"
        )
    sys.stdout.write(f"{count} kills, {wrong} faults\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
