"""Feedback (反馈): what was shown, what became of it, and what that says about relevance."""

from duijie.learn.feedback.events import (
    ActorKind,
    CaseStage,
    EventKind,
    EventReason,
    FeedbackEvent,
    Impression,
)

__all__ = ["ActorKind", "CaseStage", "EventKind", "EventReason", "FeedbackEvent", "Impression"]
