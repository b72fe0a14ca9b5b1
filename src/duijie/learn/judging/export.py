"""Export (导出): what was judged, as qrels for any evaluation and with who said what."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import orjson

from duijie.kernel.durable import write_durably
from duijie.kernel.kinds import KINDS
from duijie.learn.evaluation.trec import qrels_of, write_qrels
from duijie.learn.judging.adjudication import (
    Decided,
    WhenOpen,
    final_levels,
    judgements,
)
from duijie.learn.judging.rounds import Round


@dataclass(frozen=True, slots=True)
class Exported:
    """What is written (导出情况): how many levels, of how many needs, decided in which way."""

    levels: int
    needs: int
    decided: Mapping[Decided, int]


def exported_levels(judging: Round, *, when_open: WhenOpen = WhenOpen.MIDDLE) -> Exported:
    """Return how many final levels there are, and how they came about."""
    final = final_levels(judging, when_open=when_open)
    counts = Counter(one.decided for one in final)
    return Exported(len(final), len({one.need_id for one in final}), dict(counts))


def export_qrels(
    judging: Round,
    file: Path,
    *,
    when_open: WhenOpen = WhenOpen.MIDDLE,
    is_bare: bool = False,
) -> None:
    """Write the final levels as qrels, grade = level − 1, whole or not at all.

    Items that nobody could tell, or nobody has judged, are left out: they are not grade 0.
    `is_bare` writes ids without their kind, for runs that name them so.
    """
    judged = judgements(judging, when_open=when_open)
    if is_bare:
        judged = [
            replace(one, request_id=_bare(one.request_id), record_id=_bare(one.record_id))
            for one in judged
        ]
    write_qrels(file, qrels_of(judged))


def export_details(judging: Round, file: Path, *, when_open: WhenOpen = WhenOpen.MIDDLE) -> None:
    """Write one line of JSON for each final level: who gave which, and which systems had it."""
    final, found = final_levels(judging, when_open=when_open), judging.found()
    lines = (
        orjson.dumps(
            {
                "item": one.number,
                "need_id": one.need_id,
                "record_id": one.record_id,
                "level": int(one.level),
                "decided": one.decided.value,
                "levels": {judge: int(level) for judge, level in one.levels.items()},
                "settled_by": one.settled_by or None,
                "ranks": dict(found[one.number].ranks),
            }
        )
        + b"\n"
        for one in final
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    write_durably(file, b"".join(lines))


def _bare(name: str) -> str:
    kind, colon, rest = name.partition(":")
    return rest if colon and kind in KINDS else name
