"""Judging rounds as JSON for machines and for the later page."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duijie.kernel.frames import Span
    from duijie.learn.judging import (
        Agreement,
        Alpha,
        Exported,
        JudgeProgress,
        JudgingItem,
        Round,
        ShownText,
    )

Json = dict[str, Any]


def round_json(judging: "Round") -> Json:
    """Return what a round holds as a JSON value."""
    return {
        "name": judging.name,
        "items": len(judging.items),
        "shared": sum(len(entry.judges) > 1 for entry in judging.items),
        "needs": len(judging.needs),
        "depth": judging.plan.depth,
        "overlap": judging.plan.overlap,
        "seed": judging.plan.seed,
        "systems": list(judging.systems),
        "judges": list(judging.plan.judges),
    }


def status_json(judging: "Round") -> Json:
    """Return how far a round is as a JSON value."""
    from duijie.learn.judging import alpha_so_far, progress_of

    return {
        **round_json(judging),
        "progress": [progress_json(progress_of(judging, j)) for j in judging.plan.judges],
        "alpha_ordinal": alpha_json(alpha_so_far(judging)),
    }


def progress_json(progress: "JudgeProgress") -> Json:
    """Return how far a judge is as a JSON value."""
    return {**asdict(progress), "left": progress.left}


def item_json(entry: "JudgingItem", *, is_marked: bool) -> Json:
    """Return one item as a judge may see it, with the stretches to mark, as a JSON value."""
    from duijie.learn.judging import marks_of

    marks = marks_of(entry.need, entry.achievement) if is_marked else None
    return {
        "item": entry.number,
        "place": entry.place,
        "total": entry.total,
        "need_place": entry.need_place,
        "needs": entry.needs,
        "need": _text(entry.need, marks.need if marks else ()),
        "achievement": _text(entry.achievement, marks.achievement if marks else ()),
    }


def alpha_json(alpha: "Alpha") -> Json:
    """Return α with its interval as a JSON value."""
    return asdict(alpha)


def agreement_json(report: "Agreement", *, is_shown: bool) -> Json:
    """Return how far judges agree as a JSON value; disputed items only where they may be shown."""
    return {
        "name": report.name,
        "is_complete": report.is_complete,
        "alpha_ordinal": alpha_json(report.ordinal),
        "alpha_nominal": alpha_json(report.nominal),
        "pairs": [asdict(pair) for pair in report.pairs],
        "drift": [asdict(drift) for drift in report.drift],
        "disputed_items": len(report.disputed),
        "disputed": [
            {
                "item": one.number,
                "need_id": one.need_id,
                "record_id": one.record_id,
                "levels": {judge: int(level) for judge, level in one.levels.items()},
                "spread": one.spread,
            }
            for one in report.disputed
        ]
        if is_shown
        else None,
    }


def exported_json(judging: "Round", exported: "Exported") -> Json:
    """Return what was exported as a JSON value."""
    return {
        "name": judging.name,
        "items": len(judging.items),
        "levels": exported.levels,
        "needs": exported.needs,
        "decided": {decided.value: count for decided, count in exported.decided.items()},
    }


def _text(text: "ShownText", spans: "tuple[Span, ...]") -> Json:
    return {**asdict(text), "marks": [asdict(span) for span in spans]}
