"""Stages: what the rooms call the parts of long work → what a person reads."""

from typing import Final

from duijie.kernel.words import N_, Lang, say

STAGES: Final = {
    "generate": N_("Generating"),
    "check": N_("Checking"),
    "import": N_("Importing"),
    "undo": N_("Taking back"),
    "duplicates": N_("Looking for duplicates"),
    "sample": N_("Encoder: drawing a sample"),
    "read": N_("Encoder: reading"),
    "start": N_("Encoder: first vectors"),
    "train": N_("Encoder: training"),
    "judged": N_("Encoder: learning from judgements"),
    "teach": N_("Encoder: reading with the transformer"),
    "write": N_("Encoder: writing"),
    "lists": N_("Ranker: making lists"),
    "trees": N_("Ranker: growing trees"),
    "space": N_("Pairs: placing words"),
    "features": N_("Pairs: comparing"),
    "tune": N_("Pairs: tuning"),
    "fit": N_("Pairs: fitting"),
    "known": N_("Pairs: needs with judgements"),
    "new": N_("Pairs: needs without judgements"),
    "index": N_("Indexing"),
    "merge": N_("Indexing: putting together"),
    "verify": N_("Verifying"),
    "batch": N_("Matching"),
    "pool": N_("Asking the systems"),
    "compare": N_("Comparing"),
    "feedback": N_("Storing feedback"),
    "export": N_("Exporting"),
}


def stage_name(stage: str, lang: Lang) -> str:
    """Return what a stage is called in a language; an unknown one keeps its own name."""
    return say(lang, STAGES[stage]) if stage in STAGES else stage
