"""The evaluation of chances (校准评测): are they true, and what is abstaining worth."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import numpy as np

from duijie.kernel.errors import EvaluationError
from duijie.kernel.words import N_, Phrase
from duijie.learn.evaluation.abstention import abstention, certainty, decision_errors, risks
from duijie.learn.evaluation.calibration import (
    BINS,
    Bins,
    brier_score,
    calibration_error_by_chance,
    errors_by_chance,
    expected_calibration_error,
    reliability,
    without_bias,
)
from duijie.learn.evaluation.intervals import (
    CLUSTER_DRAWS,
    SEED,
    Estimate,
    Floats,
    Rows,
    clustered_draws,
)
from duijie.learn.evaluation.report import (
    CalibrationCurve,
    CurvePoint,
    Report,
    ReportKind,
    SliceFigure,
)
from duijie.learn.evaluation.slices import Slices, slice_remarks
from duijie.learn.evaluation.tables import Row, read_table

EVENT: Final = "level >= 3"
FIGURES: Final = (
    "ece",
    "ece_equal_width",
    "brier",
    "error",
    "error_at_half_coverage",
    "half_to_full_error",
    "area_under_risk",
)
COVERAGES: Final = tuple(n / 20 for n in range(1, 21))
SLICED: Final = ("ece", "error")


@dataclass(frozen=True, slots=True)
class Chance:
    """A chance that was given, and whether it came true (概率预测与实际).

    `request_id` says which predictions stand and fall together; without one each stands alone.
    """

    probability: float
    came_true: bool
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class ChanceFigures:
    """The figures of chances, their bins and the abstention curve (校准与弃权)."""

    figures: dict[str, Estimate]
    curve: CalibrationCurve
    abstention: tuple[CurvePoint, ...]


def read_chances(path: Path) -> list[Chance]:
    """Return the chances of a TSV or JSON Lines file.

    Columns: `probability` (0 to 1); `outcome` (0 or 1) or `level` (1 to 4, 3 and 4 count as come
    true); `query` where there is one.

    Raises:
        LearnFileError: a column is missing or a value is wrong.
    """
    return [
        Chance(
            row.number_of("probability", least=0, most=1),
            _came_true(row),
            row.optional("query").strip(),
        )
        for row in read_table(path, ("probability",))
    ]


def report_chances(
    chances: Sequence[Chance],
    *,
    subject: str,
    made_at: datetime,
    slices: Sequence[Slices] = (),
    bins: int = BINS,
) -> Report:
    """Return the report of chances: calibration and abstention.

    Raises:
        EvaluationError: there are no chances.
    """
    if not chances:
        raise EvaluationError(
            why=N_("there is no prediction"), remedy=N_("Name a file with predictions.")
        )
    said, came = arrays_of(chances)
    requests = clusters_of(chances)
    found = chance_figures(said, came, requests, bins=bins)
    return Report(
        kind=ReportKind.CALIBRATION,
        subject=subject,
        made_at=made_at,
        requests=len(set(requests)),
        pairs=len(chances),
        figures=found.figures,
        settings={"bins": bins, "draws": CLUSTER_DRAWS, "seed": SEED},
        slices=tuple(_slice_figures(said, came, requests, slices)),
        calibration=found.curve,
        abstention=found.abstention,
        notes=(*_notes(came), *slice_remarks(slices, requests)),
    )


def chance_figures(
    said: Floats, came: Floats, requests: Sequence[str], *, bins: int = BINS
) -> ChanceFigures:
    """Return all figures of chances with intervals, whole requests drawn anew."""
    errors, sureness = decision_errors(said, came), certainty(said)
    statistics = _Statistics(said, came, errors, sureness, bins)
    draws = clustered_draws(statistics, requests, size=len(FIGURES) + len(COVERAGES))
    found = draws.estimates()
    for place, by in enumerate((Bins.EQUAL_MASS, Bins.EQUAL_WIDTH)):  # the first two figures
        by_chance = errors_by_chance(said, bins=bins, by=by)
        found[place] = without_bias(found[place], draws.bias(place), by_chance)
    points = zip(COVERAGES, found[len(FIGURES) :], strict=True)
    return ChanceFigures(
        dict(zip(FIGURES, found, strict=False)),
        CalibrationCurve(
            EVENT,
            tuple(reliability(said, came, bins=bins)),
            calibration_error_by_chance(said, bins=bins) if len(said) else None,
        ),
        tuple(CurvePoint(coverage, risk) for coverage, risk in points),
    )


def arrays_of(chances: Iterable[Chance]) -> tuple[Floats, Floats]:
    """Return the probabilities and the outcomes (0 or 1) as arrays."""
    pairs = [(chance.probability, float(chance.came_true)) for chance in chances]
    table = np.array(pairs, dtype=np.float64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def clusters_of(chances: Sequence[Chance]) -> list[str]:
    """Return to which request each chance belongs; one without stands alone."""
    return [chance.request_id or f"\0{n}" for n, chance in enumerate(chances)]


@dataclass(frozen=True, slots=True)
class _Statistics:
    """All figures of some rows, in the order of `FIGURES`, then the curve."""

    said: Floats
    came: Floats
    errors: Floats
    sureness: Floats
    bins: int

    def __call__(self, rows: Rows) -> list[float]:
        said, came = self.said[rows], self.came[rows]
        errors, sureness = self.errors[rows], self.sureness[rows]
        shares = abstention(errors, sureness)
        curve = risks(errors, sureness)
        places = [max(0, int(np.ceil(coverage * len(curve))) - 1) for coverage in COVERAGES]
        return [
            expected_calibration_error(said, came, bins=self.bins),
            expected_calibration_error(said, came, bins=self.bins, by=Bins.EQUAL_WIDTH),
            brier_score(said, came),
            shares.at_full,
            shares.at_half,
            shares.ratio,
            shares.area,
            *(float(curve[place]) for place in places),
        ]


def _slice_figures(
    said: Floats, came: Floats, requests: Sequence[str], slices: Sequence[Slices]
) -> Iterator[SliceFigure]:
    for way in slices:
        parts = way.parts(requests)
        if len(parts) < 2:
            continue
        for name, places in parts:
            rows = np.asarray(places, dtype=np.intp)
            inside = [requests[n] for n in places]
            found = chance_figures(said[rows], came[rows], inside).figures
            for figure in SLICED:
                yield SliceFigure(way.by, name, figure, len(set(inside)), found[figure])


def _came_true(row: Row) -> bool:
    if row.optional("outcome").strip():
        return row.whole("outcome", least=0, most=1) == 1
    if row.optional("level").strip():
        return row.whole("level", least=1, most=4) >= 3
    raise row.error(
        N_("there is neither an outcome (0 or 1) nor a level (1 to 4)"),
        N_("Add a column outcome or level that says what came true."),
    )


def _notes(came: Floats) -> Iterator[Phrase]:
    if came.min() == came.max():
        yield Phrase("All outcomes are alike: these figures say nothing about telling them apart.")
