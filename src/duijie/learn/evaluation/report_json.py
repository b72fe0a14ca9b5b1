"""A report as JSON (评测报告的 JSON), as docs/en/reference/json.md describes it."""

from collections.abc import Mapping, Sequence
from typing import Final

from duijie import __version__
from duijie.kernel.words import Lang
from duijie.learn.evaluation.intervals import CONFIDENCE, Estimate, PairedTest
from duijie.learn.evaluation.noise import NoiseCeiling
from duijie.learn.evaluation.report import CalibrationCurve, Comparison, Report
from duijie.learn.evaluation.slices import is_small

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]
FORMAT: Final = "duijie-evaluation"
FORMAT_VERSION: Final = 1
_PLACES: Final = 6


def report_json(report: Report, lang: Lang = "en") -> dict[str, Json]:
    """Return a report as a JSON value; only the notes are in a language."""
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "kind": report.kind.value,
        "subject": report.subject,
        "made_at": report.made_at.isoformat(timespec="seconds"),
        "duijie": __version__,
        "confidence": CONFIDENCE,
        "requests": report.requests,
        "pairs": report.pairs,
        "inputs": [
            {"role": file.role, "name": file.name, "bytes": file.bytes, "sha256": file.sha256}
            for file in report.inputs
        ],
        "settings": dict(report.settings),
        "figures": {name: _estimate(found) for name, found in report.figures.items()},
        "comparison": _comparison(report.comparison),
        "slices": [
            {
                "by": part.by,
                "slice": part.slice,
                "figure": part.name,
                "requests": part.n,
                "is_small": is_small(part.n),
                **_estimate(part.estimate),
            }
            for part in report.slices
        ],
        "calibration": _calibration(report.calibration),
        "abstention": [
            {"coverage": _number(point.coverage), **_estimate(point.risk)}
            for point in report.abstention
        ],
        "confusion": [list(row) for row in report.confusion],
        "noise_ceiling": _ceiling(report.ceiling),
        "notes": [note.worded(lang) for note in report.notes],
    }


def _estimate(found: Estimate) -> dict[str, Json]:
    return {
        "value": _number(found.value),
        "low": _number(found.low),
        "high": _number(found.high),
        "n": found.n,
    }


def _number(value: float | None) -> float | None:
    return None if value is None else round(value, _PLACES)


def _comparison(found: Comparison | None) -> Json:
    if found is None:
        return None
    return {
        "baseline": found.baseline,
        "figures": {name: _estimate(figure) for name, figure in found.figures.items()},
        "tests": {name: _test(test) for name, test in found.tests.items()},
    }


def _test(test: PairedTest) -> dict[str, Json]:
    verdict = "better" if test.is_better else "worse" if test.is_worse else "no_difference_shown"
    return {
        "difference": _number(test.difference),
        "low": _number(test.low),
        "high": _number(test.high),
        "p": _number(test.p),
        "n": test.n,
        "verdict": verdict,
    }


def _calibration(found: CalibrationCurve | None) -> Json:
    if found is None:
        return None
    return {
        "event": found.event,
        "error_by_chance": _number(found.error_by_chance),
        "bins": [
            {
                "n": part.n,
                "least": _number(part.least),
                "most": _number(part.most),
                "said": _number(part.said),
                "came_true": _number(part.came_true),
                "low": _number(part.low),
                "high": _number(part.high),
            }
            for part in found.bins
        ],
    }


def _ceiling(found: NoiseCeiling | None) -> Json:
    if found is None:
        return None
    return {
        "groups": found.groups,
        "pairs": found.pairs,
        "by_others": _estimate(found.by_others),
        "at_most": _estimate(found.at_most),
        "agreement": _estimate(found.agreement),
    }
