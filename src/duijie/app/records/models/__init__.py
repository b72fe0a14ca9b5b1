"""The tables of the records."""

from duijie.app.records.models.duplicates import DuplicateGroup, DuplicateMember
from duijie.app.records.models.kinds import (
    RECORD_MODELS,
    Achievement,
    Expert,
    Need,
    Organization,
    Patent,
)
from duijie.app.records.models.life import (
    HIGHEST_SCORE,
    Attachment,
    Grant,
    Opening,
    RecordVersion,
    Reminder,
    Review,
    TypedForm,
)
from duijie.app.records.models.stored import ImportRun, RevisionCounter, State, StoredRecord

__all__ = [
    "HIGHEST_SCORE",
    "RECORD_MODELS",
    "Achievement",
    "Attachment",
    "DuplicateGroup",
    "DuplicateMember",
    "Expert",
    "Grant",
    "ImportRun",
    "Need",
    "Opening",
    "Organization",
    "Patent",
    "RecordVersion",
    "Reminder",
    "Review",
    "RevisionCounter",
    "State",
    "StoredRecord",
    "TypedForm",
]
