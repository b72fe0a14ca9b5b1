"""Feedback (反馈): what was shown, what became of it, and what that says about relevance."""

from duijie.learn.feedback.checking import CheckedLog, Doubt, check_log
from duijie.learn.feedback.events import (
    ActorKind,
    CaseStage,
    EventKind,
    EventReason,
    FeedbackEvent,
    Impression,
)
from duijie.learn.feedback.examination import Examination, estimate_examination
from duijie.learn.feedback.exploration import (
    ExplorationOptions,
    ExploredList,
    Shown,
    explore,
)
from duijie.learn.feedback.grading import GradingOptions
from duijie.learn.feedback.logs import FeedbackLog, LogProblem, read_log, write_log
from duijie.learn.feedback.outcomes import judgements_from
from duijie.learn.feedback.survival import DelayCurve, delay_curve, exponential_delay, kaplan_meier

__all__ = [
    "ActorKind",
    "CaseStage",
    "CheckedLog",
    "DelayCurve",
    "Doubt",
    "EventKind",
    "EventReason",
    "Examination",
    "ExplorationOptions",
    "ExploredList",
    "FeedbackEvent",
    "FeedbackLog",
    "GradingOptions",
    "Impression",
    "LogProblem",
    "Shown",
    "check_log",
    "delay_curve",
    "estimate_examination",
    "explore",
    "exponential_delay",
    "judgements_from",
    "kaplan_meier",
    "read_log",
    "write_log",
]
