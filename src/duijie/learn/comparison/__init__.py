"""Comparison (离线对比): is a release better than the live one, and by what proof."""

from duijie.learn.comparison.decision import (
    Condition,
    ConditionName,
    Decision,
    Ruling,
    decision_fields,
    decision_from,
)

__all__ = [
    "Condition",
    "ConditionName",
    "Decision",
    "Ruling",
    "decision_fields",
    "decision_from",
]
