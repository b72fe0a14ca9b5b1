"""Evaluation (评测): how good rankings, levels and chances are, and how sure that is.

The door: TREC files (`read_qrels`, `read_run`, …), figures of rankings request by request
(`score_run`), of levels (`mae_score`, …) and of chances (`expected_calibration_error`, …),
intervals and paired tests, slices, and the three reports with their JSON and their page.
"""

from duijie.learn.evaluation.abstention import (
    Abstention,
    AbstentionPoint,
    abstention,
    abstention_curve,
    certainty,
    decision_errors,
)
from duijie.learn.evaluation.calibration import (
    Bins,
    ReliabilityBin,
    brier_score,
    calibration_error_by_chance,
    expected_calibration_error,
    reliability,
)
from duijie.learn.evaluation.chances import Chance, read_chances, report_chances
from duijie.learn.evaluation.figure_words import figure_label, slice_label
from duijie.learn.evaluation.intervals import (
    Estimate,
    PairedTest,
    clustered_estimate,
    clustered_estimates,
    mean_estimate,
    paired_test,
)
from duijie.learn.evaluation.noise import NoiseCeiling, noise_ceiling
from duijie.learn.evaluation.ordinal import (
    PairPrediction,
    Probabilities,
    accuracy,
    confusion,
    expected_errors,
    levels_of,
    mae_of,
    mae_score,
    quadratic_kappa,
)
from duijie.learn.evaluation.page import report_page
from duijie.learn.evaluation.pairs import rank_within_needs, report_pairs, write_predictions
from duijie.learn.evaluation.rankings import (
    DEFAULT_MEASURES,
    Gain,
    Measure,
    MeasureKind,
    RankingScores,
    parse_measure,
    parse_measures,
    score_run,
)
from duijie.learn.evaluation.report import Comparison, Input, Report, ReportKind, input_of
from duijie.learn.evaluation.report_json import report_json
from duijie.learn.evaluation.requests import (
    AskedRequest,
    read_labelled,
    read_requests,
    slices_of,
)
from duijie.learn.evaluation.runs import RunOptions, report_run, with_inputs
from duijie.learn.evaluation.slices import (
    Slices,
    age_slice,
    industries,
    language_slice,
    length_slice,
    read_slices,
    slices_by_text,
)
from duijie.learn.evaluation.tables import Row, read_table
from duijie.learn.evaluation.trec import (
    Qrels,
    Run,
    judgements_of,
    qrels_of,
    read_qrels,
    read_run,
    run_of,
    write_qrels,
    write_run,
)

__all__ = [
    "DEFAULT_MEASURES",
    "Abstention",
    "AbstentionPoint",
    "AskedRequest",
    "Bins",
    "Chance",
    "Comparison",
    "Estimate",
    "Gain",
    "Input",
    "Measure",
    "MeasureKind",
    "NoiseCeiling",
    "PairPrediction",
    "PairedTest",
    "Probabilities",
    "Qrels",
    "RankingScores",
    "ReliabilityBin",
    "Report",
    "ReportKind",
    "Row",
    "Run",
    "RunOptions",
    "Slices",
    "abstention",
    "abstention_curve",
    "accuracy",
    "age_slice",
    "brier_score",
    "calibration_error_by_chance",
    "certainty",
    "clustered_estimate",
    "clustered_estimates",
    "confusion",
    "decision_errors",
    "expected_calibration_error",
    "expected_errors",
    "figure_label",
    "industries",
    "input_of",
    "judgements_of",
    "language_slice",
    "length_slice",
    "levels_of",
    "mae_of",
    "mae_score",
    "mean_estimate",
    "noise_ceiling",
    "paired_test",
    "parse_measure",
    "parse_measures",
    "qrels_of",
    "quadratic_kappa",
    "rank_within_needs",
    "read_chances",
    "read_labelled",
    "read_qrels",
    "read_requests",
    "read_run",
    "read_slices",
    "read_table",
    "reliability",
    "report_chances",
    "report_json",
    "report_page",
    "report_pairs",
    "report_run",
    "run_of",
    "score_run",
    "slice_label",
    "slices_by_text",
    "slices_of",
    "with_inputs",
    "write_predictions",
    "write_qrels",
    "write_run",
]
