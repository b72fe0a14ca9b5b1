"""Comparison (离线对比): is a release better than the live one, and by what proof."""

from duijie.learn.comparison.comparing import (
    CompareOptions,
    Comparison,
    SliceComparison,
    Slices,
    compare_pool,
)
from duijie.learn.comparison.decision import (
    Condition,
    ConditionName,
    Decision,
    Ruling,
    decision_fields,
    decision_from,
)
from duijie.learn.comparison.estimates import Method, ValueEstimate
from duijie.learn.comparison.exposure import ExposureShares, exposure_of
from duijie.learn.comparison.gate import GatePolicy, Proposal, decide
from duijie.learn.comparison.interleaving import (
    InterleavedList,
    InterleavingTest,
    Team,
    balanced,
    balanced_credit,
    credit,
    interleaving_test,
    team_draft,
)
from duijie.learn.comparison.logged import LoggedComparison, LogSlices, compare
from duijie.learn.comparison.looks import level_of_look
from duijie.learn.comparison.pool import Pool
from duijie.learn.comparison.rewards import RewardKind, rewards_of
from duijie.learn.comparison.weighing import Reading
from duijie.learn.comparison.wording import word_reason, word_ruling

__all__ = [
    "CompareOptions",
    "Comparison",
    "Condition",
    "ConditionName",
    "Decision",
    "ExposureShares",
    "GatePolicy",
    "InterleavedList",
    "InterleavingTest",
    "LogSlices",
    "LoggedComparison",
    "Method",
    "Pool",
    "Proposal",
    "Reading",
    "RewardKind",
    "Ruling",
    "SliceComparison",
    "Slices",
    "Team",
    "ValueEstimate",
    "balanced",
    "balanced_credit",
    "compare",
    "compare_pool",
    "credit",
    "decide",
    "decision_fields",
    "decision_from",
    "exposure_of",
    "interleaving_test",
    "level_of_look",
    "rewards_of",
    "team_draft",
    "word_reason",
    "word_ruling",
]
