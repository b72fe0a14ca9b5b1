"""Releases (模型版本): candidate → shadow → live → rolled back, each step with its proof."""

from duijie.learn.releases.catalogue import ListedRelease, names_of
from duijie.learn.releases.checking import ReleaseFacts, checked_release, read_facts
from duijie.learn.releases.held_out import HeldOutRules, decide_on_judgements
from duijie.learn.releases.journal import Action, Journal, JournalEntry, StateChange, Step
from duijie.learn.releases.plans import Plan, fits, plan_promotion
from duijie.learn.releases.room import ReleaseRoom
from duijie.learn.releases.states import (
    KIND_WORDS,
    STATE_WORDS,
    ReleaseKind,
    ReleaseState,
    kind_of,
)

__all__ = [
    "KIND_WORDS",
    "STATE_WORDS",
    "Action",
    "HeldOutRules",
    "Journal",
    "JournalEntry",
    "ListedRelease",
    "Plan",
    "ReleaseFacts",
    "ReleaseKind",
    "ReleaseRoom",
    "ReleaseState",
    "StateChange",
    "Step",
    "checked_release",
    "decide_on_judgements",
    "fits",
    "kind_of",
    "names_of",
    "plan_promotion",
    "read_facts",
]
