"""The report of an evaluation (评测报告): what one run, one file of pairs or of chances is worth.

Values only; `report_json` makes the JSON of it and `page` the page.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from duijie.kernel.words import Phrase
from duijie.learn.evaluation.calibration import ReliabilityBin
from duijie.learn.evaluation.intervals import Estimate, PairedTest
from duijie.learn.evaluation.noise import NoiseCeiling


class ReportKind(StrEnum):
    """What was evaluated (评测对象)."""

    RUN = "run"
    PAIRS = "pairs"
    CALIBRATION = "calibration"


@dataclass(frozen=True, slots=True)
class Input:
    """A file that an evaluation read (输入文件), so that it can be told again."""

    role: str
    name: str
    bytes: int
    sha256: str


def input_of(role: str, path: Path) -> Input:
    """Return what a file is, as a report names it: no folders, a hash."""
    with path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return Input(role, path.name, path.stat().st_size, digest)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A paired comparison with a baseline (与基线的配对比较)."""

    baseline: str
    figures: Mapping[str, Estimate]
    tests: Mapping[str, PairedTest]


@dataclass(frozen=True, slots=True)
class SliceFigure:
    """One figure of one slice (切片指标); `n` counts its requests."""

    by: str
    slice: str
    name: str
    n: int
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class CalibrationCurve:
    """How true the chances are (校准): the bins, and the error that true chances would show."""

    event: str
    bins: tuple[ReliabilityBin, ...]
    error_by_chance: float | None


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """A point of the abstention curve with its interval (弃权曲线上的点)."""

    coverage: float
    risk: Estimate


@dataclass(frozen=True, slots=True)
class Report:
    """All that an evaluation found (评测报告).

    `figures` are named; `settings` tell how they were computed; `notes` say what a reader must
    know, such as requests that were not judged.
    """

    kind: ReportKind
    subject: str
    made_at: datetime
    requests: int
    pairs: int
    figures: Mapping[str, Estimate]
    inputs: tuple[Input, ...] = ()
    settings: Mapping[str, str | int | float] = field(default_factory=dict)
    comparison: Comparison | None = None
    slices: tuple[SliceFigure, ...] = ()
    calibration: CalibrationCurve | None = None
    abstention: tuple[CurvePoint, ...] = ()
    confusion: tuple[tuple[int, ...], ...] = ()
    ceiling: NoiseCeiling | None = None
    notes: tuple[Phrase, ...] = ()
